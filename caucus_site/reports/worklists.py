"""What needs a hand: lists of records, each with the reason, counted and shown on the start page."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advocacy.models import Grant, Recommendation, Statement
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.principals import Principal
from members.models import Mandate, Person

SILENCE_DAYS = 90
GRANT_DAYS = 90


@dataclass(frozen=True)
class Item:
    """One record that waits: its name, what is the matter, and the form that mends it."""

    name: str
    matter: str
    url: str


@dataclass(frozen=True)
class Worklist:
    """A kind of work. `rows` is cut to what the asker may see; `item` costs no query of its own."""

    slug: str
    title: Any
    nothing: Any
    reads: DataClass
    rows: Callable[[Principal], QuerySet]
    item: Callable[[Any, datetime.date], Item]

    def is_for(self, principal: Principal) -> bool:
        return principal.is_secretariat and (
            principal.may(Right.READ, self.reads) or self.reads == DataClass.MONEY
        )

    def items(self, rows: Any, day: datetime.date) -> Iterator[Item]:
        return (self.item(row, day) for row in rows)


def _change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _ended_terms(principal: Principal) -> QuerySet:
    return Mandate.objects.visible_to(principal).ended_without_successor(principal.day).select_related("person", "chamber")


def _ended_term(mandate: Any, day: datetime.date) -> Item:
    matter = __("%(chamber)s: ended %(date)s; no seat after it, and no note of what they do now")
    return Item(
        str(mandate.person), matter % {"chamber": mandate.chamber, "date": mandate.ended_on}, _change(mandate.person)
    )


def _awaiting(principal: Principal) -> QuerySet:
    return Statement.objects.visible_to(principal).awaiting_adoption(now())


def _statement(statement: Any, day: datetime.date) -> Item:
    return Item(str(statement), str(statement.get_state_display()), _change(statement))


def _unanswered(principal: Principal) -> QuerySet:
    return Recommendation.objects.visible_to(principal).silent_since(principal.day, SILENCE_DAYS)


def _recommendation(recommendation: Any, day: datetime.date) -> Item:
    last = recommendation.last_word_on
    if last is None:
        matter = __("never answered")
    else:
        days = (day - last).days
        matter = ngettext("silent for %(days)s day", "silent for %(days)s days", days) % {"days": days}
    return Item(str(recommendation), matter, _change(recommendation))


def _ending_grants(principal: Principal) -> QuerySet:
    return Grant.objects.ending_within(principal.day, GRANT_DAYS)


def _grant(grant: Any, day: datetime.date) -> Item:
    days = (grant.ended_on.latest - day).days
    matter = ngettext("ends in %(days)s day, on %(date)s", "ends in %(days)s days, on %(date)s", days)
    date = grant.ended_on if grant.ended_on.is_whole_day else date_format(grant.ended_on.latest, "j F Y")
    return Item(grant.title, matter % {"days": days, "date": date}, _change(grant))


def _unreachable(principal: Principal) -> QuerySet:
    return Person.objects.visible_to(principal).in_caucus_on(principal.day).without_contact()


def _person(person: Any, day: datetime.date) -> Item:
    return Item(str(person), __("no address, number or e-mail"), _change(person))


WORKLISTS = (
    Worklist(
        "ended-terms", _("Terms ended without a successor"), _("Every member's seat is up to date."),
        DataClass.PUBLIC_PROFILE, _ended_terms, _ended_term,
    ),
    Worklist(
        "awaiting-adoption", _("Statements awaiting adoption"), _("No statement waits to be adopted."),
        DataClass.STATEMENT, _awaiting, _statement,
    ),
    Worklist(
        "unanswered", _("Recommendations without an answer for 90 days"), _("Every recommendation was heard of lately."),
        DataClass.CAMPAIGN_WORK, _unanswered, _recommendation,
    ),
    Worklist(
        "ending-grants", _("Grants ending within 90 days"), _("No grant is about to end."),
        DataClass.MONEY, _ending_grants, _grant,
    ),
    Worklist(
        "unreachable", _("Members without contact details"), _("Every member can be reached."),
        DataClass.CONTACT, _unreachable, _person,
    ),
)

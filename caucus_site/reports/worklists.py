"""What needs a hand: lists of records, each with the reason, counted and shown on the start page."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advocacy.models import Grant, Recommendation, Statement
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import Errand, Message
from caucus_site.core.principals import Principal
from caucus_site.reports.models import ReportRun
from members.models import Mandate, Membership, Person

SILENCE_DAYS = 90
GRANT_DAYS = 90
# A letter or an errand takes seconds; one that has waited for so long shows that something does not run.
SHOULD_BE_DONE = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Item:
    """One record that waits: its name, what is the matter, and the form that mends it, where the asker may open it."""

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
        return principal.is_secretariat and (principal.may(Right.READ, self.reads) or self.reads == DataClass.MONEY)

    def items(self, rows: Any, day: datetime.date) -> Iterator[Item]:
        return (self.item(row, day) for row in rows)


def change_page(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _belongs_today(principal: Principal, person: str, **facts: Any) -> Exists:
    """Whether the person is a member of the caucus today: a parliament's whole list is nobody's daily work."""
    return Exists(Membership.objects.held_on(principal.day).active().filter(person=OuterRef(person), **facts))


def _ended_terms(principal: Principal) -> QuerySet:
    return (
        Mandate.objects.visible_to(principal)
        .filter(_belongs_today(principal, "person", category=Membership.Category.SITTING))
        .ended_without_successor(principal.day)
        .select_related("person", "chamber")
        .order_by("-ended_on_latest", "pk")
    )


def _ended_term(mandate: Any, _day: datetime.date) -> Item:
    matter = __("%(chamber)s: ended %(date)s; no seat after it, and no note of what they do now")
    words = matter % {"chamber": mandate.chamber, "date": mandate.ended_on}
    return Item(str(mandate.person), words, change_page(mandate.person))


def _awaiting(principal: Principal) -> QuerySet:
    return Statement.objects.visible_to(principal).awaiting_adoption(now()).order_by("pk")


def _statement(statement: Any, _day: datetime.date) -> Item:
    return Item(str(statement), str(statement.get_state_display()), change_page(statement))


def _unanswered(principal: Principal) -> QuerySet:
    return (
        Recommendation.objects.visible_to(principal)
        .silent_since(principal.day, SILENCE_DAYS)
        .order_by("last_word_on", "pk")
    )


def _recommendation(recommendation: Any, day: datetime.date) -> Item:
    last = recommendation.last_word_on
    if last is None:
        matter = __("never answered")
    else:
        days = (day - last).days
        matter = ngettext("silent for %(days)s day", "silent for %(days)s days", days) % {"days": days}
    return Item(str(recommendation), matter, change_page(recommendation))


def _to_be_reviewed(principal: Principal) -> QuerySet:
    return Recommendation.objects.visible_to(principal).due_for_review_by(principal.day).order_by("review_on", "pk")


def _review(recommendation: Any, _day: datetime.date) -> Item:
    matter = __("to be reviewed on %(day)s") % {"day": PartialDate.of_day(recommendation.review_on)}
    return Item(str(recommendation), matter, change_page(recommendation))


def ending_grants(principal: Principal, days: int = GRANT_DAYS) -> QuerySet:
    ending = Grant.objects.ending_within(principal.day, days)
    if principal.may(Right.READ, DataClass.MONEY):
        return ending.visible_to(principal).order_by("ended_on_earliest", "title")
    return ending.endings_visible_to(principal)


def grant_ending(grant: Any, day: datetime.date) -> Item:
    """Finance officers get the record; everybody else its title and end, which is all that is read."""
    is_record = isinstance(grant, Grant)
    title, end = (grant.title, grant.ended_on) if is_record else (grant["title"], grant["ended_on"])
    days = (end.earliest - day).days
    if days < 0:
        matter = __("ends in %(date)s") % {"date": end}
    else:
        matter = ngettext("ends in %(days)s day: %(date)s", "ends in %(days)s days: %(date)s", days)
        matter %= {"days": days, "date": end}
    return Item(title, matter, change_page(grant) if is_record else "")


def _unreachable(principal: Principal) -> QuerySet:
    people = Person.objects.visible_to(principal).without_contact()
    return people.filter(_belongs_today(principal, "pk")).order_by("sort_name", "pk")


def _person(person: Any, _day: datetime.date) -> Item:
    return Item(str(person), __("no address, number or e-mail"), change_page(person))


def _stopped_reports(principal: Principal) -> QuerySet:
    return ReportRun.objects.visible_to(principal).waiting_for_a_person().order_by("-due_at", "pk")


def _stopped_report(run: Any, _day: datetime.date) -> Item:
    matter = ngettext(
        "given up after %(number)s failed attempt (%(trouble)s); open it to run it again",
        "given up after %(number)s failed attempts (%(trouble)s); open it to run it again",
        run.failures,
    )
    return Item(str(run), matter % {"number": run.failures, "trouble": run.trouble}, change_page(run))


def _stuck_letters(principal: Principal) -> QuerySet:
    letters = Message.objects.visible_to(principal)
    return (letters.troubled() | letters.overdue(SHOULD_BE_DONE)).without_contents().order_by("pk")


def _stuck_errands(principal: Principal) -> QuerySet:
    errands = Errand.objects.visible_to(principal)
    return (errands.parked() | errands.overdue(SHOULD_BE_DONE)).order_by("pk")


def _stuck(row: Any, _day: datetime.date) -> Item:
    """Not to whom: the list may be read where nobody in danger is named."""
    is_letter = isinstance(row, Message)
    why = row.reason if is_letter else row.last_error
    matter = f"{row.get_state_display()}: {why}" if why else str(row.get_state_display())
    return Item(str(row), matter, change_page(row))


WORKLISTS = (
    Worklist(
        "ended-terms",
        _("Terms ended without a successor"),
        _("Every member's seat is up to date."),
        DataClass.PUBLIC_PROFILE,
        _ended_terms,
        _ended_term,
    ),
    Worklist(
        "awaiting-adoption",
        _("Statements awaiting adoption"),
        _("No statement waits to be adopted."),
        DataClass.STATEMENT,
        _awaiting,
        _statement,
    ),
    Worklist(
        "unanswered",
        _("Recommendations without an answer for 90 days"),
        _("Every recommendation was heard of lately."),
        DataClass.CAMPAIGN_WORK,
        _unanswered,
        _recommendation,
    ),
    Worklist(
        "reviews",
        _("Recommendations to be reviewed"),
        _("No recommendation is due for review."),
        DataClass.CAMPAIGN_WORK,
        _to_be_reviewed,
        _review,
    ),
    Worklist(
        "ending-grants",
        _("Grants ending within 90 days"),
        _("No grant is about to end."),
        DataClass.MONEY,
        ending_grants,
        grant_ending,
    ),
    Worklist(
        "unreachable",
        _("Members without contact details"),
        _("Every member can be reached."),
        DataClass.CONTACT,
        _unreachable,
        _person,
    ),
    Worklist(
        "stopped-reports",
        _("Reports that were not sent"),
        _("Every report was sent."),
        DataClass.AUDIT,
        _stopped_reports,
        _stopped_report,
    ),
    Worklist(
        "letters",
        _("Letters that did not go out"),
        _("No letter is stuck."),
        DataClass.AUDIT,
        _stuck_letters,
        _stuck,
    ),
    Worklist(
        "errands",
        _("Background work that is stuck"),
        _("No background work is stuck."),
        DataClass.AUDIT,
        _stuck_errands,
        _stuck,
    ),
)

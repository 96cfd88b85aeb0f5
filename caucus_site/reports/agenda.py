"""What comes: gatherings, missions, windows that close, reviews and deadlines, in one list by day."""

import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import GrantDeadline, Recommendation, Statement
from caucus_site.core.principals import Principal
from caucus_site.reports.discretion import Discretion
from caucus_site.reports.sections import Section
from caucus_site.reports.worklists import Item, change_page, ending_grants, grant_ending
from events.models import FactFindingMission, Gathering

DAYS = 14
# A day known to the month is worth a line; of one known to the year nobody can say that it comes.
AS_EXACT_AS = datetime.timedelta(days=31)


def coming(reader: Principal, discretion: Discretion, shown: int) -> Section:
    """Two weeks from the reader's day on. Six queries, whatever is planned.

    Reviews that are due stand on the worklist; what is owed to a funder stays here until it is done.
    """
    section = Section(_("In the next two weeks"), _("Nothing begins, closes or falls due in the next two weeks."))
    last = reader.day + datetime.timedelta(days=DAYS)
    entries: list[tuple[datetime.date, Any, Item]] = []
    for rows, day, item in (
        (_gatherings(reader, last), _first_day, _gathering),
        (_missions(reader, last), _first_day, _mission),
        (_windows(reader), lambda statement: localdate(statement.closes_at), _window),
        (_reviews(reader, last), lambda recommendation: recommendation.review_on, _review),
        (_deadlines(reader, last), lambda deadline: deadline.due_on, _deadline),
        (ending_grants(reader, DAYS), _last_day_of_grant, lambda grant: grant_ending(grant, reader.day)),
    ):
        found = list(rows.annotate(together=Window(Count("*")))[:shown])
        section.count += _together(found)
        entries += [(day(row), row, item(row)) for row in found]
    entries.sort(key=lambda entry: entry[0])
    section.name(((row, item) for _day, row, item in entries[:shown]), discretion)
    return section


def _together(rows: list[Any]) -> int:
    """How many there are in all, those past the slice included."""
    if not rows:
        return 0
    return rows[0]["together"] if isinstance(rows[0], dict) else rows[0].together


def _begins_within(reader: Principal, last: datetime.date) -> Q:
    return Q(
        began_on_earliest__lte=last,
        began_on_latest__gte=reader.day,
        began_on_latest__lte=F("began_on_earliest") + AS_EXACT_AS,
    )


def _first_day(row: Any) -> datetime.date:
    return row.began_on.earliest


def _gatherings(reader: Principal, last: datetime.date) -> QuerySet:
    planned = Gathering.objects.visible_to(reader).filter(
        state__in=[Gathering.State.PLANNED, Gathering.State.ANNOUNCED]
    )
    return planned.filter(_begins_within(reader, last)).order_by("began_on_earliest", "pk")


def _gathering(gathering: Any) -> Item:
    facts = [str(gathering.began_on), gathering.get_kind_display(), gathering.place]
    return Item(gathering.title, " · ".join(filter(None, facts)), change_page(gathering))


def _missions(reader: Principal, last: datetime.date) -> QuerySet:
    over = [FactFindingMission.State.CLOSED, FactFindingMission.State.CANCELLED, FactFindingMission.State.PUBLISHED]
    planned = FactFindingMission.objects.visible_to(reader).exclude(state__in=over)
    return planned.filter(_begins_within(reader, last)).order_by("began_on_earliest", "pk")


def _mission(mission: Any) -> Item:
    words = __("%(day)s · Mission, %(state)s") % {"day": mission.began_on, "state": mission.get_state_display().lower()}
    return Item(mission.title, words, change_page(mission))


def _windows(reader: Principal) -> QuerySet:
    moment = now()
    closing = Statement.objects.visible_to(reader).open_at(moment)
    return closing.filter(closes_at__lte=moment + datetime.timedelta(days=DAYS)).order_by("closes_at", "pk")


def _window(statement: Any) -> Item:
    closes = date_format(localtime(statement.closes_at), "j F Y, H:i")
    return Item(str(statement), __("%(moment)s · Signing closes") % {"moment": closes}, change_page(statement))


def _reviews(reader: Principal, last: datetime.date) -> QuerySet:
    later = Recommendation.objects.visible_to(reader).due_for_review_by(last).filter(review_on__gt=reader.day)
    return later.order_by("review_on", "pk")


def _review(recommendation: Any) -> Item:
    words = __("%(day)s · To be reviewed") % {"day": date_format(recommendation.review_on, "j F Y")}
    return Item(str(recommendation), words, change_page(recommendation))


def _deadlines(reader: Principal, last: datetime.date) -> QuerySet:
    owed = GrantDeadline.objects.visible_to(reader).filter(done_on__isnull=True, due_on__lte=last)
    return owed.select_related("grant").order_by("due_on", "pk")


def _deadline(deadline: Any) -> Item:
    day, kind = date_format(deadline.due_on, "j F Y"), deadline.get_kind_display()
    return Item(deadline.grant.title, f"{day} · {kind}", change_page(deadline))


def _last_day_of_grant(grant: Any) -> datetime.date:
    end = grant["ended_on"] if isinstance(grant, dict) else grant.ended_on
    return end.earliest

"""One gathering: when, where, by whom, what was decided, and who took part as far as the reader may know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from advocacy.models import Statement
from caucus_site.portal.records import statements
from caucus_site.portal.records.finding import one, seen_or_none, where_seen
from events.models import ActionItem, ActionPlan, Attendance, Decision, Gathering, GatheringHost, ProgrammeItem
from members.models import Chapter, Organisation, Person

NEWEST_FIRST = ("-began_on_earliest", "-pk")
ATTENDANCES_SHOWN = 300


def listed(who: Any) -> Any:
    return Gathering.objects.visible_to(who).select_related("country")


@dataclass(frozen=True)
class Plan:
    """An action plan that the gathering adopted, with its items."""

    plan: ActionPlan
    items: list[ActionItem]


@dataclass(frozen=True)
class GatheringPage:
    gathering: Gathering
    is_inside: bool
    is_published: bool
    hours: str
    chapter: Chapter | None
    parallel_to: Organisation | None
    hosts: list[GatheringHost]
    programme: list[ProgrammeItem]
    decisions: list[Decision]
    attendances: list[Attendance]
    plans: list[Plan]
    statements: list[Statement]


def page(gathering: Gathering, who: Any) -> GatheringPage:
    itself = Gathering.objects.filter(pk=gathering.pk)
    attendances = Attendance.objects.visible_to(who).filter(gathering=gathering).select_related("delegation")
    hosts = GatheringHost.objects.visible_to(who).filter(gathering=gathering).select_related("organisation")
    return GatheringPage(
        gathering=gathering,
        is_inside=itself.open_inside_to(who).exists(),
        is_published=itself.published().exists(),
        hours=_hours(gathering),
        chapter=seen_or_none(Chapter, gathering.chapter_id, who),
        parallel_to=seen_or_none(Organisation, gathering.parallel_to_id, who),
        hosts=list(hosts),
        programme=list(ProgrammeItem.objects.visible_to(who).filter(gathering=gathering).order_by("position")),
        decisions=list(Decision.objects.visible_to(who).filter(gathering=gathering).order_by("number")),
        attendances=list(
            attendances.prefetch_related(where_seen("person", Person, who)).order_by("person__sort_name", "pk")[
                :ATTENDANCES_SHOWN
            ]
        ),
        plans=_plans(gathering, who),
        statements=list(statements.listed(who).filter(gathering=gathering).order_by(*statements.NEWEST_FIRST)),
    )


def _plans(gathering: Gathering, who: Any) -> list[Plan]:
    plans = list(ActionPlan.objects.visible_to(who).filter(gathering=gathering).order_by("pk"))
    items = (
        ActionItem.objects.visible_to(who)
        .filter(plan__in=plans)
        .select_related("owner_organisation")
        .prefetch_related(where_seen("owner_person", Person, who), where_seen("owner_chapter", Chapter, who))
        .order_by("number")
    )
    of_plan: dict[int, list[ActionItem]] = {}
    for item in items:
        of_plan.setdefault(item.plan_id, []).append(item)
    return [Plan(plan, of_plan.get(plan.pk, [])) for plan in plans]


def _hours(gathering: Gathering) -> str:
    """The hours by the clock of the place, where they are known."""
    if gathering.starts_at is None:
        return ""
    zone = ZoneInfo(gathering.time_zone)
    starts = gathering.starts_at.astimezone(zone)
    ends = gathering.ends_at.astimezone(zone) if gathering.ends_at else None
    wording = "H:i" if ends is None or ends.date() == starts.date() else "j F Y, H:i"
    hours = " – ".join(date_format(moment, wording) for moment in (starts, ends) if moment)
    return f"{hours} ({gathering.time_zone})"


@require_safe
def gathering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Gathering.objects.visible_to(request.user).select_related("country", "series"), public_id)
    return render(request, "portal/records/gathering.html", {"page": page(found, request.user)})

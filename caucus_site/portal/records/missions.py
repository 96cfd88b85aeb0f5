"""Missions: the public edition for everybody, the plan for those inside."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advocacy.models import Recommendation, Statement
from caucus_site.portal.records import statement_page, statements
from caucus_site.portal.records.filters import MissionFilters
from caucus_site.portal.records.finding import one, seen_or_none, where_seen
from caucus_site.portal.records.following import following
from caucus_site.portal.records.lists import listing
from events.models import Delegate, FactFindingMission, Finding, MissionPlace, OrganisationMet
from members.models import Chapter, Country, Organisation, Person

NEWEST_FIRST = ("-began_on_earliest", "-pk")


def listed(who: Any) -> Any:
    """The missions that somebody may see, with whose they are and where they went."""
    places = MissionPlace.objects.visible_to(who).select_related("country")
    return FactFindingMission.objects.visible_to(who).prefetch_related(
        where_seen("chapter", Chapter, who), Prefetch("places", queryset=places)
    )


@require_safe
def missions(request: HttpRequest) -> HttpResponse:
    filters = MissionFilters(request.GET, who=request.user, rows=listed(request.user))
    return listing(request, "portal/records/missions.html", filters=filters, ordering=NEWEST_FIRST)


@dataclass(frozen=True)
class MissionPage:
    """`is_inside` opens what only the delegation, the chapter and the secretariat read: never testimony or evidence."""

    mission: FactFindingMission
    is_inside: bool
    is_published: bool
    chapter: Chapter | None
    started_by: Any
    places: list[MissionPlace]
    countries: list[Country]
    delegates: list[Delegate]
    findings: list[Finding]
    recommendations: list[Recommendation]
    statements: list[Statement]


def page(mission: FactFindingMission, who: Any) -> MissionPage:
    itself = FactFindingMission.objects.filter(pk=mission.pk)
    is_inside = itself.open_inside_to(who).exists()
    places = _places(mission, who, is_inside=is_inside)
    countries = {place.country_id: place.country for place in places}
    delegates = Delegate.objects.visible_to(who).filter(mission=mission).select_related("country")
    return MissionPage(
        mission=mission,
        is_inside=is_inside,
        is_published=itself.published().exists(),
        chapter=seen_or_none(Chapter, mission.chapter_id, who),
        started_by=_initiator(mission, who),
        places=places,
        countries=list(countries.values()),
        delegates=list(delegates.prefetch_related(where_seen("person", Person, who)).order_by("pk")),
        findings=list(Finding.objects.visible_to(who).filter(mission=mission).order_by("number")),
        recommendations=list(statement_page.recommendations_for(who).filter(mission=mission).order_by("number", "pk")),
        statements=list(statements.listed(who).filter(mission=mission).order_by(*statements.NEWEST_FIRST)),
    )


def _places(mission: FactFindingMission, who: Any, *, is_inside: bool) -> list[MissionPlace]:
    places = MissionPlace.objects.visible_to(who).filter(mission=mission).select_related("country")
    if is_inside:
        met = OrganisationMet.objects.visible_to(who).select_related("organisation")
        places = places.prefetch_related(Prefetch("organisations_met", queryset=met))
    return list(places)


def _initiator(mission: FactFindingMission, who: Any) -> Any:
    return (
        seen_or_none(Chapter, mission.initiating_chapter_id, who)
        or seen_or_none(Person, mission.initiating_person_id, who)
        or seen_or_none(Organisation, mission.initiating_organisation_id, who)
    )


@require_safe
def mission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(FactFindingMission.objects.visible_to(request.user), public_id)
    return render(
        request,
        "portal/records/mission.html",
        {
            "page": page(found, request.user),
            "following": following("mission", found, request.user),
        },
    )

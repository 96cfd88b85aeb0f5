"""One recommendation: what is asked of whom, on what ground, and what came of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advocacy.models import FollowUp, ParliamentaryAction, Recommendation, RecommendationFinding, Statement
from advocacy.services import actions
from caucus_site.portal.records import statement_page
from caucus_site.portal.records.finding import one, seen_or_none, where_seen
from caucus_site.portal.records.lists import part_listing
from events.models import FactFindingMission, Finding
from members.models import Chapter, Person

FOLLOW_UPS_SHOWN = 100


@dataclass(frozen=True)
class RecommendationPage:
    recommendation: Recommendation
    statement: Statement | None
    mission: FactFindingMission | None
    chapter: Chapter | None
    responsible: Person | None
    findings: list[Finding]
    follow_ups: list[FollowUp]
    actions: list[ParliamentaryAction]
    has_more_actions: bool
    may_report: bool


def page(recommendation: Recommendation, who: Any) -> RecommendationPage:
    entries = FollowUp.objects.visible_to(who).filter(recommendation=recommendation)
    shown = entries.select_related("by_organisation").prefetch_related(
        where_seen("by_person", Person, who), where_seen("action", ParliamentaryAction, who)
    )
    grounds = RecommendationFinding.objects.visible_to(who).filter(recommendation=recommendation)
    answered = list(done_in_answer(recommendation, who)[: statement_page.ACTIONS_SHOWN + 1])
    return RecommendationPage(
        recommendation=recommendation,
        statement=seen_or_none(Statement, recommendation.statement_id, who),
        mission=seen_or_none(FactFindingMission, recommendation.mission_id, who),
        chapter=seen_or_none(Chapter, recommendation.responsible_chapter_id, who),
        responsible=seen_or_none(Person, recommendation.responsible_person_id, who) if works_inside(who) else None,
        findings=[ground.finding for ground in grounds.select_related("finding").order_by("finding__number")],
        follow_ups=list(shown.order_by("-happened_on_latest", "-pk")[:FOLLOW_UPS_SHOWN]),
        actions=answered[: statement_page.ACTIONS_SHOWN],
        has_more_actions=len(answered) > statement_page.ACTIONS_SHOWN,
        may_report=who.is_authenticated and who.role in actions.REPORTING_ROLES,
    )


def works_inside(who: Any) -> bool:
    """Who looks after what is known among colleagues; the chapter answers for it in public."""
    return who.is_authenticated and (who.is_staff or who.role in actions.REPORTING_ROLES)


def done_in_answer(recommendation: Recommendation, who: Any) -> Any:
    return statement_page.accepted_actions(who).filter(recommendation=recommendation)


@require_safe
def recommendation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(statement_page.recommendations_for(request.user), public_id)
    return render(request, "portal/records/recommendation.html", {"page": page(found, request.user)})


@require_safe
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Recommendation.objects.visible_to(request.user), public_id)
    return part_listing(
        request,
        "portal/records/answers.html",
        done_in_answer(found, request.user),
        ordering=("-happened_on_latest", "-pk"),
        recommendation=found,
    )

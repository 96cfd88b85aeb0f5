"""What becomes of a recommendation: its states, and entries about it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from advocacy.models import FollowUp, Recommendation
from caucus_site.core import journal
from caucus_site.core.dates import PartialDate
from events.services.steps import check_step

State = Recommendation.State

TRANSITIONS: dict[str, set[str]] = {
    State.OPEN: {State.ACKNOWLEDGED, State.ACCEPTED, State.UNDER_WAY, State.DONE, State.REJECTED, State.SILENT},
    State.ACKNOWLEDGED: {State.ACCEPTED, State.UNDER_WAY, State.DONE, State.REJECTED, State.SILENT},
    State.ACCEPTED: {State.UNDER_WAY, State.DONE, State.REJECTED, State.SILENT},
    State.UNDER_WAY: {State.DONE, State.REJECTED, State.SILENT},
    # Governments change: what was refused or left unanswered may yet be taken up, and what was done be undone.
    State.SILENT: {State.ACKNOWLEDGED, State.ACCEPTED, State.UNDER_WAY, State.DONE, State.REJECTED},
    State.REJECTED: {State.OPEN, State.ACKNOWLEDGED, State.ACCEPTED},
    State.DONE: {State.OPEN, State.UNDER_WAY},
}


@transaction.atomic
def advance(recommendation: Recommendation, *, to: str, acting_user: Any) -> Recommendation:
    """Take the recommendation to its next state; being there already changes nothing."""
    recommendation, was = _move(recommendation, to)
    if was != to:
        journal.record(f"advocacy.recommendation_{to}", recommendation, actor=acting_user, was=was)
    return recommendation


@transaction.atomic
def follow_up(
    recommendation: Recommendation,
    *,
    kind: str,
    text: str,
    acting_user: Any,
    happened_on: PartialDate | None = None,
    outcome: str = "",
    **facts: Any,
) -> FollowUp:
    """Add one entry, today's unless a day is given, and move the recommendation where the entry says it went."""
    if outcome:
        recommendation, _was = _move(recommendation, outcome)
    entry = FollowUp(
        recommendation=recommendation,
        kind=kind,
        text=text,
        outcome=outcome,
        happened_on=happened_on or PartialDate.of_day(timezone.localdate()),
        entered_by=acting_user,
        **facts,
    )
    entry.full_clean()
    entry.save()
    journal.record(
        "advocacy.recommendation_followed_up",
        recommendation,
        actor=acting_user,
        kind=kind,
        outcome=outcome,
        follow_up=str(entry.public_id),
    )
    return entry


def _move(recommendation: Recommendation, to: str) -> tuple[Recommendation, str]:
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    was = recommendation.state
    if was != to:
        check_step(TRANSITIONS, State, was=was, to=to)
        recommendation.state = to
        recommendation.save(update_fields=["state"])
    return recommendation, was

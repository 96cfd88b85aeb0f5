"""Taking a fact-finding mission from proposal to publication."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __

from caucus_site.core import journal
from events.models import FactFindingMission
from events.services.steps import check_step

State = FactFindingMission.State

TRANSITIONS: dict[str, set[str]] = {
    State.PROPOSED: {State.APPROVED, State.CANCELLED},
    State.APPROVED: {State.PREPARING, State.CANCELLED},
    State.PREPARING: {State.IN_THE_FIELD, State.CANCELLED},
    State.IN_THE_FIELD: {State.REPORTING, State.CANCELLED},
    # Closed without publication: the answer when a report would endanger those who spoke.
    State.REPORTING: {State.IN_THE_FIELD, State.PUBLISHED, State.CLOSED},
    State.PUBLISHED: {State.REPORTING, State.CLOSED},
    State.CLOSED: {State.REPORTING, State.PUBLISHED},
    State.CANCELLED: {State.PROPOSED},
}


def check_next(mission: FactFindingMission, *, was: str, to: str) -> None:
    check_step(TRANSITIONS, State, was=was, to=to)
    if to == State.PUBLISHED and not mission.outcome.strip() and not mission.findings.exists():
        raise ValidationError(
            __("There is nothing to publish yet: enter a finding or the outcome first."), code="nothing_to_publish"
        )


@transaction.atomic
def advance(mission: FactFindingMission, *, to: str, acting_user: Any) -> FactFindingMission:
    """Take the mission to its next state; being there already changes nothing.

    Publishing makes it public, at once or at the moment that was set for it. Going back to work on it takes it out of
    the public's sight; closing it leaves that as it is.
    """
    mission = FactFindingMission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    was = mission.state
    if was == to:
        return mission
    check_next(mission, was=was, to=to)
    mission.state = to
    if to == State.PUBLISHED:
        mission.is_public = True
        mission.published_at = mission.published_at or timezone.now()
    elif to != State.CLOSED:
        mission.is_public = False
        mission.published_at = None
    mission.save(update_fields=["state", "is_public", "published_at"])
    journal.record(f"events.mission_{to}", mission, actor=acting_user, was=was)
    return mission

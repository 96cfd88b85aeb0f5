"""Announcing, holding, putting off and calling off gatherings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as __

from caucus_site.core import journal
from events.models import Gathering
from events.services.steps import check_step

State = Gathering.State

TRANSITIONS: dict[str, set[str]] = {
    State.PLANNED: {State.ANNOUNCED, State.HELD, State.POSTPONED, State.CANCELLED},
    State.ANNOUNCED: {State.HELD, State.POSTPONED, State.CANCELLED},
    State.POSTPONED: {State.PLANNED, State.ANNOUNCED, State.CANCELLED},
    State.HELD: {State.ANNOUNCED},  # marked too early
    State.CANCELLED: {State.PLANNED},  # taken up again
}


def check_next(gathering: Gathering, *, was: str, to: str) -> None:
    check_step(TRANSITIONS, State, was=was, to=to)
    if to == State.HELD and gathering.began_on and gathering.began_on.earliest > localdate():
        raise ValidationError(
            __("It begins on %(day)s, so it cannot have been held. Correct the day first."),
            code="not_begun",
            params={"day": gathering.began_on},
        )


@transaction.atomic
def advance(gathering: Gathering, *, to: str, acting_user: Any) -> Gathering:
    """Take the gathering to its next state; being there already changes nothing.

    What goes back to being planned is no longer public.
    """
    gathering = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    was = gathering.state
    if was == to:
        return gathering
    check_next(gathering, was=was, to=to)
    gathering.state = to
    if to == State.PLANNED:
        gathering.is_public = False
    gathering.save(update_fields=["state", "is_public"])
    journal.record(f"events.gathering_{to}", gathering, actor=acting_user, was=was)
    return gathering

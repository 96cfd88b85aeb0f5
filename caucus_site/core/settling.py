"""What a person decides about an errand or a letter that waits for one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as __

from caucus_site.core import doorbell, errands, journal, post
from caucus_site.core.models import Errand, Message


@transaction.atomic
def try_again(errand: Errand, *, acting_user: Any) -> None:
    """Have a parked errand run as if it were new."""
    _locked(errand, Errand.State.PARKED)
    Errand.objects.filter(pk=errand.pk).update(state=Errand.State.WAITING, attempts=0, deaths=0, not_before=Now())
    doorbell.ring(errands.TASK)
    journal.record("core.errand_tried_again", actor=acting_user, errand=errand.pk, name=errand.name)


@transaction.atomic
def give_up(errand: Errand, *, acting_user: Any) -> None:
    """Leave a parked errand undone for good."""
    _locked(errand, Errand.State.PARKED)
    Errand.objects.filter(pk=errand.pk).update(state=Errand.State.GIVEN_UP)
    journal.record("core.errand_given_up", actor=acting_user, errand=errand.pk, name=errand.name)


@transaction.atomic
def send_again(letter: Message, *, acting_user: Any) -> None:
    """Send a failed letter, or one in doubt that did not arrive; its Message-ID stays."""
    locked = _locked(letter, Message.State.FAILED, Message.State.DOUBTFUL)
    if locked.emptied_at is not None:
        raise ValidationError(__("What it said has been forgotten since, so it cannot be sent again."), code="emptied")
    Message.objects.filter(pk=letter.pk).update(
        state=Message.State.PLANNED, reason="", refusals=0, losses=0, not_before=Now()
    )
    doorbell.ring(post.TASK)
    journal.record("core.letter_sent_again", letter, actor=acting_user)


@transaction.atomic
def arrived(letter: Message, *, acting_user: Any) -> None:
    """Settle a doubt: it was received."""
    _locked(letter, Message.State.DOUBTFUL)
    Message.objects.filter(pk=letter.pk).update(
        state=Message.State.SENT, sent_at=Now(), reason=__("It arrived, as somebody found out.")
    )
    journal.record("core.letter_arrived", letter, actor=acting_user)


@transaction.atomic
def drop(letter: Message, *, acting_user: Any) -> None:
    """Leave a failed letter, or one in doubt, at that."""
    locked = _locked(letter, Message.State.FAILED, Message.State.DOUBTFUL)
    post.suppress(letter, __("Given up. %s") % locked.reason)
    journal.record("core.letter_given_up", letter, actor=acting_user)


def _locked(row: Any, *states: models.TextChoices) -> Any:
    """The row as it stands now, if it still waits for somebody to decide."""
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state not in states:
        raise ValidationError(
            __("It is “%(state)s” by now, so there is nothing to decide.") % {"state": locked.get_state_display()},
            code="settled",
        )
    return locked

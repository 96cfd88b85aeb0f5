"""Wanting mail of a purpose, or not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __

from caucus_site.core import journal
from caucus_site.core.models import User
from caucus_site.notifications.models import Preference, Purpose
from caucus_site.notifications.models.preferences import ALWAYS_ON

Door = Preference.Door


def stop(account: Any, purpose: str, *, door: str, acting_user: Any = None) -> Preference:
    """Send the account no more mail of this purpose. Asking twice changes nothing, not even the moment."""
    if purpose == ALWAYS_ON:
        raise ValidationError(
            __("Mail about sign-in and the safety of the account cannot be switched off."), code="always_on"
        )
    return _set(account, purpose, is_on=False, door=door, acting_user=acting_user)


def resume(account: Any, purpose: str, *, door: str, acting_user: Any = None) -> Preference:
    """Send the account mail of this purpose again. Asking twice changes nothing."""
    return _set(account, purpose, is_on=True, door=door, acting_user=acting_user)


def of(account: Any) -> dict[str, bool]:
    """Every purpose, and whether the account gets mail of it."""
    said = dict(Preference.objects.filter(account=account).values_list("purpose", "is_on"))
    return {purpose: said.get(purpose, True) for purpose in Purpose.values}


@transaction.atomic
def _set(account: Any, purpose: str, *, is_on: bool, door: str, acting_user: Any) -> Preference:
    if purpose not in Purpose.values:
        raise ValidationError(
            __("There is no mail of the purpose “%(purpose)s”.") % {"purpose": purpose}, code="no_such_purpose"
        )
    # Two clicks at once take turns at the account, so that the first of them says when.
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    said = Preference.objects.filter(account=account, purpose=purpose).first()
    preference = said or Preference(account=account, purpose=purpose, is_on=True)
    if preference.is_on == is_on:
        return preference
    preference.is_on, preference.since, preference.door = is_on, timezone.now(), door
    preference.save()
    journal.record("notifications.preference_set", account, actor=acting_user, purpose=purpose, is_on=is_on, door=door)
    return preference

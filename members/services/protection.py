"""Protecting people, and ceasing to."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __

from caucus_site.core import journal
from members.models import Level, Person, Protection


@transaction.atomic
def set_level(
    person: Person, level: str, *, acting_user: Any, reason: str = "", until: datetime.date | None = None
) -> Protection | None:
    """Protect the person at this level from now on, in place of any other; `open` lifts the protection.

    The same level and last day again changes nothing.
    """
    if level not in Level.values:
        raise ValidationError(__("“%(level)s” is no level of protection.") % {"level": level}, code="no_such_level")
    Person.objects.select_for_update().get(pk=person.pk)
    present = Protection.objects.filter(person=person, lifted_at__isnull=True).first()
    if present and (present.level, present.until) == (level, until):
        return present
    if present:
        _lift(present, acting_user)
    protection = None
    if level != Level.OPEN:
        protection = Protection(person=person, level=level, set_by=acting_user, reason=reason, until=until)
        protection.full_clean()
        protection.save()
    if present or protection:
        journal.record(
            "members.protection_set",
            person,
            actor=acting_user,
            level=level,
            was=present.level if present else Level.OPEN,
        )
    return protection


@transaction.atomic
def lift(protection: Protection, *, acting_user: Any) -> Protection:
    """End a protection; lifting it twice changes nothing."""
    protection = Protection.objects.select_for_update().get(pk=protection.pk)
    if protection.lifted_at is None:
        _lift(protection, acting_user)
        journal.record(
            "members.protection_set", protection.person, actor=acting_user, level=Level.OPEN, was=protection.level
        )
    return protection


def _lift(protection: Protection, acting_user: Any) -> None:
    protection.lifted_by, protection.lifted_at = acting_user, timezone.now()
    protection.save()

"""Whose mail is stopped because others may be reading it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from members.models import Incident, Level, Person, Protection, StandingEvent

Kind = StandingEvent.Kind


def paused_among(account_ids: Iterable[int]) -> set[int]:
    """The accounts that are treated as seized, in one query.

    Their person is locked, or detained: by a standing event with no release after it, or by an incident that is not
    closed. Who asks learns that mail is paused, never why: an incident is known to its compartment alone.
    """
    day = timezone.localdate()
    this_person: dict[str, Any] = {"person": OuterRef("pk")}
    locked = Protection.objects.active_on(day).filter(**this_person, level=Level.LOCKED)
    held = Incident.objects.open_matters().filter(**this_person, kind=Incident.Kind.DETENTION)
    turns = (
        StandingEvent.objects.filter(**this_person, kind__in=[Kind.DETAINED, Kind.RELEASED])
        .filter(Q(until_on__isnull=True) | Q(until_on_latest__gte=day))
        .order_by(F("happened_on_earliest").desc(nulls_last=True), "-pk")
    )
    people = Person.objects.filter(account__in=set(account_ids)).annotate(last_turn=Subquery(turns.values("kind")[:1]))
    stopped = people.filter(Exists(locked) | Exists(held) | Q(last_turn=Kind.DETAINED))
    return set(stopped.values_list("account", flat=True))

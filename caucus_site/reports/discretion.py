"""What a letter may not name. At the desk the reader is signed in; a letter lies in a mailbox, readable by others."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Self

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import now

from advocacy.models import Statement
from events.models import FactFindingMission
from members.models import Level, Person, PersonName, Protection

# No transaction takes so long.
BEING_STORED = datetime.timedelta(minutes=10)
UNNAMED = frozenset({Level.HIDDEN, Level.LOCKED})


@dataclass(frozen=True)
class Discretion:
    """Who is in danger on a day, by key and by every name on record.

    A record is named in a letter unless it concerns somebody hidden or locked, its words hold a name of theirs, or it
    is a mission before its publication or an unpublished statement about an incident: where people are and will be,
    and what was done to them, is for signed-in eyes.
    """

    people: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    is_needed: bool = False

    @classmethod
    def of_letters(cls, day: datetime.date) -> Self:
        """Three queries, whoever the letters are for."""
        return cls._of(Protection.objects.active_on(day))

    @classmethod
    def of_those_protected_after(cls, moment: datetime.datetime) -> Self:
        """For a letter that was written at the moment, and knew of all the others but those just being stored."""
        return cls._of(Protection.objects.filter(lifted_at__isnull=True, updated_at__gte=moment - BEING_STORED))

    @classmethod
    def _of(cls, protections: QuerySet[Protection]) -> Self:
        people = frozenset(protections.filter(level__in=sorted(UNNAMED)).values_list("person", flat=True))
        written = chain(
            Person.objects.filter(pk__in=people).values_list("name", flat=True),
            PersonName.objects.filter(person__in=people).values_list("text", flat=True),
        )
        return cls(people, tuple({folded for name in written if (folded := _folded(name))}), is_needed=True)

    def may_name(self, row: Any, *words: Any) -> bool:
        if not self.is_needed:
            return True
        if isinstance(row, models.Model) and (_is_confidential(row) or self.people & set(_people_of(row))):
            return False
        text = _folded(" ".join(map(str, words)))
        return not any(_holds(text, name) for name in self.names)


AT_THE_DESK = Discretion()


def _is_confidential(row: models.Model) -> bool:
    if isinstance(row, FactFindingMission):
        return not row.is_public or (row.published_at is not None and row.published_at > now())
    if isinstance(row, Statement):
        return row.incident_id is not None and row.issued_on is None
    return False


def _people_of(row: models.Model) -> list[int]:
    keys = [getattr(row, column) for column in _columns_of_people(type(row))]
    return [key for key in keys if key is not None]


@lru_cache(maxsize=100)
def _columns_of_people(model: type[models.Model]) -> tuple[str, ...]:
    own = ("pk",) if model is Person else ()
    links = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return own + tuple(link.attname for link in links if link.related_model is Person)


def _holds(text: str, name: str) -> bool:
    """Latin names as whole words, so that Su is not found in every Sunday; others wherever they stand."""
    return f" {name} " in f" {text} " if name.isascii() else name in text


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))

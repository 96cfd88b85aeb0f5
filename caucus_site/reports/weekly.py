"""The secretariat's weekly report: what changed, what needs a hand, what comes; as one reader may see it now."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import Role
from caucus_site.core.models import User
from caucus_site.core.principals import Principal
from caucus_site.reports import agenda, changes
from caucus_site.reports.changes import News, Stretch
from caucus_site.reports.discretion import AT_THE_DESK, Discretion
from caucus_site.reports.sections import Section
from caucus_site.reports.worklists import WORKLISTS, Worklist

# What the first report covers, since there is none before it.
FIRST_COVERS = datetime.timedelta(days=7)
FIRST_OF_A_WORKLIST = 6
SHOWN_IN_LETTERS, TO_COME_IN_LETTERS, SHOWN_AT_THE_DESK = 6, 12, 25


@dataclass(frozen=True)
class Report:
    """What one reader is told of one stretch of time."""

    stretch: Stretch
    zone: str
    changes: list[Section]
    confidential: int
    worklists: list[Section]
    coming: Section

    @property
    def changed(self) -> int:
        return sum(section.count for section in self.changes) + self.confidential

    @property
    def waiting(self) -> int:
        return sum(section.count for section in self.worklists)

    @property
    def versions(self) -> dict[str, dict[str, int]]:
        """The records that are named in it, and which version of each was read."""
        read: dict[str, dict[str, int]] = {}
        for section in [*self.changes, *self.worklists, self.coming]:
            for model, rows in section.versions.items():
                read.setdefault(model, {}).update(rows)
        return read


def readers() -> QuerySet[User]:
    """Whom it is for: the staff of the secretariat, as they are at the moment of asking."""
    return User.objects.filter(role=Role.SECRETARIAT, is_active=True).order_by("email")


def is_for(who: Any) -> bool:
    return Principal.of(who).is_secretariat


def for_letter(reader: User, told: News, discretion: Discretion) -> Report:
    return _compose(reader, told, discretion, SHOWN_IN_LETTERS, to_come=TO_COME_IN_LETTERS)


def for_desk(reader: User, told: News) -> Report:
    return _compose(reader, told, AT_THE_DESK, SHOWN_AT_THE_DESK, to_come=SHOWN_AT_THE_DESK)


@contextmanager
def as_read_by(reader: User) -> Iterator[None]:
    """Days, hours and words as the reader has them; an entry that is none is no reason to write no letter."""
    try:
        check_codes(time_zone=reader.time_zone, language=reader.language)
        zone, language = reader.time_zone, reader.language
    except ValidationError:
        zone, language = "", ""
    clock = timezone.override(ZoneInfo(zone or settings.CAUCUS_TIME_ZONE))
    with clock, translation.override(language or settings.LANGUAGE_CODE):
        yield


def _compose(reader: User, told: News, discretion: Discretion, shown: int, *, to_come: int) -> Report:
    """A number of queries set by the kinds of records, not by how many there are."""
    principal = Principal.of(reader)
    return Report(
        stretch=told.stretch,
        zone=timezone.get_current_timezone_name(),
        changes=list(changes.sections(told, principal, discretion, shown)),
        confidential=changes.confidential(told, principal),
        worklists=[_section(worklist, principal, discretion) for worklist in WORKLISTS if worklist.is_for(principal)],
        coming=agenda.coming(principal, discretion, to_come),
    )


def _section(worklist: Worklist, reader: Principal, discretion: Discretion) -> Section:
    rows = worklist.rows(reader)
    address = reverse("worklist", args=[worklist.slug])
    section = Section(worklist.title, worklist.nothing, url=address, whole_url=address, count=rows.count())
    section.name(((row, worklist.item(row, reader.day)) for row in rows[:FIRST_OF_A_WORKLIST]), discretion)
    return section

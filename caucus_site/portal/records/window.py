"""Whether a statement in signature can be signed at a moment, and the words for it: list, banner and panel agree."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as __

from advocacy.models import Statement
from caucus_site.core.codes import zone_of


class Standing(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """The time in which a statement takes signatures, as it stands."""

    statement: Statement
    standing: Standing

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN

    def __str__(self) -> str:
        if self.standing == Standing.NOT_YET:
            opens = by_clock(self.statement.opens_at, self.statement.time_zone)
            return __("Signing opens on %(moment)s") % {"moment": opens}
        return __("Signing is over") if self.standing == Standing.OVER else __("Open for signature")


def window_of(statement: Statement, now: datetime.datetime | None = None) -> Window | None:
    """How signing stands, or None for a statement that is not in signature at all."""
    now = now or timezone.now()
    if statement.state != Statement.State.OPEN:
        return None
    if statement.takes_signatures_at(now):
        return Window(statement, Standing.OPEN)
    is_ahead = statement.opens_at is not None and now < statement.opens_at
    return Window(statement, Standing.NOT_YET if is_ahead else Standing.OVER)


def by_clock(at: datetime.datetime | None, zone: str) -> str:
    """The moment by the clock of the zone, with its name."""
    return f"{date_format(at.astimezone(zone_of(zone)), 'j F Y, H:i')} ({zone})" if at else ""

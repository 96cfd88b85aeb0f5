"""When a report is due: a timetable, and slots that are each run once."""

import datetime
import re
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as __

from caucus_site.core.codes import check_time_zone

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AT = re.compile(r"([a-z]{3})[a-z]* +([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
WEEK = re.compile(r"(\d{4})-W(\d{2})(?:-([1-7])T(\d{2}:\d{2}))?", re.ASCII)


class NotASlot(ValueError):
    """The text names no slot; the message says how to write one."""


@dataclass(frozen=True)
class Slot:
    """One moment at which a report is due, named in ISO's week dates: 2026-W48-1T07:00 is a Monday.

    Weekday and hour are part of the name: whoever sets the timetable to another hour wants the report then too.
    """

    name: str
    due_at: datetime.datetime


@dataclass(frozen=True)
class Weekly:
    """Once a week, on a weekday at an hour of the secretariat's clock."""

    weekday: int
    time: datetime.time
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, zone: str) -> Self:
        match = AT.fullmatch(text.strip().lower())
        if not match or match[1] not in WEEKDAYS:
            raise ImproperlyConfigured(
                f"CAUCUS_WEEKLY_REPORT_AT is “{text}”. Write a weekday and an hour of 24, such as “mon 07:00”."
            )
        return cls(WEEKDAYS.index(match[1]) + 1, datetime.time(int(match[2]), int(match[3])), _zone(zone))

    def last_due(self, moment: datetime.datetime) -> Slot:
        """The newest slot that is not still to come."""
        local = moment.astimezone(self.zone)
        slot = self.in_week(*local.isocalendar()[:2])
        return slot if slot.due_at <= moment else self.in_week(*(local - datetime.timedelta(days=7)).isocalendar()[:2])

    def in_week(self, year: int, week: int) -> Slot:
        day = datetime.date.fromisocalendar(year, week, self.weekday)
        name = f"{year:04}-W{week:02}-{self.weekday}T{self.time:%H:%M}"
        return Slot(name, datetime.datetime.combine(day, self.time, self.zone))

    def named(self, text: str) -> Slot:
        """The slot of a week (2026-W48) by this timetable, or the one whose whole name is given."""
        match = WEEK.fullmatch(text.strip().upper())
        refusal = NotASlot(__("“%(text)s” is not a week of the calendar. Write it as in 2026-W48.") % {"text": text})
        if not match:
            raise refusal
        year, week = int(match[1]), int(match[2])
        try:
            if match[3] is None:
                return self.in_week(year, week)
            return type(self)(int(match[3]), datetime.time.fromisoformat(match[4]), self.zone).in_week(year, week)
        except ValueError:
            raise refusal from None


def weekly() -> Weekly:
    return Weekly.parse(settings.CAUCUS_WEEKLY_REPORT_AT, settings.CAUCUS_TIME_ZONE)


def _zone(name: str) -> ZoneInfo:
    try:
        check_time_zone(name)
    except ValidationError:
        raise ImproperlyConfigured(
            f"CAUCUS_TIME_ZONE is “{name}”, which is not a time zone. Write region and city as in Asia/Bangkok."
        ) from None
    return ZoneInfo(name)

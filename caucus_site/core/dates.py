"""Days that are known only as far as they are known: a year, a month, "about 1980".

The notation is EDTF, the Library of Congress's profile of ISO 8601, in the part that a caucus meets: a year, a month
or a day, a decade (`201X`) or century (`19XX`), each with `?` (uncertain), `~` (about) or `%` (both). The database
functions `edtf_earliest` and `edtf_latest` (core's first migration) read the same part and must agree with this module.
"""

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

EDTF = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)", re.ASCII)

MONTH_NUMBERS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
# No date is longer in words; “about about about …” would be taken apart for as long as it goes on.
LONGEST = 40
ABOUT = re.compile(r"^(?:(?:about|around|circa|ca|c)\s+|ca?\.\s*|~\s*)(.*)$", re.IGNORECASE)
DAY_MONTH_YEAR = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([^\W\d]+)\.?,?[\s-]+(\d{4})$")
MONTH_DAY_YEAR = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
MONTH_YEAR = re.compile(r"^([^\W\d]+)\.?,?[\s-]+(\d{4})$")
NUMBERS = re.compile(r"^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})$")
MONTH_SLASH_YEAR = re.compile(r"^(\d{1,2})/(\d{4})$")
YEAR_MONTH = re.compile(r"^(\d{4})[/.-](\d{1,2})$")
DECADE = re.compile(r"^(\d{3})0s$")


class NotAPartialDate(ValueError):
    """The text names no day, month or year; the message says how to write one."""


@dataclass(frozen=True)
class PartialDate:
    """A day, month, year or decade, with the first and last day that it can mean.

    Two are equal when they say the same to the same precision: 2011-05 is not 2011-05-01.
    """

    edtf: str
    earliest: datetime.date
    latest: datetime.date

    def __str__(self) -> str:
        return _in_words(self.edtf)

    @property
    def is_whole_day(self) -> bool:
        return self.earliest == self.latest

    @classmethod
    def from_edtf(cls, text: str) -> "PartialDate":
        """Read EDTF and nothing else: what the database, data files and the API hold."""
        return _from_edtf(text)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read what people write, in any digits: `2007`, `May 2011`, `14 Apr 2014`, `14/04/2014`, `about 1980`, EDTF.

        Numbers that could be two different days (`03/04/2014`) are refused with both readings: a wrong day is
        worse than a second try.
        """
        digits = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
        words = " ".join(digits.split())
        if len(words) > LONGEST:
            raise _no_date(f"{words[:LONGEST]}…")
        return _from_edtf(_to_edtf(words))

    @classmethod
    def of_day(cls, day: datetime.date) -> "PartialDate":
        return cls(day.isoformat(), day, day)


@lru_cache(maxsize=20_000)
def _from_edtf(text: str) -> PartialDate:
    match = EDTF.fullmatch(text)
    if not match:
        raise NotAPartialDate(
            _("“%(text)s” is not a year, month or day in EDTF, such as 2007, 2011-05 or 2014-04-14.") % {"text": text}
        )
    year, month, day, _qualifier = match.groups()
    try:
        if month is None:
            return PartialDate(
                text,
                datetime.date(int(year.replace("X", "0")), 1, 1),
                datetime.date(int(year.replace("X", "9")), 12, 31),
            )
        if "X" in year:
            raise NotAPartialDate(
                _("“%(text)s” names a month of an unknown year; leave the month out.") % {"text": text}
            )
        if day is None:
            first = datetime.date(int(year), int(month), 1)
            return PartialDate(text, first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
        whole_day = datetime.date(int(year), int(month), int(day))
        return PartialDate(text, whole_day, whole_day)
    except ValueError as error:
        if isinstance(error, NotAPartialDate):
            raise
        raise NotAPartialDate(_("“%(text)s” is not a day of the calendar.") % {"text": text}) from None


def _to_edtf(text: str) -> str:
    if EDTF.fullmatch(text):
        return text
    if about := ABOUT.match(text):
        edtf = _to_edtf(about[1])
        return f"{edtf[:-1]}%" if edtf[-1] in "?%" else f"{edtf.removesuffix('~')}~"
    if decade := DECADE.match(text):
        return f"{decade[1]}X"
    if words := DAY_MONTH_YEAR.match(text):
        return f"{words[3]}-{_month(words[2]):02}-{int(words[1]):02}"
    if words := MONTH_DAY_YEAR.match(text):
        return f"{words[3]}-{_month(words[1]):02}-{int(words[2]):02}"
    if words := MONTH_YEAR.match(text):
        return f"{words[2]}-{_month(words[1]):02}"
    if numbers := MONTH_SLASH_YEAR.match(text):
        return f"{numbers[2]}-{int(numbers[1]):02}"
    if numbers := YEAR_MONTH.match(text):
        return f"{numbers[1]}-{int(numbers[2]):02}"
    if numbers := NUMBERS.match(text):
        return _numeric(text, *numbers.groups())
    raise _no_date(text)


def _no_date(text: str) -> NotAPartialDate:
    return NotAPartialDate(
        _("“%(text)s” is not a date. Write a year (2007), a month (May 2011) or a day (14 Apr 2014).") % {"text": text}
    )


def _month(word: str) -> int:
    local_names = {str(name).lower(): number for number, name in MONTHS.items()}
    number = MONTH_NUMBERS.get(word.lower()) or local_names.get(word.lower())
    if number is None:
        raise NotAPartialDate(_("“%(word)s” is not the name of a month.") % {"word": word})
    return number


def _numeric(text: str, first: str, middle: str, last: str) -> str:
    if len(first) == 4:
        return f"{first}-{int(middle):02}-{int(last):02}"
    if len(last) != 4:
        raise NotAPartialDate(_("“%(text)s” has no year of four digits.") % {"text": text})
    day, month = int(first), int(middle)
    if day <= 12 and month <= 12 and day != month:
        readings = [_in_words(f"{last}-{m:02}-{d:02}") for d, m in ((day, month), (month, day))]
        raise NotAPartialDate(
            _("“%(text)s” can mean %(one)s or %(other)s. Write the month as a word.")
            % {"text": text, "one": readings[0], "other": readings[1]}
        )
    if month > 12:
        day, month = month, day
    return f"{last}-{month:02}-{day:02}"


def _in_words(edtf: str) -> str:
    match = EDTF.fullmatch(edtf)
    if not match:
        return edtf
    year, month, day, qualifier = match.groups()
    if day:
        words = date_format(datetime.date(int(year), int(month), int(day)), "j F Y")
    elif month:
        words = f"{MONTHS[int(month)]} {year}"
    elif year.endswith("XX"):
        words = f"{year[:2]}00–{year[:2]}99"
    elif year.endswith("X"):
        words = _("%(decade)ss") % {"decade": year.replace("X", "0")}
    else:
        words = year
    if qualifier in ("~", "%"):
        words = _("about %(date)s") % {"date": words}
    if qualifier in ("?", "%"):
        words = _("%(date)s (uncertain)") % {"date": words}
    return words

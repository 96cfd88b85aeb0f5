"""What the tests of reports have in common: days around today, and reports as one account reads them."""

import datetime

from django.urls import reverse
from django.utils import timezone

from caucus_site.core import journal
from caucus_site.core.dates import PartialDate
from caucus_site.reports import changes, letters, weekly
from caucus_site.reports.changes import Stretch
from caucus_site.reports.discretion import Discretion

AN_HOUR = datetime.timedelta(hours=1)


def in_days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def day(number):
    return PartialDate.of_day(in_days(number))


def everything():
    """All of the journal, as the news of one week."""
    until = timezone.now() + AN_HOUR
    return Stretch(0, journal.head().position, until - datetime.timedelta(days=7), until)


def at_the_desk(account, stretch=None):
    with weekly.as_read_by(account):
        return weekly.for_desk(account, changes.news(stretch or everything()))


def in_a_letter(account, stretch=None):
    with weekly.as_read_by(account):
        return weekly.for_letter(
            account, changes.news(stretch or everything()), Discretion.of_letters(timezone.localdate())
        )


def letter_to(account, stretch=None):
    with weekly.as_read_by(account):
        return letters.write(in_a_letter(account, stretch), reverse("weekly_report"))


def in_words(section):
    """A section as people would tell it: title, how many, of which kinds, and its lines."""
    return (
        str(section.title),
        section.count,
        [(str(label), number) for label, number in section.figures],
        [(line.name, line.matter) for line in section.lines],
    )


def told(account, stretch=None):
    return [in_words(section) for section in at_the_desk(account, stretch).changes]

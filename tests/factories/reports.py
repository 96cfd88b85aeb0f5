"""The smallest valid traces of reports."""

import datetime

import factory
from factory.django import DjangoModelFactory

from caucus_site.reports import models
from caucus_site.reports.slots import Weekly


class ReportRunFactory(DjangoModelFactory):
    """A written report of the next week each time, on Mondays at seven."""

    class Meta:
        model = models.ReportRun

    class Params:
        week = factory.Sequence(lambda n: Weekly.parse("mon 07:00", "UTC").in_week(2030 + n // 50, n % 50 + 1))

    report = models.ReportRun.Report.WEEKLY
    slot = factory.LazyAttribute(lambda run: run.week.name)
    due_at = factory.LazyAttribute(lambda run: run.week.due_at)
    state = models.ReportRun.State.WRITTEN
    trigger = models.ReportRun.Trigger.TIMETABLE
    covers_until = factory.LazyAttribute(lambda run: run.due_at)
    covers_since = factory.LazyAttribute(lambda run: run.due_at - datetime.timedelta(days=7))
    after_entry = 0
    up_to_entry = 0
    finished_at = factory.LazyAttribute(lambda run: run.due_at)

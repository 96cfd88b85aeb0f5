"""Traces of reports that were written: for which slot, of what time, for how many, and what went wrong."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.models import Record, RecordQuerySet


class ReportRunQuerySet(RecordQuerySet):
    def written(self) -> Self:
        return self.filter(state=ReportRun.State.WRITTEN)

    def of_slots(self) -> Self:
        """Those that the timetable asks for, without further editions."""
        return self.filter(edition=1)

    def waiting_for_a_person(self) -> Self:
        """Given up, and none of the kind was written since."""
        later = ReportRun.objects.written().of_slots().filter(report=OuterRef("report"), due_at__gt=OuterRef("due_at"))
        return self.filter(~Exists(later), state=ReportRun.State.STOPPED)


@history.tracked
class ReportRun(Record):
    """One report, written once for one slot of its timetable. Its letters are in the ledger, each under its run.

    The first edition belongs to the timetable and begins where the last one ended; whatever is sent beyond that, to
    one reader or to all again, is a further edition.
    """

    class Report(models.TextChoices):
        WEEKLY = "weekly", _("The secretariat's weekly report")

    class State(models.TextChoices):
        BEGUN = "begun", _("Begun")
        WRITTEN = "written", _("Written")
        FAILED = "failed", _("Failed, and tried again")
        STOPPED = "stopped", _("Given up: needs a hand")

    class Trigger(models.TextChoices):
        TIMETABLE = "timetable", _("By the timetable")
        COMMAND = "command", _("At the command line")
        DESK = "desk", _("At the desk")

    report = models.CharField(_("report"), max_length=20, choices=Report.choices)
    slot = models.CharField(_("slot"), max_length=20, help_text=_("Week, day and hour: 2026-W48-1T07:00."))
    edition = models.PositiveSmallIntegerField(
        _("edition"), default=1, help_text=_("1 is the timetable's own; others were asked for by somebody.")
    )
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BEGUN)
    trigger = models.CharField(_("asked for"), max_length=10, choices=Trigger.choices)
    triggered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_asked_for",
        verbose_name=_("asked for by"),
    )
    covers_since = models.DateTimeField(_("covers from"), null=True, blank=True)
    covers_until = models.DateTimeField(_("covers until"), null=True, blank=True)
    after_entry = models.PositiveBigIntegerField(_("after journal entry"), null=True, blank=True)
    up_to_entry = models.PositiveBigIntegerField(_("up to journal entry"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), db_default=Now())
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    letters = models.PositiveIntegerField(_("letters"), default=0)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    trouble = models.CharField(_("what went wrong last"), max_length=100, blank=True)
    # Which version of which record was named to somebody. Sealed, since not everybody may know of each of them.
    versions = EncryptedTextField(_("versions of the records named"), blank=True)

    objects: Any = ReportRunQuerySet.as_manager()

    data_class = DataClass.AUDIT

    class Meta(Record.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "slot", "edition"], name="a_slot_of_a_report_is_run_once"),
            models.CheckConstraint(
                name="a_written_report_says_what_it_covers",
                condition=~Q(state="written")
                | Q(
                    covers_since__isnull=False,
                    covers_until__isnull=False,
                    after_entry__isnull=False,
                    up_to_entry__isnull=False,
                    finished_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_report_display()}, {self.slot}" + (f" ({self.edition})" if self.edition > 1 else "")

"""The outbox: what is to be done, written down in the transaction of its cause."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from caucus_site.core import occasions
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models.record import RecordQuerySet


class ErrandQuerySet(RecordQuerySet):
    def due(self) -> Self:
        return self.filter(state=Errand.State.WAITING, not_before__lte=Now())

    def parked(self) -> Self:
        return self.filter(state=Errand.State.PARKED)

    def overdue(self, by: datetime.timedelta) -> Self:
        """Due for so long that the worker does not seem to run."""
        return self.filter(state=Errand.State.WAITING, not_before__lte=Now() - by)


class Errand(models.Model):
    """One thing to be done once, after the transaction that caused it.

    No record: it states no fact about the caucus, and its history is its own columns.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked: needs a hand")
        GIVEN_UP = "given_up", _("Given up")

    name = models.CharField(_("errand"), max_length=80)
    # Not a foreign key: the errand may be about any record, and about one that is gone by the time it is run.
    subject_id = models.UUIDField(_("record"), null=True, blank=True)
    slot = models.CharField(_("slot"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    deaths = models.PositiveSmallIntegerField(
        _("deaths"), default=0, help_text=_("How often the worker began it and was gone before the end.")
    )
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    last_error = models.CharField(_("what went wrong last"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects: Any = ErrandQuerySet.as_manager()

    data_class = DataClass.AUDIT

    class Meta:
        verbose_name = _("errand")
        verbose_name_plural = _("errands")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "subject_id", "slot"], name="an_errand_is_run_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="an_errand_is_done_at_a_moment",
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done"),
            ),
        ]
        indexes = [
            # The sweeper asks every few seconds, and almost every errand is done.
            models.Index(fields=["not_before"], name="errands_waiting", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="errands_parked", condition=Q(state="parked")),
        ]

    def __str__(self) -> str:
        return occasions.in_words(self.name)

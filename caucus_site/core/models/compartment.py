"""Compartments: named readers of matter that no role opens."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models.record import Record, RecordQuerySet
from caucus_site.core.principals import Principal


class CompartmentQuerySet(RecordQuerySet):
    def readable_by(self, who: Any) -> Self:
        """Those that name the account as a reader on the principal's day. An expired one is readable by nobody."""
        principal = Principal.of(who)
        if not principal.is_signed_in:
            return self.none()
        named = CompartmentReader.objects.filter(compartment=OuterRef("pk"), reader=principal.user_id).filter(
            Q(until__isnull=True) | Q(until__gte=principal.day)
        )
        return self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=principal.day)).filter(Exists(named))

    def visible_to(self, who: Any) -> Self:
        return self.readable_by(who)


@history.tracked
class Compartment(Record):
    """A closed circle of readers for one purpose: a mission's testimony, a member's safety, a referred case."""

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_("A code that tells an outsider nothing; it appears in logs."),
    )
    purpose = models.TextField(_("purpose"), blank=True)
    closes_on = models.DateField(
        _("closes on"),
        null=True,
        blank=True,
        help_text=_("After this day nobody reads it until a reader is named anew."),
    )

    objects = CompartmentQuerySet.as_manager()

    data_class = DataClass.SECURITY

    class Meta(Record.Meta):
        verbose_name = _("compartment")
        verbose_name_plural = _("compartments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CompartmentedQuerySet(RecordQuerySet):
    """For records with a `compartment` foreign key: its readers see them, nobody else does."""

    def visible_to(self, who: Any) -> Self:
        return self.filter(compartment__in=Compartment.objects.readable_by(who))


@history.tracked
class CompartmentReader(Record):
    """One account that reads one compartment, until a day."""

    compartment = models.ForeignKey(Compartment, models.CASCADE, related_name="readers", verbose_name=_("compartment"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="compartments_read", verbose_name=_("reader")
    )
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CompartmentedQuerySet.as_manager()

    data_class = DataClass.SECURITY

    class Meta(Record.Meta):
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        constraints = [
            models.UniqueConstraint(
                fields=["compartment", "reader"],
                name="a_reader_is_named_once",
                violation_error_message=_("This account already reads the compartment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.compartment}: {self.reader_id}"

"""How a person is kept safe: the level of protection, and the incidents that gave cause for it."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Duty, Right
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Compartment, CompartmentedQuerySet, Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from members.models.countries import Country


class Level(models.TextChoices):
    OPEN = "open", _("Open: the public profile is public")
    GUARDED = "guarded", _("Guarded: seen inside the caucus only")
    HIDDEN = "hidden", _("Hidden: seen by the secretariat only")
    LOCKED = "locked", _("Locked: seen by case officers only")


class ProtectionQuerySet(RecordQuerySet):
    def active_on(self, day: datetime.date) -> Self:
        return self.filter(lifted_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gte=day))

    def visible_to(self, who: Any) -> Self:
        """Case officers see all, other secretariat all but the locked, everybody their own."""
        principal = Principal.of(who)
        if not principal.is_signed_in:
            return self.none()
        own = Q(person__account=principal.user_id)
        if not principal.may(Right.READ, DataClass.SECURITY):
            return self.filter(own)
        if Duty.CASES in principal.duties:
            return self.all()
        return self.filter(own | ~Q(level=Level.LOCKED))


@history.tracked
class Protection(Record):
    """The level at which a person is protected, until it is lifted or its last day has passed.

    A person without one is open. It holds from the moment it is stored.
    """

    person = models.ForeignKey("members.Person", models.CASCADE, related_name="protections", verbose_name=_("person"))
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=Level.choices,
        help_text=_("Takes effect at once, everywhere. A locked person is then seen by case officers only."),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="protections_set",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set at"), default=timezone.now)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: until somebody lifts it.")
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="protections_lifted",
        verbose_name=_("lifted by"),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    reason = EncryptedTextField(_("reason"), blank=True)

    objects = ProtectionQuerySet.as_manager()

    data_class = DataClass.SECURITY

    class Meta(Record.Meta):
        verbose_name = _("protection")
        verbose_name_plural = _("protections")
        ordering = ["-set_at"]
        indexes = [
            models.Index(fields=["person", "level"], condition=Q(lifted_at__isnull=True), name="protection_in_force")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at__isnull=True),
                name="one_protection_of_a_person_at_a_time",
                violation_error_message=_("This person is already protected. Lift or change that protection."),
            ),
            models.CheckConstraint(
                name="a_protection_is_lifted_after_it_is_set",
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=models.F("set_at")),
                violation_error_message=_("A protection is lifted after it was set."),
            ),
        ]

    def __str__(self) -> str:
        return __("Protection %(number)s") % {"number": self.pk}

    def clean(self) -> None:
        super().clean()
        if self.lifted_at is None and self.person_id:
            others = Protection.objects.filter(person=self.person_id, lifted_at__isnull=True).exclude(pk=self.pk)
            if others.exists():
                raise ValidationError(
                    {"person": __("This person is already protected. Change or lift that protection instead.")}
                )


class IncidentQuerySet(CompartmentedQuerySet):
    def open_matters(self) -> Self:
        return self.exclude(status=Incident.Status.CLOSED)


@history.tracked
class Incident(Record):
    """What was done to a person because of their work. Only its compartment's readers know that it exists."""

    class Kind(models.TextChoices):
        THREAT = "threat", _("Threat")
        CHARGE = "charge", _("Charge or prosecution")
        DETENTION = "detention", _("Detention")
        EXILE = "exile", _("Flight or exile")
        BAN = "ban", _("Ban or loss of rights")
        HARASSMENT = "harassment", _("Harassment")
        SURVEILLANCE = "surveillance", _("Surveillance")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported")
        CONFIRMED = "confirmed", _("Confirmed")
        FOLLOWED = "followed", _("Being followed")
        CLOSED = "closed", _("Closed")

    compartment = models.ForeignKey(
        Compartment,
        models.PROTECT,
        related_name="incidents",
        verbose_name=_("compartment"),
        help_text=_("Its named readers, and nobody else, see this incident."),
    )
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="incidents", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    place = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("country")
    )
    description = EncryptedTextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.REPORTED)

    objects = IncidentQuerySet.as_manager()

    data_class = DataClass.SECURITY

    class Meta(Record.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-pk"]
        constraints = [*dates_are_real("happened_on")]

    def __str__(self) -> str:
        return __("Incident %(number)s") % {"number": self.pk}

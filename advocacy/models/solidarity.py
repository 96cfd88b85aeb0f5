"""Standing by a member under threat: from incident to appeal to release, in a closed circle."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import CompartmentedQuerySet, Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal


class SolidarityCaseQuerySet(CompartmentedQuerySet):
    def unresolved(self) -> Self:
        return self.exclude(state__in=[SolidarityCase.State.RESOLVED, SolidarityCase.State.CLOSED])


@history.tracked
class SolidarityCase(Record):
    """What the caucus does for one threatened person. Outside its compartment it is a code."""

    class State(models.TextChoices):
        WATCHING = "watching", _("Watching")
        ACTING = "acting", _("Acting")
        APPEALED = "appealed", _("Appeal issued")
        RESOLVED = "resolved", _("Resolved: free or safe")
        CLOSED = "closed", _("Closed")

    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        related_name="solidarity_cases",
        verbose_name=_("compartment"),
        help_text=_("Only its named readers see this record."),
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("How it is spoken of outside; it must tell nothing: S-2019-03."),
    )
    person = models.ForeignKey(
        "members.Person", models.PROTECT, related_name="solidarity_cases", verbose_name=_("person")
    )
    incident = models.ForeignKey(
        "members.Incident",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="solidarity_cases",
        verbose_name=_("incident"),
    )
    statement = models.ForeignKey(
        "advocacy.Statement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="solidarity_cases",
        verbose_name=_("appeal"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WATCHING)
    opened_on = PartialDateField(_("opened on"))
    opened_on_earliest = earliest_day("opened_on")
    opened_on_latest = latest_day("opened_on")
    closed_on = PartialDateField(_("closed on"), null=True, blank=True)
    closed_on_earliest = earliest_day("closed_on")
    closed_on_latest = latest_day("closed_on")
    aim = EncryptedTextField(_("aim"), blank=True, help_text=_("Sealed."))
    outcome = EncryptedTextField(_("outcome"), blank=True, help_text=_("Sealed."))

    objects = SolidarityCaseQuerySet.as_manager()

    data_class = DataClass.CASE

    class Meta(Record.Meta):
        verbose_name = _("solidarity case")
        verbose_name_plural = _("solidarity cases")
        ordering = ["-pk"]
        constraints = [
            *dates_are_real("opened_on", "closed_on"),
            models.CheckConstraint(
                name="a_case_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(opened_on_earliest__lte=F("closed_on_latest")),
                violation_error_message=_("A case cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        if self.opened_on and self.closed_on and self.opened_on.earliest > self.closed_on.latest:
            raise ValidationError(
                {
                    "closed_on": __("It closes (%(end)s) before it opens (%(begin)s). Correct one of the two.")
                    % {"end": self.closed_on, "begin": self.opened_on}
                }
            )


class SolidarityStepQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self.filter(case__in=SolidarityCase.objects.visible_to(Principal.of(who)))


@history.tracked
class SolidarityStep(Record):
    """One thing done for the person: who did what when."""

    case = models.ForeignKey(SolidarityCase, models.CASCADE, related_name="steps", verbose_name=_("case"))
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    what = EncryptedTextField(_("what was done"), help_text=_("Sealed."))
    by_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="solidarity_steps",
        verbose_name=_("by (person)"),
    )
    by_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="solidarity_steps",
        verbose_name=_("by (organisation)"),
    )

    objects = SolidarityStepQuerySet.as_manager()

    data_class = DataClass.CASE

    class Meta(Record.Meta):
        verbose_name = _("step of solidarity")
        verbose_name_plural = _("steps of solidarity")
        ordering = ["case", "happened_on_latest", "pk"]
        constraints = [
            *dates_are_real("happened_on"),
            models.CheckConstraint(
                name="a_solidarity_step_is_by_one_actor_at_most",
                condition=Q(by_person__isnull=True) | Q(by_organisation__isnull=True),
                violation_error_message=_("Name the person or the organisation, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.happened_on or __('undated')}"

    def clean(self) -> None:
        super().clean()
        if self.by_person_id and self.by_organisation_id:
            raise ValidationError({"by_organisation": __("Name the person or the organisation, not both. Empty one.")})

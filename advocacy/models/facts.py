"""Figures cited in advocacy, so that each can be followed to its source."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal


class FactQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        if Principal.of(who).may(Right.READ, DataClass.PUBLISHED):
            return self.all()
        return self.filter(is_public=True)


@history.tracked
class Fact(Record):
    """One statement of fact with its figure: “6.89 million migrants within ASEAN”."""

    statement_of_fact = models.CharField(_("statement of fact"), max_length=500)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True, help_text=_("people, per cent, US$"))
    is_approximate = models.BooleanField(_("approximate"), default=False)
    as_of = PartialDateField(_("as of"), null=True, blank=True)
    as_of_earliest = earliest_day("as_of")
    as_of_latest = latest_day("as_of")
    country = models.ForeignKey(
        "members.Country", models.PROTECT, null=True, blank=True, related_name="facts", verbose_name=_("country")
    )
    corridor = models.ForeignKey(
        "members.Corridor", models.PROTECT, null=True, blank=True, related_name="facts", verbose_name=_("corridor")
    )
    is_public = models.BooleanField(_("public"), default=True)
    note = models.TextField(_("note"), blank=True)

    objects = FactQuerySet.as_manager()

    data_class = DataClass.PUBLISHED

    class Meta(Record.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["statement_of_fact", "pk"]
        constraints = [
            *dates_are_real("as_of"),
            models.UniqueConstraint(
                fields=["statement_of_fact", "as_of"],
                nulls_distinct=False,
                name="a_fact_is_stated_once_for_a_day",
                violation_error_message=_("This fact is already recorded for the same day."),
            ),
            models.CheckConstraint(
                name="a_value_has_a_unit",
                condition=Q(value__isnull=True) | ~Q(unit=""),
                violation_error_message=_("A value without a unit says nothing: people, per cent, US$."),
            ),
        ]

    def __str__(self) -> str:
        return self.statement_of_fact

    def clean(self) -> None:
        super().clean()
        if self.value is not None and not self.unit:
            raise ValidationError({"unit": __("Say what is counted: people, per cent, US$.")})

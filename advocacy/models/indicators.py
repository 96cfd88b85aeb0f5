"""What campaigns count, and the readings."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models.campaigns import Campaign
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real


class IndicatorQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        inside = Campaign.objects.worked_on_by(who).values("pk")
        return self.filter(Q(campaign__in=inside) | Q(is_public=True, campaign__is_public=True))


@history.tracked
class Indicator(Record):
    """What a campaign counts."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="indicators", verbose_name=_("campaign"))
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, help_text=_("people, ratifications, US$"))
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4, null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Shown where the campaign is public."))

    objects = IndicatorQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["campaign", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="a_campaign_has_an_indicator_once",
                violation_error_message=_("The campaign already has an indicator of this name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class IndicatorReadingQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self.filter(indicator__in=Indicator.objects.visible_to(who))


@history.tracked
class IndicatorReading(Record):
    """The value of an indicator on a day, or over a stretch of time when both days are given."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings", verbose_name=_("indicator"))
    from_on = PartialDateField(
        _("counted from"), null=True, blank=True, help_text=_("Empty for a value that holds on one day.")
    )
    from_on_earliest = earliest_day("from_on")
    from_on_latest = latest_day("from_on")
    happened_on = PartialDateField(_("on, or counted to"))
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    is_approximate = models.BooleanField(_("approximate"), default=False, help_text=_("Shown as “about”."))
    note = models.TextField(_("note"), blank=True)

    objects = IndicatorReadingQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["indicator", "happened_on_latest", "pk"]
        constraints = [
            *dates_are_real("from_on", "happened_on"),
            models.UniqueConstraint(
                fields=["indicator", "from_on", "happened_on"],
                nulls_distinct=False,
                name="an_indicator_is_read_once_for_a_day",
                violation_error_message=_("This indicator already has a reading for these days."),
            ),
            models.CheckConstraint(
                name="a_reading_is_not_backwards",
                condition=Q(from_on__isnull=True) | Q(from_on_earliest__lte=F("happened_on_latest")),
                violation_error_message=_("Counting cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{'≈ ' if self.is_approximate else ''}{self.value.normalize():f}, {self.happened_on}"

    def clean(self) -> None:
        super().clean()
        if self.from_on and self.happened_on and self.from_on.earliest > self.happened_on.latest:
            raise ValidationError({"happened_on": __("Counting ends before it begins. Correct one of the two days.")})

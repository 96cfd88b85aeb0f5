"""Facts that hold for a period: the abstract model, its constraint and its vocabulary."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core.fields import PartialDateField, certain_days, earliest_day, latest_day, possible_days
from caucus_site.core.models.record import Record, RecordQuerySet

CERTAIN_DAYS = F("days_certain")


def dates_are_real(*fields: str) -> list[models.CheckConstraint]:
    """Constraints that refuse text which no `PartialDate` could have written (`update()`, psql, a foreign import)."""
    return [
        models.CheckConstraint(
            name=f"%(app_label)s_%(class)s_{field}_edtf",
            condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}_earliest__isnull": False}),
            violation_error_message=_("This is not a date in EDTF."),
        )
        for field in fields
    ]


class PeriodQuerySet(RecordQuerySet):
    def held_on(self, day: datetime.date) -> Self:
        """Those that may have held on the day; with partial dates this errs towards including."""
        return self.filter(days_possible__contains=day)

    def surely_held_on(self, day: datetime.date) -> Self:
        return self.filter(days_certain__contains=day)

    def ended_before(self, day: datetime.date) -> Self:
        return self.filter(ended_on_latest__lt=day)


class Period(Record):
    """A record that holds from `began_on` to `ended_on`, both included, each as exact as it is known.

    No beginning means unknown since when; no end means that it holds to this day as far as is known.
    """

    began_on = PartialDateField(_("began on"), null=True, blank=True)
    began_on_earliest = earliest_day("began_on")
    began_on_latest = latest_day("began_on")
    ended_on = PartialDateField(_("ended on"), null=True, blank=True)
    ended_on_earliest = earliest_day("ended_on")
    ended_on_latest = latest_day("ended_on")
    days_possible = possible_days("began_on", "ended_on")
    days_certain = certain_days("began_on", "ended_on")

    objects: Any = PeriodQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *dates_are_real("began_on", "ended_on"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_backwards",
                condition=Q(began_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(began_on_earliest__lte=F("ended_on_latest")),
                violation_error_message=_("This cannot end before it begins."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.began_on and self.ended_on and self.began_on.earliest > self.ended_on.latest:
            raise ValidationError(
                {
                    "ended_on": ValidationError(
                        __("This ends (%(end)s) before it begins (%(begin)s). Correct one of the two."),
                        code="backwards",
                        params={"end": self.ended_on, "begin": self.began_on},
                    )
                }
            )

    def period_in_words(self) -> str:
        """“from May 2011”, “2008 – 2013”, “until 2013”, or nothing when nothing is known."""
        if self.began_on and self.ended_on:
            return f"{self.began_on} – {self.ended_on}"
        if self.began_on:
            return __("from %(date)s") % {"date": self.began_on}
        if self.ended_on:
            return __("until %(date)s") % {"date": self.ended_on}
        return ""

"""Seats in chambers, and the events that decide what a person may do as a parliamentarian."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import FirstValue, RowNumber
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record
from caucus_site.core.periods import Period, dates_are_real
from caucus_site.core.principals import Principal
from members.models.countries import Country
from members.models.holding import held_at_the_same_time, one_at_a_time
from members.models.organisations import Organisation
from members.models.parliaments import Area, ChamberTerm
from members.models.people import OfAPersonQuerySet, PeriodOfAPersonQuerySet, Person


class MandateQuerySet(PeriodOfAPersonQuerySet):
    def ended_without_successor(self, day: datetime.date) -> Self:
        """Each person's last mandate, where it ended before the day: the term is over and nothing came after it.

        Narrow by person before, not by mandate: what is filtered out is not there to come after.
        """
        # Ranked in one pass rather than compared with each other: right after a bulk load, when the planner still
        # takes the table for empty, a comparison of every mandate with every other runs for minutes.
        latest_first = [F("ended_on_latest").desc(nulls_first=True), F("pk").desc()]
        return self.annotate(
            rank=Window(RowNumber(), partition_by="person_id", order_by=latest_first),
            last_end=Window(FirstValue("ended_on_latest"), partition_by="person_id", order_by=latest_first),
        ).filter(rank=1, last_end__lt=day)


@history.tracked
class Mandate(Period):
    """One person's seat in one chamber, from its first day to its last; a change of party begins a new one."""

    class Bench(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        OPPOSITION = "opposition", _("Opposition")
        CROSS_BENCH = "cross_bench", _("Cross-bench")
        UNKNOWN = "unknown", _("Not known")

    class Ending(models.TextChoices):
        TERM_ENDED = "term_ended", _("The term ended")
        CHANGED_PARTY = "changed_party", _("Changed party or bench and sat on")
        DEFEATED = "defeated", _("Defeated")
        RESIGNED = "resigned", _("Resigned")
        APPOINTED = "appointed", _("Took another office")
        REMOVED = "removed", _("Removed or disqualified")
        PARTY_DISSOLVED = "party_dissolved", _("Party dissolved")
        CHAMBER_DISSOLVED = "chamber_dissolved", _("Chamber dissolved or overthrown")
        DIED = "died", _("Died")
        OTHER = "other", _("Otherwise")

    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates", verbose_name=_("person"))
    chamber = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="mandates",
        limit_choices_to={"kind": "chamber"},
        error_messages={"invalid": _("Choose a chamber of parliament.")},
        verbose_name=_("chamber"),
    )
    party = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_for_it",
        limit_choices_to={"kind": "party"},
        error_messages={"invalid": _("Choose a party.")},
        verbose_name=_("party"),
        help_text=_("Empty for independents, and where it is not known."),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("area")
    )
    constituency = models.CharField(
        _("constituency, in words"), max_length=300, blank=True, help_text=_("Where no area is on record.")
    )
    post = models.CharField(_("post"), max_length=200, blank=True, help_text=_("“Member”, “Speaker”, “Whip”"))
    bench = models.CharField(_("bench"), max_length=12, choices=Bench.choices, default=Bench.UNKNOWN)
    term = models.ForeignKey(
        ChamberTerm, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("term")
    )
    seat = models.PositiveSmallIntegerField(
        _("seat"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("Leave at 1. Where one person is on record with two seats of a chamber at once, the second is 2."),
    )
    how_ended = models.CharField(_("how it ended"), max_length=20, choices=Ending.choices, blank=True)

    objects = MandateQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-began_on_latest", "-pk"]
        constraints = [
            *Period.Meta.constraints,
            # Sitting in two chambers at once is lawful in some countries. Two seats of one chamber are on record for
            # some people; the second is numbered on purpose, so that a slip of the dates still shows as a slip.
            one_at_a_time(
                "one_seat_per_chamber_at_a_time",
                ["person", "chamber", "seat"],
                _("This person already holds a seat in this chamber at that time."),
            ),
            models.CheckConstraint(
                name="seats_are_counted_from_one",
                condition=Q(seat__gte=1, seat__lte=9),
                violation_error_message=_("Seats are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join([f"{self.person}, {self.chamber}", self.period_in_words()]).strip()

    def clean(self) -> None:
        super().clean()
        if self.term_id and self.chamber_id and self.term is not None and self.term.chamber_id != self.chamber_id:
            raise ValidationError({"term": __("This is a term of another chamber.")})
        if self.how_ended and self.how_ended != self.Ending.OTHER and not self.ended_on:
            raise ValidationError({"ended_on": __("Say when it ended, as far as is known: a year is enough.")})
        if not (self.person_id and self.chamber_id):
            return
        other = held_at_the_same_time(self, person=self.person_id, chamber=self.chamber_id, seat=self.seat)
        if other:
            raise ValidationError(
                {
                    "began_on": ValidationError(
                        __(
                            "This person already sits in this chamber %(period)s. End that mandate first, or, if two "
                            "seats at once are on record, number this one as seat 2."
                        ),
                        code="overlaps",
                        params={"period": other.period_in_words()},
                    )
                }
            )


class StandingEventQuerySet(OfAPersonQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The secretariat sees all of whom it sees; others what is public, and everything about themselves."""
        principal = Principal.of(who)
        seen = super().visible_to(principal)
        if principal.may(Right.READ, DataClass.INNER_PROFILE):
            return seen
        public = Q(is_public=True)
        if principal.is_signed_in:
            public |= Q(person__account=principal.user_id)
        return seen.filter(public)


@history.tracked
class StandingEvent(Record):
    """Something that changed what a person may do as a parliamentarian."""

    class Kind(models.TextChoices):
        SWORN_IN = "sworn_in", _("Sworn in")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Reinstated")
        BARRED = "barred", _("Barred from politics")
        CHARGED = "charged", _("Charged")
        IN_EXILE = "in_exile", _("Went into exile")
        DETAINED = "detained", _("Detained")
        RELEASED = "released", _("Released")
        PARTY_DISSOLVED = "party_dissolved", _("Party dissolved")
        RESIGNED = "resigned", _("Resigned")
        DEFEATED = "defeated", _("Defeated")
        DIED = "died", _("Died")
        RETURNED = "returned", _("Returned")

    person = models.ForeignKey(Person, models.CASCADE, related_name="standing_events", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    until_on = PartialDateField(_("until"), null=True, blank=True, help_text=_("The last day of a ban or suspension."))
    until_on_earliest = earliest_day("until_on")
    until_on_latest = latest_day("until_on")
    place = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_events",
        verbose_name=_("country"),
        help_text=_("Where it happened."),
    )
    by_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_events_caused",
        verbose_name=_("by whom"),
    )
    by_country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_events_caused",
        verbose_name=_("by which country's authorities"),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("No whereabouts: those belong in an incident."))
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Tick only what is public already and does no harm when repeated.")
    )

    objects = StandingEventQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("standing event")
        verbose_name_plural = _("standing events")
        ordering = ["person", "happened_on_earliest", "pk"]
        constraints = [
            *dates_are_real("happened_on", "until_on"),
            models.CheckConstraint(
                name="standing_events_do_not_run_backwards",
                condition=Q(happened_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(happened_on_earliest__lte=F("until_on_latest")),
                violation_error_message=_("This cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on or ''}".strip()

    def clean(self) -> None:
        super().clean()
        if self.happened_on and self.until_on and self.happened_on.earliest > self.until_on.latest:
            raise ValidationError({"until_on": __("This ends before it happened. Correct one of the two.")})

"""Treaties and other instruments, and what each country has done about them, as of which day."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real


@history.tracked
class Instrument(Record):
    """A text that states can be held to, or that somebody wants them to be held to."""

    class Kind(models.TextChoices):
        TREATY = "treaty", _("Treaty")
        CONVENTION = "convention", _("Convention or protocol")
        DECLARATION = "declaration", _("Declaration")
        CONSENSUS = "consensus", _("Consensus")
        MOU = "mou", _("Memorandum of understanding")
        COMPACT = "compact", _("Compact")
        GOAL = "goal", _("Goal")
        PROPOSAL = "proposal", _("Proposal")

    class Force(models.TextChoices):
        BINDING = "binding", _("Legally binding")
        MORALLY_BINDING = "morally_binding", _("Morally binding")
        NON_BINDING = "non_binding", _("Not binding")
        PROPOSAL = "proposal", _("Proposal")

    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("C189, ICRMW, MOU-KH-TH-2015"))
    title = models.CharField(_("title"), max_length=400)
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    force = models.CharField(_("force"), max_length=16, choices=Force.choices)
    adopted_on = PartialDateField(_("adopted on"), null=True, blank=True)
    adopted_on_earliest = earliest_day("adopted_on")
    adopted_on_latest = latest_day("adopted_on")
    adopted_in = models.CharField(_("adopted in"), max_length=120, blank=True)
    in_force_on = PartialDateField(_("in force since"), null=True, blank=True)
    in_force_on_earliest = earliest_day("in_force_on")
    in_force_on_latest = latest_day("in_force_on")
    body = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name=_("body"),
        help_text=_("Whose text it is, or who keeps the signatures: ILO, United Nations, ASEAN."),
    )
    corridor = models.ForeignKey(
        "members.Corridor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name=_("corridor"),
        help_text=_("For a memorandum of understanding: between which two countries."),
    )
    succeeds = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="succeeded_by",
        verbose_name=_("grew out of"),
        help_text=_("The proposal or earlier instrument that became this one."),
    )
    has_monitoring = models.BooleanField(
        _("has a monitoring mechanism"), null=True, blank=True, help_text=_("Leave unknown when nobody has looked.")
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    note = models.TextField(_("note"), blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]
        constraints = [
            *dates_are_real("adopted_on", "in_force_on"),
            models.CheckConstraint(
                name="an_instrument_is_in_force_after_adoption",
                condition=Q(adopted_on__isnull=True)
                | Q(in_force_on__isnull=True)
                | Q(adopted_on_earliest__lte=F("in_force_on_latest")),
                violation_error_message=_("An instrument cannot be in force before it is adopted."),
            ),
            models.CheckConstraint(
                name="an_instrument_does_not_succeed_itself",
                condition=~Q(succeeds=F("id")),
                violation_error_message=_("An instrument cannot grow out of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_title or self.title}"

    def clean(self) -> None:
        super().clean()
        if self.adopted_on and self.in_force_on and self.adopted_on.earliest > self.in_force_on.latest:
            raise ValidationError(
                {
                    "in_force_on": __("It is in force (%(force)s) before it was adopted (%(adopted)s). Correct one.")
                    % {"force": self.in_force_on, "adopted": self.adopted_on}
                }
            )
        if self.pk and self.succeeds_id == self.pk:
            raise ValidationError({"succeeds": __("An instrument cannot grow out of itself. Choose the earlier one.")})


@history.tracked
class InstrumentClause(Record):
    """One clause of an instrument, above all of a memorandum between two countries."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="clauses", verbose_name=_("instrument"))
    number = models.CharField(_("number"), max_length=20)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    assessment = models.TextField(
        _("assessment"), blank=True, help_text=_("What the caucus thinks of it: what it lacks, what it protects.")
    )
    recommendation = models.ForeignKey(
        "advocacy.Recommendation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="clauses",
        verbose_name=_("recommendation about it"),
    )

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["instrument", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                name="an_instrument_has_a_clause_once",
                violation_error_message=_("The instrument already has a clause with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()


class CommitmentQuerySet(RecordQuerySet):
    def taken_by(self, day: datetime.date) -> Self:
        """The steps that had been taken on the day, and those of unknown day reported by then.

        With a date known only to the year, a step counts from the end of that year: the matrix of a past day claims
        nothing that may not have happened yet.
        """
        return self.exclude(step=Commitment.Step.NONE).filter(
            Q(happened_on_latest__lte=day) | Q(happened_on__isnull=True, as_of_latest__lte=day)
        )

    def standing_on(self, day: datetime.date) -> Self:
        """One row per country and instrument: the weightiest step taken by the day, else that none is known.

        No row for a pair means that nobody knows.
        """
        weight = Case(
            *(When(step=step, then=Value(place)) for place, step in enumerate(WEIGHT)),
            output_field=models.IntegerField(),
        )
        # A country known to have done nothing later had done nothing before either.
        known = Q(pk__in=self.model.objects.taken_by(day).values("pk")) | Q(step=Commitment.Step.NONE)
        return (
            self.filter(known)
            .alias(weight=weight)
            .order_by(
                "country_id",
                "instrument_id",
                "-weight",
                F("happened_on_latest").desc(nulls_last=True),
                F("as_of_latest").desc(nulls_last=True),
            )
            .distinct("country_id", "instrument_id")
        )


@history.tracked
class Commitment(Record):
    """One step of one country towards one instrument, or that it is known not to have taken any as of a day.

    What is not known has no row. Several sources may speak of the same step with different exactness; each keeps its
    row, and its source hangs on it.
    """

    class Step(models.TextChoices):
        NONE = "none", _("None: known not to have")
        DEBATED = "debated", _("Debated in parliament")
        NATIONAL_STEP = "national_step", _("National step towards ratification")
        SIGNED = "signed", _("Signed")
        RATIFIED_OR_ACCEDED = "ratified_or_acceded", _("Ratified or acceded (source does not say which)")
        RATIFIED = "ratified", _("Ratified")
        ACCEDED = "acceded", _("Acceded")
        ADOPTED = "adopted", _("Joined in adopting")
        IN_FORCE = "in_force", _("In force for the country")
        DENOUNCED = "denounced", _("Denounced")

    country = models.ForeignKey(
        "members.Country", models.PROTECT, related_name="commitments", verbose_name=_("country")
    )
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="commitments", verbose_name=_("instrument"))
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    as_of = PartialDateField(
        _("as of"), null=True, blank=True, help_text=_("The day up to which the source looked; needed for “none”.")
    )
    as_of_earliest = earliest_day("as_of")
    as_of_latest = latest_day("as_of")
    territory = models.CharField(
        _("only for"), max_length=120, blank=True, help_text=_("When it holds for a part of the country: Sabah.")
    )
    status_as_stated = models.CharField(
        _("status in the source's words"),
        max_length=200,
        blank=True,
        help_text=_("“signed only”, “not in the list of parties”"),
    )
    country_as_written = models.CharField(_("country as the source writes it"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = CommitmentQuerySet.as_manager()

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["instrument", "country", "happened_on_latest", "pk"]
        constraints = [
            *dates_are_real("happened_on", "as_of"),
            models.UniqueConstraint(
                fields=["country", "instrument", "step", "happened_on", "as_of", "territory"],
                nulls_distinct=False,
                name="a_commitment_is_recorded_once",
                violation_error_message=_("This step is already recorded with the same days."),
            ),
            models.CheckConstraint(
                name="a_step_not_taken_has_no_day",
                condition=~Q(step="none") | Q(happened_on__isnull=True, as_of__isnull=False),
                violation_error_message=_("“None” says as of when, and has no day of its own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.happened_on or self.as_of or __('undated')}"

    def clean(self) -> None:
        super().clean()
        if self.step == self.Step.NONE:
            if self.happened_on:
                raise ValidationError(
                    {
                        "happened_on": __(
                            "A step that was not taken has no day. Write the day of the source under “as of”."
                        )
                    }
                )
            if not self.as_of:
                raise ValidationError({"as_of": __("Say as of when it is known that the country has taken no step.")})


# From nothing to the last word: of the steps a country has taken, the one furthest down says where it stands.
WEIGHT = (
    Commitment.Step.NONE,
    Commitment.Step.DEBATED,
    Commitment.Step.NATIONAL_STEP,
    Commitment.Step.SIGNED,
    Commitment.Step.ADOPTED,
    Commitment.Step.RATIFIED_OR_ACCEDED,
    Commitment.Step.RATIFIED,
    Commitment.Step.ACCEDED,
    Commitment.Step.IN_FORCE,
    Commitment.Step.DENOUNCED,
)

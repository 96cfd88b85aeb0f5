"""What the caucus asks of institutions and governments, and what came of each ask."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.statements import Statement
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from events.models import FactFindingMission, Finding


class RecommendationQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """With the statement and the mission that make it (where both do, with both); and to those responsible."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.CAMPAIGN_WORK):
            return self.all()
        seen = (Q(statement__isnull=True) | Q(statement__in=Statement.objects.visible_to(principal))) & (
            Q(mission__isnull=True) | Q(mission__in=FactFindingMission.objects.visible_to(principal))
        )
        if principal.is_signed_in:
            seen |= Q(responsible_person__in=circles.own_person(principal))
        if principal.role == Role.COORDINATOR:
            seen |= Q(responsible_chapter__in=circles.chapters_coordinated(principal))
        return self.filter(seen)

    def unsettled(self) -> Self:
        return self.exclude(state__in=[Recommendation.State.DONE, Recommendation.State.REJECTED])

    def with_last_word(self, who: Any = None) -> Self:
        """Adds `last_word_on`: the day of the last follow-up (that `who` may see, if given), else of issue or entry."""
        follow_ups = apps.get_model("advocacy.FollowUp").objects
        followed_up = (
            (follow_ups.all() if who is None else follow_ups.visible_to(who))
            .filter(recommendation=OuterRef("pk"))
            .order_by()
            .values("recommendation")
            .annotate(day=Max("happened_on_latest"))
            .values("day")
        )
        return self.annotate(
            last_word_on=Coalesce(
                Subquery(followed_up),
                "made_on_latest",
                "statement__issued_on_latest",
                "statement__adopted_on_latest",
                Cast("created_at", models.DateField()),
            )
        )

    def silent_since(self, day: datetime.date, days: int) -> Self:
        """The unsettled ones of which nothing was heard in the given number of days before the day."""
        return self.unsettled().with_last_word().filter(last_word_on__lt=day - datetime.timedelta(days=days))

    def due_for_review_by(self, day: datetime.date) -> Self:
        return self.unsettled().filter(review_on__lte=day)


@history.tracked
class Recommendation(Record):
    """One numbered ask of a statement or a mission, to named institutions or governments."""

    class Urgency(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        IMMEDIATE = "immediate", _("Immediate measure")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        ACCEPTED = "accepted", _("Accepted")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        REJECTED = "rejected", _("Rejected")
        SILENT = "silent", _("Silent: no answer came")

    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="recommendations", verbose_name=_("statement")
    )
    mission = models.ForeignKey(
        "events.FactFindingMission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("mission"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("in a few words"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.OPEN)
    made_on = PartialDateField(
        _("made on"), null=True, blank=True, help_text=_("Only when it differs from the day its statement was issued.")
    )
    made_on_earliest = earliest_day("made_on")
    made_on_latest = latest_day("made_on")
    review_on = models.DateField(
        _("review on"), null=True, blank=True, help_text=_("On this day it appears on the secretariat's worklist.")
    )
    responsible_chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("responsible chapter"),
    )
    responsible_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("responsible person"),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For the secretariat; never published."))

    objects = RecommendationQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["statement", "mission", "number"]
        indexes = [models.Index(fields=["state", "review_on"], name="recommendation_state")]
        constraints = [
            *dates_are_real("made_on"),
            models.CheckConstraint(
                name="a_recommendation_has_an_origin",
                condition=Q(statement__isnull=False) | Q(mission__isnull=False),
                violation_error_message=_("Say which statement or which mission makes the recommendation."),
            ),
            models.UniqueConstraint(
                fields=["statement", "number"],
                name="a_statement_numbers_a_recommendation_once",
                violation_error_message=_("The statement already has a recommendation with this number."),
            ),
            models.UniqueConstraint(
                fields=["mission", "number"],
                name="a_mission_numbers_a_recommendation_once",
                violation_error_message=_("The mission already has a recommendation with this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def clean(self) -> None:
        super().clean()
        # Forms inside a statement's form set the statement before it has a key.
        if not (self.statement_id or self.statement or self.mission_id):
            raise ValidationError({"statement": __("Say which statement or which mission makes the recommendation.")})


class PartOfRecommendationQuerySet(RecordQuerySet):
    """For rows with a `recommendation`: seen with it."""

    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.CAMPAIGN_WORK):
            return self.all()
        return self.filter(recommendation__in=Recommendation.objects.visible_to(principal))


@history.tracked
class RecommendationAddressee(Record):
    """An institution, or the government of a country, that a recommendation is addressed to."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="addressees", verbose_name=_("recommendation")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations_received",
        verbose_name=_("institution"),
    )
    country = models.ForeignKey(
        "members.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations_received",
        verbose_name=_("government of"),
    )

    objects = PartOfRecommendationQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints = [
            models.CheckConstraint(
                name="an_addressee_is_one_institution_or_government",
                condition=Q(organisation__isnull=False, country__isnull=True)
                | Q(organisation__isnull=True, country__isnull=False),
                violation_error_message=_("Name an institution or a country, one on each line."),
            ),
            models.UniqueConstraint(
                fields=["recommendation", "organisation", "country"],
                nulls_distinct=False,
                name="an_addressee_is_named_once",
                violation_error_message=_("This addressee is already named."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.organisation_id or self.country_id}"

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.country_id):
            raise ValidationError({"organisation": __("Name an institution or a country, one on each line.")})


class RecommendationFindingQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Where both ends are seen: the link alone would tell that there is a finding."""
        principal = Principal.of(who)
        return self.filter(
            recommendation__in=Recommendation.objects.visible_to(principal),
            finding__in=Finding.objects.visible_to(principal),
        )


@history.tracked
class RecommendationFinding(Record):
    """A finding of a mission that a recommendation rests on."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="grounds", verbose_name=_("recommendation")
    )
    finding = models.ForeignKey(
        "events.Finding", models.PROTECT, related_name="recommendations_resting_on_it", verbose_name=_("finding")
    )

    objects = RecommendationFindingQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("ground of a recommendation")
        verbose_name_plural = _("grounds of recommendations")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "finding"],
                name="a_recommendation_rests_on_a_finding_once",
                violation_error_message=_("The recommendation already rests on this finding."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.finding_id}"

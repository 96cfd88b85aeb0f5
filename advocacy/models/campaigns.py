"""Campaigns: what they want, where each country stands, what they demand."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.statements import Statement
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet
from caucus_site.core.principals import Principal
from events.models import Gathering


class CampaignQuerySet(PeriodQuerySet):
    def worked_on_by(self, who: Any) -> Self:
        """Those whose inside an account may see: the secretariat's all, a chapter's own."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.CAMPAIGN_WORK):
            return self.all()
        if principal.role == Role.COORDINATOR:
            chapters = Q(chapter__in=circles.chapters_coordinated(principal))
            return self.filter(chapters | Q(chapter__in=circles.chapters_joined(principal)))
        if principal.role == Role.PARLIAMENTARIAN:
            return self.filter(chapter__in=circles.chapters_joined(principal))
        return self.none()

    def visible_to(self, who: Any) -> Self:
        inside = self.model.objects.worked_on_by(who).values("pk")
        return self.filter(Q(is_public=True) | Q(pk__in=inside))


@history.tracked
class Campaign(Period):
    """Sustained work for one aim: a ratification, voter registration, a better memorandum."""

    Level = Gathering.Level

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        WON = "won", _("Won")
        ENDED = "ended", _("Ended")

    title = models.CharField(_("title"), max_length=300)
    aim = models.TextField(_("aim"))
    level = models.CharField(_("level"), max_length=16, choices=Gathering.Level.choices)
    corridor = models.ForeignKey(
        "members.Corridor", models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("corridor")
    )
    chapter = models.ForeignKey(
        "members.Chapter", models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("chapter")
    )
    instrument = models.ForeignKey(
        "advocacy.Instrument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("instrument"),
        help_text=_("The instrument whose ratification or change it works for."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Shows title, aim, demands and public indicators; never stages or blockers."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For the secretariat; never published."))

    objects = CampaignQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Period.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class CampaignStageQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Inside the campaign only: who blocks and who must move is not for those it is about."""
        return self.filter(campaign__in=Campaign.objects.worked_on_by(who))

    def newest_of_each_country(self) -> Self:
        """The newest stage of each country in each campaign."""
        newer = CampaignStage.objects.filter(
            Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")),
            campaign=OuterRef("campaign"),
            country=OuterRef("country"),
        )
        return self.filter(~Exists(newer))


@history.tracked
class CampaignStage(Record):
    """Where one country stands in a campaign, as of a day: who must move, what is in the way, what comes next."""

    class Stage(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        AWARENESS = "awareness", _("Awareness")
        COMMITMENT = "commitment", _("Promised by the government")
        PREPARATION = "preparation", _("Prepared by a ministry")
        PARLIAMENT = "parliament", _("Before parliament")
        SIGNED = "signed", _("Signed")
        RATIFIED = "ratified", _("Ratified or achieved")
        IMPLEMENTATION = "implementation", _("Being put into practice")
        STALLED = "stalled", _("Stalled")
        REFUSED = "refused", _("Refused")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages", verbose_name=_("campaign"))
    country = models.ForeignKey(
        "members.Country", models.PROTECT, related_name="campaign_stages", verbose_name=_("country")
    )
    as_of = models.DateField(_("as of"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices)
    blocker = models.TextField(_("what is in the way"), blank=True)
    institution = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_stages",
        verbose_name=_("who must move"),
    )
    next_step = models.TextField(_("next step"), blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    owner = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_stages",
        verbose_name=_("owner"),
    )

    objects = CampaignStageQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("stage in a country")
        verbose_name_plural = _("stages by country")
        ordering = ["campaign", "country", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "country", "as_of"],
                name="a_country_has_one_stage_on_a_day",
                violation_error_message=_("The stage of this country on this day is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.as_of}"


class DemandQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """With the campaign and the statement that make it; where both do, with both."""
        principal = Principal.of(who)
        return self.filter(
            Q(campaign__isnull=True) | Q(campaign__in=Campaign.objects.visible_to(principal)),
            Q(statement__isnull=True) | Q(statement__in=Statement.objects.visible_to(principal)),
        )


@history.tracked
class Demand(Record):
    """A numbered demand or objective of a campaign or a statement."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, null=True, blank=True, related_name="demands", verbose_name=_("campaign")
    )
    statement = models.ForeignKey(
        Statement, models.CASCADE, null=True, blank=True, related_name="demands", verbose_name=_("statement")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))

    objects = DemandQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["campaign", "statement", "number"]
        constraints = [
            models.CheckConstraint(
                name="a_demand_has_an_origin",
                condition=Q(campaign__isnull=False) | Q(statement__isnull=False),
                violation_error_message=_("Say which campaign or which statement demands it."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="a_campaign_numbers_a_demand_once",
                violation_error_message=_("The campaign already has a demand with this number."),
            ),
            models.UniqueConstraint(
                fields=["statement", "number"],
                name="a_statement_numbers_a_demand_once",
                violation_error_message=_("The statement already has a demand with this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    def clean(self) -> None:
        super().clean()
        # Forms inside the parent's form set the parent before it has a key.
        if not (self.campaign_id or self.campaign or self.statement_id or self.statement):
            raise ValidationError({"campaign": __("Say which campaign or which statement demands it.")})

"""What a mission found, and what each finding rests on."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.principals import Principal
from events.models.missions import FactFindingMission
from events.models.testimony import Evidence, Testimony
from events.models.vocabulary import IssueTheme


class FindingQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self.filter(mission__in=FactFindingMission.objects.visible_to(who))


@history.tracked
class Finding(Record):
    """One numbered issue of a mission's report. It becomes public with the mission."""

    mission = models.ForeignKey(FactFindingMission, models.CASCADE, related_name="findings", verbose_name=_("mission"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("It becomes public with the mission: nothing by which a witness can be found."),
    )
    theme = models.CharField(_("theme"), max_length=20, choices=IssueTheme.choices, blank=True)

    objects = FindingQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["mission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "number"],
                name="findings_are_numbered_once_per_mission",
                violation_error_message=_("Another finding of this mission has this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class FindingTestimonyQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        return self.filter(
            finding__in=Finding.objects.visible_to(principal), testimony__in=Testimony.objects.visible_to(principal)
        )


@history.tracked
class FindingTestimony(Record):
    """That a finding rests on a testimony: known only to readers of the testimony's compartment."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="testimony_links", verbose_name=_("finding"))
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="finding_links", verbose_name=_("testimony"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = FindingTestimonyQuerySet.as_manager()

    data_class = DataClass.TESTIMONY

    class Meta(Record.Meta):
        verbose_name = _("testimony for a finding")
        verbose_name_plural = _("testimonies for a finding")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "testimony"],
                name="a_testimony_supports_a_finding_once",
                violation_error_message=_("This testimony already supports this finding."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} ← {self.testimony_id}"

    def clean(self) -> None:
        super().clean()
        if self.finding_id and self.testimony_id and self.finding.mission_id != self.testimony.mission_id:
            raise ValidationError({"testimony": __("This testimony was given to another mission than the finding's.")})


class FindingEvidenceQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        return self.filter(
            finding__in=Finding.objects.visible_to(principal), evidence__in=Evidence.objects.visible_to(principal)
        )


@history.tracked
class FindingEvidence(Record):
    """That a finding rests on a piece of evidence: known only to readers of the evidence's compartment."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence_links", verbose_name=_("finding"))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="finding_links", verbose_name=_("evidence"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = FindingEvidenceQuerySet.as_manager()

    data_class = DataClass.TESTIMONY

    class Meta(Record.Meta):
        verbose_name = _("evidence for a finding")
        verbose_name_plural = _("evidence for a finding")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "evidence"],
                name="a_piece_of_evidence_supports_a_finding_once",
                violation_error_message=_("This evidence already supports this finding."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} ← {self.evidence_id}"

    def clean(self) -> None:
        super().clean()
        if self.finding_id and self.evidence_id and self.finding.mission_id != self.evidence.mission_id:
            raise ValidationError({"evidence": __("This evidence was given to another mission than the finding's.")})

"""What was heard and done about a recommendation, one entry at a time."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.recommendations import Recommendation
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal


class FollowUpQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Work inside the responsible chapter, unless an entry is public and its recommendation seen."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.CAMPAIGN_WORK):
            return self.all()
        seen = Q(is_public=True, recommendation__in=Recommendation.objects.visible_to(principal))
        if principal.is_signed_in:
            me = circles.own_person(principal)
            seen |= Q(by_person__in=me) | Q(recommendation__responsible_person__in=me)
        if principal.role in {Role.PARLIAMENTARIAN, Role.COORDINATOR}:
            seen |= Q(recommendation__responsible_chapter__in=circles.chapters_joined(principal))
        if principal.role == Role.COORDINATOR:
            seen |= Q(recommendation__responsible_chapter__in=circles.chapters_coordinated(principal))
        return self.filter(seen)


@history.tracked
class FollowUp(Record):
    """One thing that was done or heard about a recommendation, with its evidence."""

    class Kind(models.TextChoices):
        SENT = "sent", _("Sent to the addressee")
        REMINDER = "reminder", _("Reminder")
        MEETING = "meeting", _("Meeting")
        RAISED_IN_PARLIAMENT = "raised_in_parliament", _("Raised in parliament")
        ANSWER = "answer", _("Answer received")
        POLICY_CHANGE = "policy_change", _("Change of law, policy or practice")
        NO_ANSWER = "no_answer", _("Asked, no answer")
        OBSERVATION = "observation", _("Observation")

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="follow_ups", verbose_name=_("recommendation")
    )
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    text = models.TextField(_("what happened"))
    evidence_url = models.URLField(_("evidence"), max_length=1000, blank=True)
    action = models.ForeignKey(
        "advocacy.ParliamentaryAction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("parliamentary action"),
    )
    by_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("by (person)"),
    )
    by_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("by (organisation)"),
    )
    outcome = models.CharField(
        _("state after it"),
        max_length=14,
        choices=Recommendation.State.choices,
        blank=True,
        help_text=_("Where this moved the recommendation; empty when it stayed where it was."),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown wherever the recommendation is shown.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups_entered",
        verbose_name=_("entered by"),
    )

    objects = FollowUpQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["recommendation", "happened_on_latest", "pk"]
        indexes = [models.Index(fields=["recommendation", "happened_on_latest"], name="followup_last_word")]
        constraints = [
            *dates_are_real("happened_on"),
            models.CheckConstraint(
                name="a_follow_up_is_by_one_actor_at_most",
                condition=Q(by_person__isnull=True) | Q(by_organisation__isnull=True),
                violation_error_message=_("Name the person or the organisation, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on or __('undated')}"

    def clean(self) -> None:
        super().clean()
        if self.by_person_id and self.by_organisation_id:
            raise ValidationError({"by_organisation": __("Name the person or the organisation, not both. Empty one.")})

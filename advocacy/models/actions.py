"""What members do in parliament and around it, in answer to what, and what was answered."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from members.models import Person


class ParliamentaryActionQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The public sees what was accepted as public, by people it may see; colleagues what their chapter did."""
        principal = Principal.of(who)
        people = Person.objects.visible_to(principal)
        if principal.may(Right.READ, DataClass.CAMPAIGN_WORK):
            return self.filter(person__in=people)
        accepted = Q(review=ParliamentaryAction.Review.ACCEPTED, person__in=people)
        seen = accepted & Q(is_public=True)
        if principal.is_signed_in:
            seen |= Q(person__in=circles.own_person(principal))
        if principal.role in {Role.PARLIAMENTARIAN, Role.COORDINATOR}:
            seen |= accepted & Q(person__in=circles.members_of(circles.chapters_joined(principal), principal.day))
        if principal.role == Role.COORDINATOR:
            chapter = circles.members_of(circles.chapters_coordinated(principal), principal.day)
            seen |= Q(person__in=people) & Q(person__in=chapter)
        return self.filter(seen)

    def awaiting_review(self) -> Self:
        return self.filter(review=ParliamentaryAction.Review.REPORTED)


@history.tracked
class ParliamentaryAction(Record):
    """One thing a parliamentarian, sitting or former, did: who, where, when, in answer to what."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        MOTION = "motion", _("Motion")
        BILL = "bill", _("Bill")
        AMENDMENT = "amendment", _("Amendment")
        SPEECH = "speech", _("Speech")
        VOTE = "vote", _("Vote")
        HEARING = "hearing", _("Hearing")
        BUDGET = "budget", _("Budget intervention")
        LETTER = "letter", _("Letter")
        MEETING = "meeting", _("Meeting with officials")
        MEDIA = "media", _("Media")
        FIELD_VISIT = "field_visit", _("Field visit")
        RESOURCE_PERSON = "resource_person", _("Resource person at a programme")
        OTHER = "other", _("Other")

    class Review(models.TextChoices):
        REPORTED = "reported", _("Reported, not yet checked")
        ACCEPTED = "accepted", _("Checked")
        RETURNED = "returned", _("Returned with a question")

    person = models.ForeignKey(
        "members.Person", models.PROTECT, related_name="parliamentary_actions", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    chamber = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parliamentary_actions",
        verbose_name=_("chamber"),
    )
    country = models.ForeignKey(
        "members.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parliamentary_actions",
        verbose_name=_("country"),
    )
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    url = models.URLField(_("record on the web"), max_length=1000, blank=True)
    recommendation = models.ForeignKey(
        "advocacy.Recommendation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("in answer to the recommendation"),
    )
    statement = models.ForeignKey(
        "advocacy.Statement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("in answer to the statement"),
    )
    campaign = models.ForeignKey(
        "advocacy.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("for the campaign"),
    )
    concern = models.ForeignKey(
        "advocacy.Concern",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("in answer to the concern"),
    )
    instrument = models.ForeignKey(
        "advocacy.Instrument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("about the instrument"),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Whether partners and the public may be told, once it is checked.")
    )
    review = models.CharField(_("review"), max_length=10, choices=Review.choices, default=Review.REPORTED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_entered",
        verbose_name=_("entered by"),
    )

    objects = ParliamentaryActionQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("parliamentary action")
        verbose_name_plural = _("parliamentary actions")
        ordering = ["-happened_on_latest", "-pk"]
        indexes = [models.Index(fields=["-happened_on_latest"], name="action_happened")]
        constraints = [*dates_are_real("happened_on")]

    def __str__(self) -> str:
        return self.title


class AnswerQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        return self.filter(action__in=ParliamentaryAction.objects.visible_to(principal))


@history.tracked
class Answer(Record):
    """What a ministry, an embassy or another body answered to a parliamentary action."""

    class Stance(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        PARTLY = "partly", _("Agrees in part")
        NOTED = "noted", _("Takes note")
        EVASIVE = "evasive", _("Evades")
        REFUSES = "refuses", _("Refuses")
        UNCLEAR = "unclear", _("Unclear")

    action = models.ForeignKey(
        ParliamentaryAction, models.CASCADE, related_name="answers", verbose_name=_("parliamentary action")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_given",
        verbose_name=_("answered by"),
    )
    happened_on = PartialDateField(_("answered on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    text = models.TextField(_("answer"))
    stance = models.CharField(_("stance"), max_length=10, choices=Stance.choices, default=Stance.UNCLEAR)
    url = models.URLField(_("record on the web"), max_length=1000, blank=True)

    objects = AnswerQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["action", "happened_on_latest", "pk"]
        constraints = [*dates_are_real("happened_on")]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}, {self.happened_on or __('undated')}"

    def clean(self) -> None:
        super().clean()
        asked = self.action.happened_on if self.action_id else None
        if asked and self.happened_on and self.happened_on.latest < asked.earliest:
            raise ValidationError(
                {
                    "happened_on": __(
                        "The action was on %(asked)s; its answer cannot come before. Correct one of the two."
                    )
                    % {"asked": asked}
                }
            )

"""Issues received from migrants and civil society, carried by a member until the sender has been told back."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import CompartmentedQuerySet, Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from events.models import IssueTheme


class ConcernQuerySet(CompartmentedQuerySet):
    def not_told_back(self) -> Self:
        """Those whose sender has not heard from us, although the matter is closed."""
        return self.filter(state=Concern.State.CLOSED, told_back_on__isnull=True)

    def waiting_since(self, day: datetime.date) -> Self:
        """The unclosed ones received before the day."""
        return self.exclude(state=Concern.State.CLOSED).filter(received_on_latest__lt=day)


@history.tracked
class Concern(Record):
    """One issue, known by its code outside its compartment; sender and text are sealed."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        CARRIED = "carried", _("Carried by a member")
        RAISED = "raised", _("Raised in parliament or with officials")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        related_name="concerns",
        verbose_name=_("compartment"),
        help_text=_("Only its named readers see this record."),
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("How it is spoken of outside; it must tell nothing: C-2017-014."),
    )
    received_on = PartialDateField(_("received on"), null=True, blank=True)
    received_on_earliest = earliest_day("received_on")
    received_on_latest = latest_day("received_on")
    from_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_sent",
        verbose_name=_("from the organisation"),
    )
    sender = EncryptedTextField(_("sender"), blank=True, help_text=_("Name and how to reach them. Sealed."))
    corridor = models.ForeignKey(
        "members.Corridor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("corridor"),
    )
    theme = models.CharField(_("theme"), max_length=20, choices=IssueTheme.choices)
    text = EncryptedTextField(_("what it is about"), help_text=_("Sealed."))
    carried_by = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_carried",
        verbose_name=_("carried by"),
        help_text=_("Carrying it does not open it: name the member's account as a reader of the compartment too."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    told_back_on = models.DateField(
        _("sender told back on"), null=True, blank=True, help_text=_("When whoever raised it heard what came of it.")
    )

    objects = ConcernQuerySet.as_manager()

    data_class = DataClass.CASE

    class Meta(Record.Meta):
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-pk"]
        constraints = [
            *dates_are_real("received_on"),
            models.CheckConstraint(
                name="a_sender_is_told_back_after_writing",
                condition=Q(told_back_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(told_back_on__gte=models.F("received_on_earliest")),
                violation_error_message=_("The sender cannot have been told back before the concern was received."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        if self.told_back_on and self.received_on and self.told_back_on < self.received_on.earliest:
            raise ValidationError(
                {
                    "told_back_on": __("It was received on %(day)s, so this day is too early.")
                    % {"day": self.received_on}
                }
            )


class ConcernStepQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self.filter(concern__in=Concern.objects.visible_to(Principal.of(who)))


@history.tracked
class ConcernStep(Record):
    """What was done about a concern, and where it surfaced: the links of the trail from a migrant to a policy."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        HANDED_ON = "handed_on", _("Handed to a member")
        MINISTRY = "ministry", _("Asked a ministry or embassy")
        PARLIAMENT = "parliament", _("Raised in parliament")
        FORUM = "forum", _("Raised at a gathering or forum")
        STATEMENT = "statement", _("Taken up in a statement or recommendation")
        ANSWER = "answer", _("Answer came")
        TOLD_BACK = "told_back", _("Sender told")
        NOTE = "note", _("Note")

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="steps", verbose_name=_("concern"))
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text = EncryptedTextField(_("what was done"), blank=True, help_text=_("Sealed."))
    by_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_steps",
        verbose_name=_("by"),
    )
    gathering = models.ForeignKey(
        "events.Gathering",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_steps",
        verbose_name=_("gathering"),
    )
    statement = models.ForeignKey(
        "advocacy.Statement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_steps",
        verbose_name=_("statement"),
    )
    recommendation = models.ForeignKey(
        "advocacy.Recommendation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_steps",
        verbose_name=_("recommendation"),
    )

    objects = ConcernStepQuerySet.as_manager()

    data_class = DataClass.CASE

    class Meta(Record.Meta):
        verbose_name = _("step on a concern")
        verbose_name_plural = _("steps on concerns")
        ordering = ["concern", "happened_on_latest", "pk"]
        constraints = [*dates_are_real("happened_on")]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.get_kind_display()}"

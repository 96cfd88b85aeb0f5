"""The ledger of letters: what was to be sent to whom, and what became of it."""

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from caucus_site.core import occasions
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.models.record import RecordQuerySet
from caucus_site.core.models.user import User

SEALED = ("title", "text", "html", "address", "headers")


class MessageQuerySet(RecordQuerySet):
    def due(self) -> Self:
        """To be sent now, and in nobody's hands."""
        return self.filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=Now()),
            state=Message.State.PLANNED,
            not_before__lte=Now(),
        )

    def left_in_the_middle(self) -> Self:
        """Begun by a sender that is gone: whether they were delivered is not known."""
        return self.filter(state=Message.State.SENDING, leased_until__lt=Now())

    def overdue(self, by: datetime.timedelta) -> Self:
        """Due for so long that the worker does not seem to run, or the mail server to answer."""
        return self.filter(state=Message.State.PLANNED, planned_at__lte=Now() - by)

    def troubled(self) -> Self:
        """Those that wait for a person."""
        return self.filter(state__in=[Message.State.DOUBTFUL, Message.State.FAILED])

    def without_contents(self) -> Self:
        """What lists need: nothing is unsealed for them."""
        return self.defer(*SEALED)

    def without_contents_but_title(self) -> Self:
        return self.defer(*(name for name in SEALED if name != "title"))


class Message(models.Model):
    """One letter to one account. The row outlives its contents, to answer "why did she (not) get this?".

    No record: it is itself a history, and a copy of every sealed text would have to be forgotten twice.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not sent on purpose")
        DOUBTFUL = "doubtful", _("Doubtful: may have been sent")

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=80, help_text=_("Why it was written."))
    subject_id = models.UUIDField(_("record"), null=True, blank=True)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="letters", verbose_name=_("recipient"))
    moment = models.CharField(
        _("moment"),
        max_length=120,
        blank=True,
        help_text=_("What tells two letters of one rule about one record apart."),
    )
    purpose = models.CharField(_("purpose"), max_length=80, blank=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    title = EncryptedTextField(_("title"), blank=True)
    text = EncryptedTextField(_("text"), blank=True)
    html = EncryptedTextField(_("formatted text"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    headers = EncryptedTextField(_("headers"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0)
    losses = models.PositiveSmallIntegerField(
        _("losses"), default=0, help_text=_("How often it was begun and no answer came.")
    )
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    planned_at = models.DateTimeField(_("planned at"), db_default=Now(), editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("emptied at"), null=True, blank=True)

    objects: Any = MessageQuerySet.as_manager()

    data_class = DataClass.AUDIT

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id", "recipient", "moment"],
                name="a_letter_is_planned_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_letter_is_sent_at_a_moment", condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent")
            ),
            models.CheckConstraint(
                name="a_letter_being_sent_is_leased",
                condition=Q(state="sending", lease__isnull=False, leased_until__isnull=False) | ~Q(state="sending"),
            ),
        ]
        indexes = [
            # The sweeper asks every few seconds, and almost every letter is sent.
            models.Index(fields=["not_before"], name="letters_planned", condition=Q(state="planned")),
            models.Index(fields=["leased_until"], name="letters_being_sent", condition=Q(state="sending")),
            models.Index(
                fields=["id"],
                name="letters_troubled",
                condition=Q(state__in=["doubtful", "failed"]),
            ),
            models.Index(fields=["planned_at"], name="letters_not_emptied", condition=Q(emptied_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return occasions.in_words(self.rule)

    @property
    def message_id(self) -> str:
        """The same on every try, so that whoever receives it twice can tell."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<{self.public_id}@{domain}>"

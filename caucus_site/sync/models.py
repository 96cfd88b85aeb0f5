"""Partner systems and the keys they come with."""

import datetime
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.models import Record
from caucus_site.core.scopes import Scope
from members.models import Organisation

DAYS_AT_MOST = 366


@history.tracked
class PartnerClient(Record):
    """A system outside the house that reads from this one, under an agreement."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("Of the system, such as “Field office, country pages”.")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_clients",
        verbose_name=_("organisation"),
        help_text=_("Who runs it. Empty for systems of the caucus's own, such as a chapter's site."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_clients",
        verbose_name=_("answers for it"),
        help_text=_("The account of somebody here who knows the partner."),
    )
    contact = EncryptedTextField(
        _("contact"),
        blank=True,
        help_text=_("The e-mail address at the partner for incidents and for keys about to end."),
    )
    agreement = models.CharField(
        _("data-sharing agreement"),
        max_length=120,
        help_text=_("Its number. It binds the partner to delete within 24 hours what is taken back."),
    )
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True, editable=False)

    data_class = DataClass.ACCOUNTS

    class Meta(Record.Meta):
        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="partner_systems_have_names_of_their_own",
                violation_error_message=_("There is a partner system of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    def clean(self) -> None:
        super().clean()
        if self.contact:
            try:
                EmailValidator(__("Write an e-mail address."))(self.contact)
            except ValidationError as refusal:
                raise ValidationError({"contact": refusal}) from None


@history.tracked
class PartnerKey(Record):
    """What a partner system shows with each request. Only a digest is kept; who lost the key gets a new one.

    The secret is 256 random bits, so the digest needs no salt and no slowness.
    """

    client = models.ForeignKey(PartnerClient, models.PROTECT, related_name="keys", verbose_name=_("partner system"))
    prefix = models.CharField(
        _("begins with"), max_length=8, unique=True, editable=False, help_text=_("By this the key is recognised.")
    )
    digest = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope.choices),
        verbose_name=_("may read"),
        help_text=_("Of what is open to partners at all. Reference data needs no tick."),
    )
    expires_at = models.DateTimeField(_("expires at"), help_text=_("At most a year ahead."))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)

    data_class = DataClass.ACCOUNTS
    history_leaves_out = ("digest", "last_used_on")

    class Meta(Record.Meta):
        verbose_name = _("partner key")
        verbose_name_plural = _("partner keys")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="partner_keys_open_something_that_there_is",
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]),
                violation_error_message=_("Choose at least one of the scopes that there are."),
            ),
            models.CheckConstraint(
                name="partner_keys_last_a_year_at_most",
                condition=Q(expires_at__lte=F("created_at") + datetime.timedelta(days=DAYS_AT_MOST)),
                violation_error_message=_("A key lasts a year at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"caucus_{self.prefix}_…"

    def clean(self) -> None:
        super().clean()
        if self.expires_at and not self.pk:
            now = timezone.now()
            if self.expires_at <= now:
                raise ValidationError({"expires_at": __("This is past; the key would never open anything.")})
            if self.expires_at > now + datetime.timedelta(days=DAYS_AT_MOST):
                raise ValidationError({"expires_at": __("A key lasts a year at most.")})

    def opens_with(self, secret: str) -> bool:
        """Whether this is the key's secret, in a time that does not tell how much of it was right."""
        return hmac.compare_digest(digest_of(secret), self.digest)

    @property
    def is_expired(self) -> bool:
        # A form that was filled in badly shows a key without an end.
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def state(self) -> Any:
        if self.revoked_at is not None:
            return _("revoked")
        return _("expired") if self.is_expired else _("valid")


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

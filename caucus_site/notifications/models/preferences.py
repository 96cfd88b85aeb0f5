"""Which kinds of mail an account has switched off."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.principals import Principal


class Purpose(models.TextChoices):
    STATEMENTS = "statements", _("News of statements")
    MISSIONS = "missions", _("News of missions")
    REPORTS = "reports", _("Reports")
    SERVICE = "service", _("Sign-in and safety of the account")


# Without it an account can neither be recovered nor warned.
ALWAYS_ON = Purpose.SERVICE


class PreferenceQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """One's own; the secretariat's all."""
        principal = Principal.of(who)
        if principal.may(Right.READ, self.model.data_class):
            return self.all()
        if not principal.is_signed_in:
            return self.none()
        return self.filter(account=principal.user_id)

    def switched_off(self, purpose: str) -> Self:
        return self.filter(purpose=purpose, is_on=False)


@history.tracked
class Preference(Record):
    """Whether one account wants mail of one purpose, since when, and how it said so. Without a row it does."""

    class Door(models.TextChoices):
        MAIL = "mail", _("Link in a mail")
        PORTAL = "portal", _("Own page")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences", verbose_name=_("account")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    is_on = models.BooleanField(_("wanted"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    door = models.CharField(_("said through"), max_length=8, choices=Door.choices)

    objects = PreferenceQuerySet.as_manager()

    data_class = DataClass.CONTACT

    class Meta(Record.Meta):
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        ordering = ["account", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose"],
                name="an_account_has_one_preference_for_a_purpose",
                violation_error_message=_("This account has said already whether it wants this mail."),
            ),
            models.CheckConstraint(
                name="service_mail_is_always_on",
                condition=~Q(purpose=ALWAYS_ON) | Q(is_on=True),
                violation_error_message=_("Mail about sign-in and the safety of the account cannot be switched off."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

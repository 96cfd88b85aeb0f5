"""What an account follows."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.principals import Principal

SUBJECTS = ("statement", "mission", "campaign", "chapter", "country")


def _follows_only(subject: str | None) -> Q:
    others = {f"{name}__isnull": name != subject for name in SUBJECTS}
    return Q(**others, has_all_statements=subject is None)


def _follows_exactly_one() -> Q:
    allowed = Q()
    for subject in (None, *SUBJECTS):
        allowed |= _follows_only(subject)
    return allowed


class SubscriptionQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """One's own; the secretariat's all, since it answers for who gets which mail."""
        principal = Principal.of(who)
        if principal.may(Right.READ, self.model.data_class):
            return self.all()
        if not principal.is_signed_in:
            return self.none()
        return self.filter(account=principal.user_id)

    def with_subjects(self) -> Self:
        return self.select_related(*SUBJECTS)


@history.tracked
class Subscription(Record):
    """One account follows one thing: a statement, a mission, a campaign, a chapter, a country, or all statements.

    It says what somebody wants to hear of, not what they may see: that is asked anew whenever something is told.
    """

    class Way(models.TextChoices):
        AT_ONCE = "at_once", _("By mail, at once")
        SILENT = "silent", _("On my page only, without mail")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions", verbose_name=_("account")
    )
    statement = models.ForeignKey(
        "advocacy.Statement",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("statement"),
    )
    mission = models.ForeignKey(
        "events.FactFindingMission",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("mission"),
    )
    campaign = models.ForeignKey(
        "advocacy.Campaign",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("campaign"),
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("chapter"),
        help_text=_("With all chapters below it."),
    )
    country = models.ForeignKey(
        "members.Country",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("country"),
    )
    has_all_statements = models.BooleanField(_("all statements of the caucus"), default=False)
    way = models.CharField(_("how"), max_length=10, choices=Way.choices, default=Way.AT_ONCE)

    objects = SubscriptionQuerySet.as_manager()

    data_class = DataClass.CONTACT

    class Meta(Record.Meta):
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_subscription_follows_exactly_one_thing",
                condition=_follows_exactly_one(),
                violation_error_message=_("Follow one thing: choose it, and leave the others empty."),
            ),
            models.UniqueConstraint(
                fields=["account", *SUBJECTS, "has_all_statements"],
                name="an_account_follows_a_thing_once",
                nulls_distinct=False,
                violation_error_message=_("This account follows it already."),
            ),
        ]

    def __str__(self) -> str:
        # Without what is followed: lists of what a deletion takes along show rows whose subject may be hidden.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def kind(self) -> str:
        """Which of the subjects it is; empty for all statements."""
        return next((name for name in SUBJECTS if getattr(self, f"{name}_id") is not None), "")

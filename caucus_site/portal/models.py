"""What the portal itself remembers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LastLookQuerySet(models.QuerySet):
    def position_of(self, account_id: int) -> int | None:
        """Up to where the account has read the journal; None if it never said so."""
        return self.filter(account=account_id).values_list("position", flat=True).first()

    def of(self, account_id: int) -> Self:
        return self.filter(account=account_id)


class LastLook(models.Model):
    """Up to which entry of the journal an account has read its news.

    Not a `Record`: when a member opens a page is nobody's business, so there is no history, no moment and no page of
    the desk, only the last position.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("account")
    )
    position = models.PositiveBigIntegerField(_("read up to"))

    objects = LastLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("last look")
        verbose_name_plural = _("last looks")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.position}"

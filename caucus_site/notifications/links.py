"""Addresses in letters: made of the site's own setting, never of what a request claims to be its host."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from caucus_site.core.models import User
from caucus_site.notifications.models import Purpose
from caucus_site.notifications.models.preferences import ALWAYS_ON

SALT = "caucus.notifications.unsubscribe"


@dataclass(frozen=True)
class Asked:
    """What a link in a letter asks to stop: mail of one purpose to one account."""

    account: User
    purpose: Purpose


def of_statement(statement: Any) -> str:
    return _address("portal:statement", statement.public_id)


def to_unsubscribe(account: Any, purpose: str) -> str:
    """The same in every letter of the purpose: it tells letters apart no more than readers' habits.

    It does not expire, since a letter may be found years later, but it dies with the key that signed it.
    """
    return _address("notifications:unsubscribe", _signer().sign(f"{account.public_id}.{purpose}"))


def read(token: str) -> Asked | None:
    """None for what we have not signed, or for whom there is no account any more."""
    try:
        public_id, _dot, purpose = _signer().unsign(token).partition(".")
        account = User.objects.filter(public_id=public_id).first()
    except (BadSignature, ValidationError):
        return None
    if account is None or purpose not in Purpose.values or purpose == ALWAYS_ON:
        return None
    return Asked(account, Purpose(purpose))


def _signer() -> Signer:
    # Without the colon, which some mail programs take for the end of an address.
    return Signer(sep=".", salt=SALT)


def _address(name: str, *args: Any) -> str:
    return settings.CAUCUS_BASE_URL + reverse(name, args=args)

"""A partner's key in the header `Authorization: Bearer …`, and nowhere else: addresses end up in logs."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as __
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from caucus_site.core.data_classes import Role
from caucus_site.core.principals import Principal
from caucus_site.sync.models import PartnerClient, PartnerKey, digest_of
from caucus_site.sync.services.partners import MARK

LONGEST_HEADER = 200


@dataclass(frozen=True)
class PartnerSystem:
    """Who asks when a key does: nobody with an account, so history and journal name no user."""

    client: PartnerClient
    key: PartnerKey

    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False
    is_active: ClassVar[bool] = True

    def as_principal(self) -> Principal:
        return Principal(role=Role.PARTNER, client_id=self.client.pk, scopes=frozenset(self.key.scopes))


class PartnerKeyAuthentication(BaseAuthentication):
    """Who shows any credentials is let in by them or refused; never taken for the public.

    That a key has expired, is revoked or suspended is told only to who has the whole of it.
    """

    def authenticate(self, request: Request) -> tuple[PartnerSystem, PartnerKey] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        prefix, secret = _parts(header)
        key = _find(prefix)
        if key is None:
            digest_of(secret)
            raise _unknown()
        if not key.opens_with(secret):
            raise _unknown()
        _refuse_ended(key)
        _note_use(key)
        return PartnerSystem(key.client, key), key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return 'Bearer realm="api"'


def _parts(header: str) -> tuple[str, str]:
    scheme, _space, credentials = header.partition(" ")
    mark, prefix, secret = [*credentials.strip().split("_", 2), "", ""][:3]
    is_a_key = scheme.lower() == "bearer" and mark == MARK and prefix and secret
    if not is_a_key or len(header) > LONGEST_HEADER or not (prefix + secret).isalnum() or not header.isascii():
        raise _unknown()
    return prefix, secret


def _find(prefix: str) -> PartnerKey | None:
    return (
        PartnerKey.objects.filter(prefix=prefix)
        .select_related("client")
        .only("prefix", "digest", "scopes", "expires_at", "revoked_at", "last_used_on", "client__suspended_at")
        .first()
    )


def _refuse_ended(key: PartnerKey) -> None:
    if key.revoked_at is not None:
        raise AuthenticationFailed(__("This key has been revoked. Ask the secretariat for a new one."))
    if key.is_expired:
        raise AuthenticationFailed(
            __("This key ended on %(day)s. Ask the secretariat for a new one.")
            % {"day": date_format(key.expires_at, "j F Y")}
        )
    if key.client.is_suspended:
        raise AuthenticationFailed(__("This partner system is suspended. Write to the secretariat."))


def _note_use(key: PartnerKey) -> None:
    today = timezone.localdate()
    if key.last_used_on != today:
        PartnerKey.objects.filter(pk=key.pk).update(last_used_on=today)


def _unknown() -> AuthenticationFailed:
    return AuthenticationFailed(__("This is no key of ours. Send “Authorization: Bearer caucus_…” with the whole key."))

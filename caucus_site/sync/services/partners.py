"""Letting partner systems in, and shutting them out."""

import base64
import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from caucus_site.core import journal
from caucus_site.sync.models import PartnerClient, PartnerKey, digest_of

MARK = "caucus"
SECRET_BYTES = 32
PREFIX_BYTES = 5


@dataclass(frozen=True)
class MadeKey:
    """A new key, and the text of it, which exists here and nowhere else."""

    key: PartnerKey
    text: str


def cut(key: PartnerKey) -> str:
    """Give a key that is not stored yet its prefix and secret. Returns its text: show it once, keep it nowhere."""
    secret = _letters(SECRET_BYTES)
    key.prefix = _letters(PREFIX_BYTES)
    key.digest = digest_of(secret)
    return f"{MARK}_{key.prefix}_{secret}"


@transaction.atomic
def make_key(client: PartnerClient, *, scopes: Sequence[str], days: int, acting_user: Any = None) -> MadeKey:
    """Store a new key for the client. Keys made before go on working until they end or are revoked."""
    key = PartnerKey(client=client, scopes=list(scopes), expires_at=timezone.now() + datetime.timedelta(days=days))
    text = cut(key)
    key.full_clean()
    key.save()
    note_made(key, acting_user=acting_user)
    return MadeKey(key, text)


def note_made(key: PartnerKey, *, acting_user: Any = None) -> None:
    journal.record(
        "sync.key_made",
        key,
        actor=acting_user,
        client=str(key.client.public_id),
        scopes=key.scopes,
        expires_at=key.expires_at.isoformat(),
    )


@transaction.atomic
def revoke(key: PartnerKey, *, acting_user: Any = None) -> PartnerKey:
    """End the key, for good. Revoking twice is revoking once."""
    key = PartnerKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        journal.record("sync.key_revoked", key, actor=acting_user)
    return key


@transaction.atomic
def suspend(client: PartnerClient, *, acting_user: Any = None) -> PartnerClient:
    """Shut out all keys of the client from the next request on, until it is let in again."""
    client = PartnerClient.objects.select_for_update().get(pk=client.pk)
    if client.suspended_at is None:
        client.suspended_at = timezone.now()
        client.save(update_fields=["suspended_at"])
        journal.record("sync.client_suspended", client, actor=acting_user)
    return client


@transaction.atomic
def let_in_again(client: PartnerClient, *, acting_user: Any = None) -> PartnerClient:
    client = PartnerClient.objects.select_for_update().get(pk=client.pk)
    if client.suspended_at is not None:
        client.suspended_at = None
        client.save(update_fields=["suspended_at"])
        journal.record("sync.client_let_in_again", client, actor=acting_user)
    return client


def _letters(size: int) -> str:
    """Random bytes as letters and digits that can be picked with a double click."""
    return base64.b32encode(secrets.token_bytes(size)).decode().rstrip("=").lower()

"""Text that only this installation can read, bound to the row and column it was written in.

AES-256-GCM; the associated data is table, column and the row's public id, so a ciphertext moved to another row or
column, shortened or altered does not open. Keys come from `CAUCUS_ENCRYPTION_KEYS`, newest first: the first seals,
all of them open. `manage.py rotate_keys` seals everything anew with the first.
"""

import base64
import binascii
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _

PREFIX = "c1"
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The ciphertext was altered, cut, moved to another row or column, or its key is not in the ring."""


class KeyRing:
    """Named keys, the first of which seals."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._ciphers: dict[str, AESGCM] = {}
        for entry in entries:
            name, _colon, encoded = entry.strip().partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                key = b""
            if not name or "." in name or len(key) != 32:
                raise ImproperlyConfigured(
                    "CAUCUS_ENCRYPTION_KEYS must be name:key pairs, newest first, each key 32 bytes in base64."
                )
            self._ciphers[name] = AESGCM(key)
        if not self._ciphers:
            raise ImproperlyConfigured("CAUCUS_ENCRYPTION_KEYS holds no key.")
        self.primary = next(iter(self._ciphers))

    def seal(self, text: str, bound_to: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[self.primary].encrypt(nonce, text.encode(), bound_to.encode())
        return f"{PREFIX}.{self.primary}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, ciphertext: str, bound_to: str) -> str:
        refusal = CannotOpen(f"A sealed value of {bound_to.rpartition(':')[0]} does not open.")
        prefix, _dot, rest = ciphertext.partition(".")
        name, _dot, encoded = rest.partition(".")
        if prefix != PREFIX or name not in self._ciphers:
            raise refusal
        try:
            sealed = base64.b64decode(encoded, altchars=b"-_", validate=True)
            # The last letter has bits to spare; a seal is written in one way only.
            if base64.urlsafe_b64encode(sealed).decode() != encoded:
                raise refusal
            return self._ciphers[name].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()).decode()
        except (ValueError, InvalidTag) as error:
            raise refusal from error

    def is_current(self, ciphertext: str) -> bool:
        return ciphertext.startswith(f"{PREFIX}.{self.primary}.")


@lru_cache(maxsize=4)
def _ring(entries: tuple[str, ...]) -> KeyRing:
    return KeyRing(entries)


def key_ring() -> KeyRing:
    return _ring(tuple(settings.CAUCUS_ENCRYPTION_KEYS))


class Sealed(str):
    """A ciphertext on its way between database and instance. Shown by accident, it says nothing."""

    __slots__ = ()

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__


class SealedAttribute:
    """Opens the value when it is read, since only the instance knows which row it belongs to."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        values = instance.__dict__
        if self.field.attname not in values:
            instance.refresh_from_db(fields=[self.field.attname])
        value = values[self.field.attname]
        if isinstance(value, Sealed):
            ciphertext = value
            value = key_ring().open(str.__str__(ciphertext), self.field.binding(instance))
            values[self.field.attname] = value
            self.field.remember(instance, value, ciphertext)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text sealed in the database. Empty text is stored as it is: there is nothing to hide in it.

    Only saving an instance can seal, because the row's public id is part of the seal: `update()`, `bulk_update()`
    and lookups by value are refused, and the column's own check refuses whatever is not sealed. Saving a text that has
    not changed keeps its seal, so that it leaves no trace in the history; unless its key is to be retired.
    """

    description = _("Encrypted text")

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def binding(self, instance: models.Model) -> str:
        # A history row is bound as the row that it copies.
        model = getattr(type(instance), "pgh_tracked_model", type(instance))
        return f"{model._meta.db_table}.{self.column}:{instance.public_id}"  # type: ignore[attr-defined]

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return Sealed(value) if value else value

    def db_check(self, connection: Any) -> str | None:
        # Not LIKE: a percent sign would be taken for a placeholder.
        column = connection.ops.quote_name(self.column)
        return f"{column} = '' OR starts_with({column}, '{PREFIX}.')"

    def remember(self, instance: models.Model, text: str, ciphertext: Sealed) -> None:
        instance.__dict__[f"_{self.attname}_as_sealed"] = (text, ciphertext, self.binding(instance))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if not value:
            return value
        ring, binding = key_ring(), self.binding(model_instance)
        if isinstance(value, Sealed):
            if ring.is_current(value) and not add:
                return value
            try:
                text = ring.open(str.__str__(value), binding)
            except CannotOpen:
                # A copy of another row would be lost for good; a row of one's own is no worse off than before.
                if add:
                    raise
                return value
            self.remember(model_instance, text, value)
        else:
            text = value
        known = model_instance.__dict__.get(f"_{self.attname}_as_sealed")
        if known and known[0] == text and known[2] == binding and ring.is_current(known[1]):
            return known[1]
        sealed = Sealed(ring.seal(text, binding))
        self.remember(model_instance, text, sealed)
        return sealed

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value and not isinstance(value, Sealed) and not hasattr(value, "as_sql"):
            raise FieldError(f"{self.name} can only be sealed by saving its record, not by update() or bulk_update().")
        return str.__str__(value) if isinstance(value, Sealed) else super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        # "df", "is distinct from", is how triggers see that a seal was replaced; by value it finds nothing.
        if lookup_name not in {"isnull", "df"}:
            raise FieldError(f"{self.name} is encrypted and cannot be searched by its value.")
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().formfield(**{"widget": forms.Textarea, **kwargs})


def sealed_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted column of every model, history included."""
    from django.apps import apps

    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field

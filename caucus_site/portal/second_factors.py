"""The secrets of second factors lie in allauth's table; when keys change, they are sealed anew like all others."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from caucus_site.core.encryption import CannotOpen, KeyRing
from caucus_site.core.rotation import Tally, Unreadable

# What the secrets are bound to. They are made before the row that holds them has a key.
BINDING = "mfa_authenticator.data"
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def reseal(ring: KeyRing) -> Tally:
    """Each row under its own lock, so that a code that is used meanwhile stays used."""
    tally = Tally()
    for key in Authenticator.objects.filter(type__in=SECRETS).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            name = SECRETS[Authenticator.Type(row.type)]
            sealed = row.data.get(name, "")
            try:
                text = ring.open(sealed, BINDING)
            except CannotOpen:
                tally.unreadable.append(Unreadable(Authenticator._meta.db_table, "data", f"no. {key}"))
                continue
            if ring.is_current(sealed):
                tally.already_current += 1
                continue
            row.data[name] = ring.seal(text, BINDING)
            row.save(update_fields=["data"])
            tally.resealed += 1
    return tally

"""Let a partner system in: its record, and a key that is shown once."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from caucus_site.core.models import User
from caucus_site.core.scopes import Scope
from caucus_site.sync.models import DAYS_AT_MOST, PartnerClient
from caucus_site.sync.services import partners
from caucus_site.sync.services.partners import MadeKey
from members.models import Organisation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the partner system, such as “Field office, country pages”")
        parser.add_argument("--scopes", required=True, help=f"what the key opens, of: {', '.join(Scope.values)}")
        parser.add_argument("--days", type=int, default=365, help=f"how long the key lasts, at most {DAYS_AT_MOST}")
        parser.add_argument("--organisation", help="who runs the system: its id, or its name as it is on record")
        parser.add_argument("--agreement", help="number of the data-sharing agreement")
        parser.add_argument("--contact", default="", help="e-mail address at the partner, for incidents")
        parser.add_argument("--owner", help="e-mail address of the account here that answers for the partner")
        parser.add_argument("--another-key", action="store_true", help="give a system that is known a further key")

    @transaction.atomic
    def handle(self, *, name: str, scopes: str, days: int, another_key: bool, **facts: Any) -> None:
        chosen = scopes_of(scopes)
        if not 1 <= days <= DAYS_AT_MOST:
            raise CommandError(f"A key lasts from 1 to {DAYS_AT_MOST} days; --days {days} is not among them.")
        try:
            client = self.known(name) if another_key else self.new(name, **facts)
            made = partners.make_key(client, scopes=chosen, days=days)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.tell(made)

    def known(self, name: str) -> PartnerClient:
        client = PartnerClient.objects.filter(name__iexact=name).first()
        if client is None:
            raise CommandError(f"There is no partner system “{name}” yet. Leave out --another-key to make it.")
        return client

    def new(
        self,
        name: str,
        *,
        organisation: str | None,
        agreement: str | None,
        contact: str,
        owner: str | None,
        **options: Any,
    ) -> PartnerClient:
        if PartnerClient.objects.filter(name__iexact=name).exists():
            raise CommandError(
                f"There is a partner system “{name}” already, and nothing was changed. "
                "To give it a further key, add --another-key; its other keys go on working."
            )
        client = PartnerClient(
            name=name,
            organisation=organisation_of(organisation) if organisation else None,
            owner=owner_of(owner) if owner else None,
            contact=contact,
            agreement=agreement or f"not signed as of {timezone.localdate()}",
        )
        client.full_clean()
        client.save()
        if not agreement:
            self.stderr.write(
                f"No data-sharing agreement is on record for “{name}” (--agreement): enter its number in the admin."
            )
        return client

    def tell(self, made: MadeKey) -> None:
        key = made.key
        address = f"{settings.CAUCUS_BASE_URL}/api/v1/{key.scopes[0]}?page_size=2"
        self.stdout.write(
            f"{key.client} may read {', '.join(key.scopes)} until {key.expires_at:%Y-%m-%d}.\n"
            "This is its key, shown this once. Whoever has it reads as the partner:\n\n"
            f"  {made.text}\n\n"
            "Try it:\n\n"
            f"  curl -H 'Authorization: Bearer {made.text}' '{address}'\n"
        )


def scopes_of(text: str) -> list[str]:
    named = list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    unknown = [word for word in named if word not in Scope.values]
    if unknown or not named:
        what = f"There is no scope {', '.join(unknown)}." if unknown else "Name at least one scope."
        raise CommandError(f"{what} There are: {', '.join(Scope.values)}.")
    return named


def organisation_of(text: str) -> Organisation:
    try:
        wanted = Q(public_id=uuid.UUID(text))
    except ValueError:
        wanted = Q(name__iexact=text)
    found = list(Organisation.objects.filter(wanted)[:2])
    if not found:
        raise CommandError(f"There is no organisation “{text}” on record. Add it in the admin, or leave this out.")
    if len(found) > 1:
        raise CommandError(f"Several organisations are called “{text}”. Give the id of the one you mean.")
    return found[0]


def owner_of(email: str) -> User:
    owner = User.objects.filter(email=email.lower(), is_active=True).first()
    if owner is None:
        raise CommandError(f"There is no active account with the address {email}.")
    return owner

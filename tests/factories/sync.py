"""The smallest valid partner systems and keys. A key's text is `caucus_<prefix>_` and `SECRET`."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from caucus_site.core.scopes import Scope
from caucus_site.sync import models

SECRET = "s" * 52


class PartnerClientFactory(DjangoModelFactory):
    class Meta:
        model = models.PartnerClient

    name = factory.Sequence(lambda n: f"Partner {n}")
    agreement = "DSA 1"


class PartnerKeyFactory(DjangoModelFactory):
    class Meta:
        model = models.PartnerKey

    client = factory.SubFactory(PartnerClientFactory)
    prefix = factory.Sequence(lambda n: f"{n:08}")
    digest = models.digest_of(SECRET)
    scopes = factory.LazyFunction(lambda: list(Scope.values))
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=30))


def text_of(key):
    return f"caucus_{key.prefix}_{SECRET}"

"""The smallest valid traces of the secretariat's larger acts."""

import factory
from factory.django import DjangoModelFactory

from caucus_site.procedures import models


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportBatch

    file_name = factory.Sequence(lambda n: f"people-{n}.json")
    file_sha256 = "0" * 64
    format = models.ImportBatch.Format.POPOLO
    country = factory.SubFactory("tests.factories.members.CountryFactory")

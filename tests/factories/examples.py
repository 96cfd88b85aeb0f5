"""The smallest valid rows of `tests.examples`."""

import factory
from factory.django import DjangoModelFactory

from tests.examples import models


class TermFactory(DjangoModelFactory):
    class Meta:
        model = models.Term

    holder = factory.Sequence(lambda n: f"Holder {n}")


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = models.Note

    text = "what nobody else may read"

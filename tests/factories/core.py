"""The smallest valid accounts, sources, compartments and journal entries."""

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from caucus_site.core import models
from caucus_site.core.data_classes import Duty, Role


class UserFactory(DjangoModelFactory):
    """An account without a usable password: tests sign in with `force_login`, unless the password is the point."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"account{n}@caucus.example")
    full_name = factory.Sequence(lambda n: f"Account {n}")
    role = Role.OBSERVER
    password = "!"

    class Params:
        superadmin = factory.Trait(role=Role.SUPERADMIN)
        secretariat = factory.Trait(role=Role.SECRETARIAT)
        finance_officer = factory.Trait(role=Role.SECRETARIAT, duties=[Duty.FINANCE])
        case_officer = factory.Trait(role=Role.SECRETARIAT, duties=[Duty.CASES])
        coordinator = factory.Trait(role=Role.COORDINATOR)
        parliamentarian = factory.Trait(role=Role.PARLIAMENTARIAN)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    kind = models.Source.Kind.PUBLICATION
    title = factory.Sequence(lambda n: f"Source {n}")


class CitationFactory(DjangoModelFactory):
    """Supports a source with a source, unless another `subject` is given."""

    class Meta:
        model = models.Citation

    class Params:
        subject = factory.SubFactory(SourceFactory)

    source = factory.SubFactory(SourceFactory)
    subject_type = factory.LazyAttribute(lambda o: ContentType.objects.get_for_model(o.subject))
    subject_id = factory.LazyAttribute(lambda o: o.subject.pk)


class CompartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Compartment

    name = factory.Sequence(lambda n: f"C-{n}")


class CompartmentReaderFactory(DjangoModelFactory):
    class Meta:
        model = models.CompartmentReader

    compartment = factory.SubFactory(CompartmentFactory)
    reader = factory.SubFactory(UserFactory, secretariat=True)


class JournalEntryFactory(DjangoModelFactory):
    class Meta:
        model = models.JournalEntry

    verb = "tests.happened"


class ErrandFactory(DjangoModelFactory):
    class Meta:
        model = models.Errand

    name = "tests.errand"
    slot = factory.Sequence(lambda n: f"slot {n}")


class MessageFactory(DjangoModelFactory):
    """A planned letter to an account of its own."""

    class Meta:
        model = models.Message

    rule = "tests.letter"
    recipient = factory.SubFactory(UserFactory)
    moment = factory.Sequence(lambda n: f"moment {n}")
    title = "A letter"
    text = "Its text."
    address = factory.LazyAttribute(lambda o: o.recipient.email)

"""The smallest valid people, organisations, chapters and their parts."""

import string

import factory
from factory.django import DjangoModelFactory

from members import models
from tests.factories.core import CompartmentFactory

# Codes of no country that a test would name.
SPARE_CODES = [
    first + second for first in "XQWOY" for second in string.ascii_uppercase if first + second not in {"QA", "OM", "YE"}
]


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = models.Country
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: SPARE_CODES[n % len(SPARE_CODES)])
    name = factory.LazyAttribute(lambda o: f"Country {o.code}")


class CorridorFactory(DjangoModelFactory):
    class Meta:
        model = models.Corridor

    origin = factory.SubFactory(CountryFactory)
    destination = factory.SubFactory(CountryFactory)


class CountryRoleFactory(DjangoModelFactory):
    class Meta:
        model = models.CountryRole

    country = factory.SubFactory(CountryFactory)
    role = models.CountryRole.Role.ORIGIN


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = models.Organisation.Kind.CIVIL_SOCIETY

    class Params:
        chamber = factory.Trait(kind=models.Organisation.Kind.CHAMBER)
        party = factory.Trait(kind=models.Organisation.Kind.PARTY)
        forum = factory.Trait(kind=models.Organisation.Kind.FORUM)


class OrganisationNameFactory(DjangoModelFactory):
    class Meta:
        model = models.OrganisationName

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda n: f"Other name {n}")


class OrganisationIdentifierFactory(DjangoModelFactory):
    class Meta:
        model = models.OrganisationIdentifier

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "register"
    value = factory.Sequence(str)


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = models.Succession

    predecessor = factory.SubFactory(OrganisationFactory)
    successor = factory.SubFactory(OrganisationFactory)
    kind = models.Succession.Kind.RENAMED


class BodyMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.BodyMembership

    country = factory.SubFactory(CountryFactory)
    body = factory.SubFactory(OrganisationFactory, forum=True)


class ForumAccessFactory(DjangoModelFactory):
    class Meta:
        model = models.ForumAccess

    forum = factory.SubFactory(OrganisationFactory, forum=True)
    level = models.ForumAccess.Level.PARALLEL


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = models.Area

    name = factory.Sequence(lambda n: f"Area {n}")
    country = factory.SubFactory(CountryFactory)


class AreaIdentifierFactory(DjangoModelFactory):
    class Meta:
        model = models.AreaIdentifier

    area = factory.SubFactory(AreaFactory)
    scheme = "register"
    value = factory.Sequence(str)


class ChamberTermFactory(DjangoModelFactory):
    class Meta:
        model = models.ChamberTerm

    chamber = factory.SubFactory(OrganisationFactory, chamber=True)
    name = factory.Sequence(lambda n: f"Term {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda n: f"Person {n}")


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonName

    person = factory.SubFactory(PersonFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = models.Identifier

    person = factory.SubFactory(PersonFactory)
    scheme = "register"
    value = factory.Sequence(str)


class BiographyFactory(DjangoModelFactory):
    class Meta:
        model = models.Biography

    person = factory.SubFactory(PersonFactory)
    text = "Works for migrants."


class PersonLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonLink

    person = factory.SubFactory(PersonFactory)
    url = factory.Sequence(lambda n: f"https://people.example/{n}")


class ContactDetailFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactDetail

    person = factory.SubFactory(PersonFactory)
    kind = models.ContactDetail.Kind.EMAIL
    value = factory.Sequence(lambda n: f"person{n}@parliament.example")


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = models.Mandate

    person = factory.SubFactory(PersonFactory)
    chamber = factory.SubFactory(OrganisationFactory, chamber=True)


class StandingEventFactory(DjangoModelFactory):
    class Meta:
        model = models.StandingEvent

    person = factory.SubFactory(PersonFactory)
    kind = models.StandingEvent.Kind.SWORN_IN


class RegionalCaucusFactory(DjangoModelFactory):
    """The root of the tree: there is one, so asking again gives the same."""

    class Meta:
        model = models.Chapter

    name = "Regional caucus"
    state = models.Chapter.State.ACTIVE

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.filter(parent__isnull=True).first() or super()._create(model_class, *args, **kwargs)


class ChapterFactory(DjangoModelFactory):
    """An active national chapter, just below the root."""

    class Meta:
        model = models.Chapter

    name = factory.Sequence(lambda n: f"Chapter {n}")
    parent = factory.SubFactory(RegionalCaucusFactory)
    state = models.Chapter.State.ACTIVE


class ChapterNameFactory(DjangoModelFactory):
    class Meta:
        model = models.ChapterName

    chapter = factory.SubFactory(ChapterFactory)
    text = factory.Sequence(lambda n: f"Former name {n}")


class ChapterObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = models.ChapterObjective

    chapter = factory.SubFactory(ChapterFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Fair recruitment."


class ChapterSupporterFactory(DjangoModelFactory):
    class Meta:
        model = models.ChapterSupporter

    chapter = factory.SubFactory(ChapterFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    person = factory.SubFactory(PersonFactory)
    chapter = factory.SubFactory(ChapterFactory)
    category = models.Membership.Category.SITTING
    status = models.Membership.Status.ACTIVE


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = models.Office

    person = factory.SubFactory(PersonFactory)
    chapter = factory.SubFactory(ChapterFactory)
    kind = models.Office.Kind.CHAIR


class AideFactory(DjangoModelFactory):
    class Meta:
        model = models.Aide

    aide = factory.SubFactory(PersonFactory, has_public_profile=False)
    acts_for = factory.SubFactory(PersonFactory)
    purposes = factory.LazyFunction(lambda: [models.Aide.Purpose.READ])
    began_on = "2020-01-01"
    ended_on = "2099-12-31"


class ProtectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Protection

    person = factory.SubFactory(PersonFactory)
    level = models.Level.HIDDEN


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = models.Incident

    compartment = factory.SubFactory(CompartmentFactory)
    person = factory.SubFactory(PersonFactory)
    kind = models.Incident.Kind.THREAT

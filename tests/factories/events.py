"""The smallest valid gathering, mission, testimony and their parts."""

import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from events import models


class GatheringSeriesFactory(DjangoModelFactory):
    class Meta:
        model = models.GatheringSeries

    name = factory.Sequence(lambda n: f"Series {n}")


class GatheringFactory(DjangoModelFactory):
    class Meta:
        model = models.Gathering

    title = factory.Sequence(lambda n: f"Gathering {n}")
    kind = models.Gathering.Kind.WORKSHOP
    level = models.Gathering.Level.REGIONAL

    class Params:
        public = factory.Trait(state=models.Gathering.State.HELD, is_public=True)


class GatheringHostFactory(DjangoModelFactory):
    class Meta:
        model = models.GatheringHost

    gathering = factory.SubFactory(GatheringFactory)
    organisation = factory.SubFactory("tests.factories.members.OrganisationFactory")


class ProgrammeItemFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgrammeItem

    gathering = factory.SubFactory(GatheringFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Opening"


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Decision

    gathering = factory.SubFactory(GatheringFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "To meet again."


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    gathering = factory.SubFactory(GatheringFactory)
    person = factory.SubFactory("tests.factories.members.PersonFactory")


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionPlan

    gathering = factory.SubFactory(GatheringFactory)
    title = factory.Sequence(lambda n: f"Action plan {n}")


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionItem

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Ask the ministry."


class FactFindingMissionFactory(DjangoModelFactory):
    class Meta:
        model = models.FactFindingMission

    title = factory.Sequence(lambda n: f"Mission {n}")

    class Params:
        public = factory.Trait(state=models.FactFindingMission.State.PUBLISHED, is_public=True)


class DelegateFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegate

    mission = factory.SubFactory(FactFindingMissionFactory)
    person = factory.SubFactory("tests.factories.members.PersonFactory")


class MissionPlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.MissionPlace

    mission = factory.SubFactory(FactFindingMissionFactory)
    country = factory.SubFactory("tests.factories.members.CountryFactory")


class OrganisationMetFactory(DjangoModelFactory):
    class Meta:
        model = models.OrganisationMet

    place = factory.SubFactory(MissionPlaceFactory)
    organisation = factory.SubFactory("tests.factories.members.OrganisationFactory")


class PersonMetFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonMet

    mission = factory.SubFactory(FactFindingMissionFactory)
    name = "A shelter resident"


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Finding

    mission = factory.SubFactory(FactFindingMissionFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Passports are withheld"


class TestimonyFactory(DjangoModelFactory):
    __test__ = False

    class Meta:
        model = models.Testimony

    compartment = factory.SubFactory("tests.factories.core.CompartmentFactory")
    mission = factory.SubFactory(FactFindingMissionFactory)
    text = "They kept my passport."


class WitnessIdentityFactory(DjangoModelFactory):
    class Meta:
        model = models.WitnessIdentity

    testimony = factory.SubFactory(TestimonyFactory)
    compartment = factory.SelfAttribute("testimony.compartment")
    name = "A name"


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    compartment = factory.SubFactory("tests.factories.core.CompartmentFactory")
    mission = factory.SubFactory(FactFindingMissionFactory)
    kind = models.Evidence.Kind.DOCUMENT
    original_sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    original_size = 6
    media_type = "text/plain"
    original = factory.LazyFunction(lambda: ContentFile(b"a file", name="file.txt"))


class FindingTestimonyFactory(DjangoModelFactory):
    class Meta:
        model = models.FindingTestimony

    finding = factory.SubFactory(FindingFactory)
    testimony = factory.SubFactory(TestimonyFactory, mission=factory.SelfAttribute("..finding.mission"))


class FindingEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.FindingEvidence

    finding = factory.SubFactory(FindingFactory)
    evidence = factory.SubFactory(EvidenceFactory, mission=factory.SelfAttribute("..finding.mission"))

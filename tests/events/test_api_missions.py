"""Missions and findings over REST: the public edition, whoever asks, and nothing of the file behind it."""

import pytest
from django.test import Client

from events.models import FactFindingMission
from members.models import Level
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, HOME, INSIDE, MARK, STAFF, marked
from tests.factories.core import CompartmentFactory, CompartmentReaderFactory
from tests.factories.events import (
    DelegateFactory,
    EvidenceFactory,
    FactFindingMissionFactory,
    FindingEvidenceFactory,
    FindingFactory,
    FindingTestimonyFactory,
    MissionPlaceFactory,
    OrganisationMetFactory,
    PersonMetFactory,
    TestimonyFactory,
    WitnessIdentityFactory,
)
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
MISSIONS = f"{V1}/missions"
SHOWN = ("title", "outcome", "name", "capacity_text", "text")


def found(path):
    return [row["id"] for row in Client().get(V1 + path).json()["results"]]


def stub(record, **more):
    return {"id": str(record.public_id), "name": getattr(record, "name", None) or record.title, **more}


@pytest.fixture
def mission():
    nepal, qatar = CountryFactory(code="NP", name="Nepal"), CountryFactory(code="QA", name="Qatar")
    mission = FactFindingMissionFactory(
        public=True, title="Workers in Qatar", began_on="2014-04-14", ended_on="2014-04", outcome="A report.",
        initiator_kind="partner", initiating_organisation=OrganisationFactory(name="Union"), chapter=ChapterFactory(),
    )  # fmt: skip
    for country in (qatar, nepal, qatar):
        MissionPlaceFactory(mission=mission, country=country, place="A camp", purpose="To listen.")
    DelegateFactory(mission=mission, role="lead", capacity="former", capacity_text="MP", country=nepal, is_public=True)
    FindingFactory(mission=mission, number=2, title="Passports", text="Withheld.", theme="documents")
    return mission


def test_a_mission_with_all_that_is_shown(mission):
    delegate, finding = mission.delegates.get(), mission.findings.get()

    assert Client().get(f"{MISSIONS}/{mission.public_id}").json() == {
        "id": str(mission.public_id),
        "title": "Workers in Qatar",
        "initiator_kind": "partner",
        "initiating_chapter": None,
        "initiating_person": None,
        "initiating_organisation": stub(mission.initiating_organisation),
        "chapter": stub(mission.chapter),
        "state": "published",
        "began_on": "2014-04-14",
        "ended_on": "2014-04",
        "outcome": "A report.",
        "countries": [
            {"id": str(place.country.public_id), "name": place.country.name, "code": place.country.code}
            for place in mission.places.order_by("pk")[:2]
        ],
        "delegates": [
            {
                "person": stub(delegate.person),
                "role": "lead",
                "capacity": "former",
                "capacity_text": "MP",
                "country": stub(delegate.country, code="NP"),
            }
        ],
        "findings": [
            {
                "id": str(finding.public_id),
                "number": 2,
                "title": "Passports",
                "text": "Withheld.",
                "theme": "documents",
            }
        ],
    }


def test_a_finding_with_all_that_is_shown(mission):
    finding = mission.findings.get()

    assert Client().get(f"{V1}/findings/{finding.public_id}").json() == {
        "id": str(finding.public_id),
        "mission": stub(mission),
        "number": 2,
        "title": "Passports",
        "text": "Withheld.",
        "theme": "documents",
    }
    assert found(f"/findings?mission={mission.public_id}") == found("/findings?theme=documents,wages")
    assert found("/findings?theme=wages") == []


def test_missions_are_found_by_country_chapter_state_delegate_and_day(mission):
    this = [str(mission.public_id)]
    other = [str(FactFindingMissionFactory(public=True, state="closed", began_on="2010").public_id)]

    assert found("/missions") == this + other
    assert found("/missions?country=QA,NP") == this
    assert found("/missions?country=TH") == []
    assert found(f"/missions?chapter={mission.chapter.public_id}") == this
    assert found("/missions?state=closed") == other
    assert found(f"/missions?delegate={mission.delegates.get().person.public_id}") == this
    assert found("/missions?from_on=2014-04-30") == this
    assert found("/missions?until_on=2012-01-01") == other


@pytest.fixture
def world():
    return readers.world()


def plant(row, **facts):
    """A mission with everything that its file holds, all of it marked."""
    mission = marked(FactFindingMissionFactory, row, **facts)
    place = marked(MissionPlaceFactory, row, mission=mission)
    marked(OrganisationMetFactory, row, place=place)
    marked(PersonMetFactory, row, mission=mission)
    marked(DelegateFactory, row, mission=mission, person=marked(PersonFactory, f"{row}_inner"))
    marked(DelegateFactory, row, mission=mission, person=marked(PersonFactory, f"{row}_named"), is_public=True)
    finding = marked(FindingFactory, row, mission=mission)
    testimony = marked(TestimonyFactory, row, mission=mission)
    marked(WitnessIdentityFactory, row, testimony=testimony)
    marked(FindingTestimonyFactory, row, finding=finding, testimony=testimony)
    marked(FindingEvidenceFactory, row, finding=finding, evidence=marked(EvidenceFactory, row, mission=mission))
    return mission


def test_missions_and_findings_are_told_to_those_whom_they_concern_until_they_are_public(world):
    compartment = CompartmentFactory()
    CompartmentReaderFactory(compartment=compartment, reader=world.accounts["member_abroad"])
    hiding = PersonFactory()
    ProtectionFactory(person=hiding, level=Level.GUARDED)
    missions = {
        "public": plant("public", public=True),
        "planned": plant("planned", chapter=world.home),
        "closed_circle": plant("closed_circle", chapter=world.home, compartment=compartment),
        "of_nobody": plant("of_nobody", state=FactFindingMission.State.PUBLISHED),
        "of_one_guarded": plant("of_one_guarded", public=True, initiator_kind="member", initiating_person=hiding),
    }
    who_knows = {
        "public": EVERYBODY,
        "planned": HOME | STAFF,
        "closed_circle": {"coordinator", "member_abroad"} | STAFF,
        "of_nobody": STAFF,
        "of_one_guarded": INSIDE | STAFF,
    }

    readers.assert_only_readers_learn(world.clients, MISSIONS, missions, who_knows, shown=SHOWN)
    findings = {name: mission.findings.get() for name, mission in missions.items()}
    readers.assert_only_readers_learn(world.clients, f"{V1}/findings", findings, who_knows, shown=SHOWN)

    for name, knowing in who_knows.items():
        for reader in EVERYBODY - knowing:
            client = world.clients[reader]
            assert readers.finds_nothing_by(client, f"{V1}/findings", "mission", missions[name]), (reader, name)


def test_delegates_who_are_not_named_in_public(world):
    mission = plant("mission", public=True, chapter=world.home)
    inner, named = mission.delegates.order_by("pk")

    for reader, client in world.clients.items():
        knows_all = reader in HOME | STAFF
        told = {row for row, _field in readers.told_to(client, MISSIONS)}
        assert told == {"mission", "mission_named", *(["mission_inner"] if knows_all else [])}, reader
        by_inner = readers.ids_of(client, f"{MISSIONS}?delegate={inner.person.public_id}")
        assert by_inner == ([str(mission.public_id)] if knows_all else []), reader
        assert readers.ids_of(client, f"{MISSIONS}?delegate={named.person.public_id}") == [str(mission.public_id)]


@pytest.mark.parametrize(
    ("level", "who_knows"),
    [(Level.GUARDED, INSIDE | STAFF), (Level.HIDDEN, STAFF), (Level.LOCKED, {"case_officer"})],
)
def test_delegates_who_are_hidden_since(world, level, who_knows):
    mission = FactFindingMissionFactory(public=True)
    person = marked(PersonFactory, "delegate")
    DelegateFactory(mission=mission, person=person, is_public=True)
    ProtectionFactory(person=person, level=level)

    for reader, client in world.clients.items():
        (row,) = readers.rows_of(client, MISSIONS)
        assert len(row["delegates"]) == (1 if reader in who_knows else 0), reader
        assert bool(MARK.search(str(row))) == (reader in who_knows), reader
        if reader not in who_knows:
            assert readers.finds_nothing_by(client, MISSIONS, "delegate", person), reader

"""Missions, gatherings and recommendations: the public edition, and what only those inside read."""

import datetime
import uuid

import pytest
from django.urls import reverse

from advocacy.models import FollowUp
from caucus_site.core.models import CompartmentReader
from events.models import Attendance, Delegate, Finding
from tests.advocacy.worlds import two_chapters
from tests.factories.advocacy import (
    FollowUpFactory,
    ParliamentaryActionFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    RecommendationFindingFactory,
    StatementFactory,
)
from tests.factories.core import CompartmentFactory
from tests.factories.events import (
    ActionItemFactory,
    ActionPlanFactory,
    AttendanceFactory,
    DecisionFactory,
    DelegateFactory,
    EvidenceFactory,
    FactFindingMissionFactory,
    FindingFactory,
    GatheringFactory,
    GatheringHostFactory,
    MissionPlaceFactory,
    OrganisationMetFactory,
    PersonMetFactory,
    ProgrammeItemFactory,
    TestimonyFactory,
)
from tests.factories.members import ChapterFactory, CountryFactory, PersonFactory, ProtectionFactory
from tests.portal.reading import Readers, client_of, cost, is_like_nothing, words

pytestmark = pytest.mark.django_db

STAFF = {"secretariat", "finance_officer"}
CHAPTER = {"member", "coordinator"} | STAFF


def address(record, name="mission"):
    return reverse(f"portal:{name}", args=[record.public_id])


@pytest.fixture
def world():
    return two_chapters()


@pytest.fixture
def mission(world):
    return FactFindingMissionFactory(
        public=True,
        title="Wages on plantations",
        chapter=world.home,
        outcome="Five demands.",
        terms_of_reference="Terms canary",
        caucus_link="Link canary",
        began_on="2014-04-14",
        ended_on="2014-04-16",
    )


def test_everybody_reads_the_public_edition(world, mission):
    place = MissionPlaceFactory(mission=mission, place="Johor", country=CountryFactory(code="MY", name="Malaysia"))
    OrganisationMetFactory(place=place, note="Note canary")
    FindingFactory(mission=mission, title="Passports are kept", text="By most.")
    RecommendationFactory(statement=None, mission=mission, title="Return them")
    StatementFactory(published=True, mission=mission, title="After the visit")
    DelegateFactory(mission=mission, is_public=True, person__name="Mona Public")

    readers = Readers(world.accounts, address(mission))

    for said in (
        "Wages on plantations",
        "14 April 2014 – 16 April 2014",
        "Five demands.",
        "Johor, Malaysia",
        "Passports are kept",
        "By most.",
        "Return them",
        "After the visit",
        "Mona Public",
    ):
        assert readers.of(said) == set(world.accounts), said
    assert readers.of("Note canary") == set()


def test_the_plan_is_read_by_those_inside_and_marked(world, mission):
    place = MissionPlaceFactory(mission=mission, purpose="Purpose canary", began_on="2014-04-15")
    OrganisationMetFactory(place=place, organisation__name="Shelter canary")
    DelegateFactory(mission=mission, person__name="Discreet canary")
    delegate = world.people.member_abroad
    DelegateFactory(mission=mission, person=delegate)

    readers = Readers(world.accounts, address(mission))

    for canary in (
        "Terms canary",
        "Link canary",
        "Purpose canary",
        "Shelter canary",
        "Discreet canary",
        "15 April 2014",
    ):
        assert readers.of(canary) == CHAPTER | {"member_abroad"}, canary
    assert readers.of("Inside only") == CHAPTER | {"member_abroad"}


def test_a_compartment_closes_the_plan_to_the_chapter(world, mission):
    mission.compartment = CompartmentFactory()
    mission.save()
    CompartmentReader.objects.create(compartment=mission.compartment, reader=world.accounts["member_abroad"])

    readers = Readers(world.accounts, address(mission))

    assert readers.of("Terms canary") == {"coordinator", "member_abroad"} | STAFF


def test_testimony_evidence_and_people_met_are_on_no_page(world, mission):
    compartment = CompartmentFactory()
    for account in world.accounts.values():
        if account is not None:
            CompartmentReader.objects.create(compartment=compartment, reader=account)
    TestimonyFactory(mission=mission, compartment=compartment, text="Testimony canary", code="T-CANARY")
    EvidenceFactory(mission=mission, compartment=compartment, description="Evidence canary")
    PersonMetFactory(mission=mission, name="Met canary", role="Role canary")

    readers = Readers(world.accounts, address(mission))

    for canary in ("Testimony canary", "T-CANARY", "Evidence canary", "Met canary", "Role canary"):
        assert readers.of(canary) == set(), canary


def test_delegates_who_are_hidden_are_not_named(world, mission):
    hidden = ProtectionFactory(level="hidden", person__name="Hidden canary").person
    DelegateFactory(mission=mission, person=hidden, is_public=True)

    readers = Readers(world.accounts, address(mission))

    assert readers.of("Hidden canary") == STAFF


def test_a_mission_that_is_not_public_looks_like_nothing_to_strangers(world):
    plan = FactFindingMissionFactory(title="Plan", chapter=world.home)

    for name, account in world.accounts.items():
        client = client_of(account)
        if name in CHAPTER:
            assert "Nothing of this mission is public yet" in words(client.get(address(plan))), name
        else:
            assert is_like_nothing(client, address(plan), plan.public_id), name


def test_the_list_is_narrowed_by_year_country_chapter_and_words(client, world, mission):
    FactFindingMissionFactory(public=True, title="Fishers", began_on="2019", chapter=world.abroad)
    MissionPlaceFactory(mission=mission, place="Johor", country=CountryFactory(code="MY"))

    def listed(query):
        return [row.title for row in client.get(f"/missions/?{query}").context["page"].rows]

    for query in ("year=2014", "country=MY", f"chapter={world.home.public_id}", "q=johor", "q=plantations wages"):
        assert listed(query) == ["Wages on plantations"], query
    assert listed("") == ["Fishers", "Wages on plantations"]
    assert client.get("/missions/?year=x").status_code == 400
    assert "No mission fits." in words(client.get("/missions/?q=nothing"))


@pytest.mark.parametrize("reader", ["public", "member", "secretariat"])
def test_pages_of_missions_cost_the_same_at_any_number_of_rows(world, mission, reader):
    client = client_of(world.accounts[reader])

    def add(number):
        start = Finding.objects.count()
        Finding.objects.bulk_create(FindingFactory.build(mission=mission, number=start + n + 1) for n in range(number))
        people = type(PersonFactory()).objects.bulk_create(PersonFactory.build_batch(number))
        Delegate.objects.bulk_create(DelegateFactory.build(mission=mission, person=p, is_public=True) for p in people)
        for _ in range(min(number, 40)):
            OrganisationMetFactory(place__mission=mission)
            RecommendationAddresseeFactory(recommendation__statement=None, recommendation__mission=mission)
            StatementFactory(published=True, mission=mission, chapter=world.home)
            MissionPlaceFactory(mission=FactFindingMissionFactory(public=True, chapter=world.home))

    add(10)
    at_ten = cost(client, address(mission)), cost(client, "/missions/")
    add(990)
    assert (cost(client, address(mission)), cost(client, "/missions/")) == at_ten


# --- gatherings -----------------------------------------------------------------------------------------------------


def test_a_public_gathering_and_who_is_named(world):
    gathering = GatheringFactory(public=True, title="Assembly", chapter=world.home, place="Kandy", began_on="2015")
    GatheringHostFactory(gathering=gathering, organisation__name="Host union")
    ProgrammeItemFactory(gathering=gathering, title="Keynote")
    DecisionFactory(gathering=gathering, text="To meet again.")
    AttendanceFactory(gathering=gathering, person__name="Mona Public", is_public=True)
    AttendanceFactory(gathering=gathering, person__name="Discreet canary")
    plan = ActionPlanFactory(gathering=gathering, title="Plan canary")
    ActionItemFactory(plan=plan, text="Item canary")
    StatementFactory(published=True, gathering=gathering, title="Declaration")
    page = address(gathering, "gathering")

    readers = Readers(world.accounts, page)

    for said in ("Assembly", "Kandy", "2015", "Host union", "Keynote", "To meet again.", "Mona Public", "Declaration"):
        assert readers.of(said) == set(world.accounts), said
    for canary in ("Discreet canary", "Plan canary", "Item canary", "Inside only"):
        assert readers.of(canary) == CHAPTER, canary


def test_a_gathering_that_is_not_public_looks_like_nothing_to_strangers(world):
    gathering = GatheringFactory(chapter=world.home)

    assert "This gathering is not public" in words(
        client_of(world.accounts["member"]).get(address(gathering, "gathering"))
    )
    for name in ("public", "observer", "member_abroad"):
        assert is_like_nothing(client_of(world.accounts[name]), address(gathering, "gathering"), gathering.public_id)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (None, "09:00 (Asia/Kathmandu)"),
        (datetime.datetime(2027, 2, 7, 11, 15, tzinfo=datetime.UTC), "09:00 – 17:00 (Asia/Kathmandu)"),
        (
            datetime.datetime(2027, 2, 10, 11, 15, tzinfo=datetime.UTC),
            "7 February 2027, 09:00 – 10 February 2027, 17:00 (Asia/Kathmandu)",
        ),
    ],
)
def test_hours_are_told_by_the_clock_of_the_place(client, ends, said):
    gathering = GatheringFactory(
        state="announced",
        is_public=True,
        began_on="2027-02-07",
        starts_at=datetime.datetime(2027, 2, 7, 3, 15, tzinfo=datetime.UTC),
        ends_at=ends,
        time_zone="Asia/Kathmandu",
    )

    assert f">{said}<" in words(client.get(address(gathering, "gathering")))


def test_a_gathering_costs_the_same_at_any_number_of_rows(world):
    gathering = GatheringFactory(public=True, chapter=world.home)
    client = client_of(world.accounts["member"])

    def add(number):
        people = type(PersonFactory()).objects.bulk_create(PersonFactory.build_batch(number))
        Attendance.objects.bulk_create(AttendanceFactory.build(gathering=gathering, person=p) for p in people)
        plan = ActionPlanFactory(gathering=gathering)
        for person in people[:20]:
            ActionItemFactory(plan=plan, owner_person=person)
            GatheringHostFactory(gathering=gathering)

    add(10)
    at_ten = cost(client, address(gathering, "gathering"))
    add(990)
    assert cost(client, address(gathering, "gathering")) == at_ten


# --- recommendations ------------------------------------------------------------------------------------------------


def test_a_recommendation_and_what_became_of_it(world):
    finding = FindingFactory(mission__public=True, title="Passports are kept")
    recommendation = RecommendationFactory(
        statement=None,
        mission=finding.mission,
        title="Return them",
        responsible_chapter=world.home,
        responsible_person=world.people.member,
        note="Note canary",
    )
    RecommendationFindingFactory(recommendation=recommendation, finding=finding)
    FollowUpFactory(recommendation=recommendation, text="The ministry agreed.", is_public=True, outcome="accepted")
    FollowUpFactory(recommendation=recommendation, text="Inside canary")
    ParliamentaryActionFactory(recommendation=recommendation, title="Asked", review="accepted", is_public=True)
    page = address(recommendation, "recommendation")

    readers = Readers(world.accounts, page)

    for said in ("Return them", "Passports are kept", "The ministry agreed.", "Asked", world.home.name):
        assert readers.of(said) == set(world.accounts), said
    assert readers.of("Inside canary") == CHAPTER
    assert readers.of("Note canary") == set()
    assert (
        readers.of("Looked after by")
        == {
            "member",
            "member_abroad",
            "coordinator",
            "coordinator_abroad",
            "superadmin",
        }
        | STAFF
    )
    assert readers.of("Report what you did about it") == {
        "member",
        "member_abroad",
        "coordinator",
        "coordinator_abroad",
    }


def test_a_recommendation_is_hidden_with_its_statement(world):
    recommendation = RecommendationFactory(statement__chapter=world.home, title="Draft canary")

    for page in ("recommendation", "recommendation_answers"):
        hidden = address(recommendation, page)
        assert client_of(world.accounts["coordinator"]).get(hidden).status_code == 200
        for name in ("public", "observer", "member", "member_abroad"):
            assert is_like_nothing(client_of(world.accounts[name]), hidden, recommendation.public_id), name


def test_a_recommendation_costs_the_same_at_any_number_of_rows(world):
    recommendation = RecommendationFactory(statement__published=True)
    client = client_of(world.accounts["member"])
    page = address(recommendation, "recommendation")

    def add(number):
        FollowUp.objects.bulk_create(
            FollowUpFactory.build(recommendation=recommendation, is_public=True, by_person=world.people.member)
            for _ in range(number)
        )
        for _ in range(min(number, 40)):
            ParliamentaryActionFactory(
                recommendation=recommendation, review="accepted", is_public=True, person=world.people.member
            )

    add(10)
    at_ten = cost(client, page)
    add(990)
    assert cost(client, page) == at_ten


@pytest.mark.parametrize("name", ["mission", "gathering", "recommendation", "chapter", "statement"])
def test_unknown_ids_are_not_found(client, name):
    assert client.get(reverse(f"portal:{name}", args=[uuid.uuid4()])).status_code == 404
    assert client.post(reverse(f"portal:{name}", args=[uuid.uuid4()])).status_code == 405


def test_forming_chapters_are_not_named_on_pages_of_missions(client):
    mission = FactFindingMissionFactory(public=True, chapter=ChapterFactory(state="forming", name="Forming canary"))

    assert "Forming canary" not in words(client.get(address(mission))) + words(client.get("/missions/"))

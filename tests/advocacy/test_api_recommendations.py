"""Recommendations, follow-up, actions and answers over REST."""

import pytest
from django.test import Client

from advocacy.models import ParliamentaryAction
from caucus_site.core.dates import PartialDate
from members.models import Level
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, HOME, INSIDE, STAFF, marked
from tests.factories.advocacy import (
    AnswerFactory,
    CampaignFactory,
    ConcernFactory,
    FollowUpFactory,
    InstrumentFactory,
    ParliamentaryActionFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    RecommendationFindingFactory,
    StatementFactory,
)
from tests.factories.events import FactFindingMissionFactory, FindingFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
RECOMMENDATIONS, FOLLOW_UPS = f"{V1}/recommendations", f"{V1}/follow-ups"
ACTIONS, ANSWERS = f"{V1}/actions", f"{V1}/answers"
ACCEPTED = {"review": ParliamentaryAction.Review.ACCEPTED, "is_public": True}


def found(address):
    return [row["id"] for row in Client().get(address).json()["results"]]


def stub(record, **more):
    return {"id": str(record.public_id), "name": getattr(record, "name", None) or record.title, **more}


@pytest.fixture
def recommendation():
    mission = FactFindingMissionFactory(public=True)
    recommendation = RecommendationFactory(
        statement__published=True, mission=mission, number=3, title="Transparency", text="Publish them.",
        urgency="immediate", state="acknowledged", made_on=PartialDate.from_edtf("2014-05"), note="Inner.",
        responsible_chapter=ChapterFactory(), responsible_person=PersonFactory(),
    )  # fmt: skip
    RecommendationAddresseeFactory(recommendation=recommendation, country=CountryFactory(code="QA", name="Qatar"))
    ministry = OrganisationFactory(name="Ministry of Labour")
    RecommendationAddresseeFactory(recommendation=recommendation, organisation=ministry, country=None)
    RecommendationFindingFactory(recommendation=recommendation, finding=FindingFactory(mission=mission))
    return recommendation


def test_a_recommendation_with_all_that_is_shown(recommendation):
    government, ministry = recommendation.addressees.order_by("pk")

    assert Client().get(f"{RECOMMENDATIONS}/{recommendation.public_id}").json() == {
        "id": str(recommendation.public_id),
        "statement": stub(recommendation.statement),
        "mission": stub(recommendation.mission),
        "number": 3,
        "title": "Transparency",
        "text": "Publish them.",
        "urgency": "immediate",
        "state": "acknowledged",
        "made_on": "2014-05",
        "responsible_chapter": stub(recommendation.responsible_chapter),
        "addressees": [
            {"organisation": None, "country": stub(government.country, code="QA")},
            {"organisation": stub(ministry.organisation), "country": None},
        ],
        "findings": [stub(recommendation.grounds.get().finding)],
    }


def test_recommendations_are_found_by_origin_state_urgency_chapter_and_country(recommendation):
    this = [str(recommendation.public_id)]
    other = [str(RecommendationFactory(statement__published=True).public_id)]

    assert found(RECOMMENDATIONS) == this + other
    for origin in ("statement", "mission", "responsible_chapter"):
        assert found(f"{RECOMMENDATIONS}?{origin}={getattr(recommendation, origin).public_id}") == this, origin
    assert found(f"{RECOMMENDATIONS}?state=acknowledged") == this
    assert found(f"{RECOMMENDATIONS}?urgency=ordinary") == other
    assert found(f"{RECOMMENDATIONS}?country=QA,TH") == this
    assert found(f"{RECOMMENDATIONS}?country=TH") == []


def test_a_follow_up_with_all_that_is_shown(recommendation):
    action = ParliamentaryActionFactory(**ACCEPTED)
    entry = FollowUpFactory(
        recommendation=recommendation, kind="raised_in_parliament", happened_on=PartialDate.from_edtf("2015"),
        text="She asked.", evidence_url="https://parliament.example/1", action=action, by_person=action.person,
        outcome="under_way", is_public=True,
    )  # fmt: skip

    assert Client().get(f"{FOLLOW_UPS}/{entry.public_id}").json() == {
        "id": str(entry.public_id),
        "recommendation": stub(recommendation),
        "kind": "raised_in_parliament",
        "happened_on": "2015",
        "text": "She asked.",
        "evidence_url": "https://parliament.example/1",
        "action": stub(action),
        "by_person": stub(action.person),
        "by_organisation": None,
        "outcome": "under_way",
    }
    for query in (f"recommendation={recommendation.public_id}", "kind=raised_in_parliament", "outcome=under_way"):
        assert found(f"{FOLLOW_UPS}?{query}") == [str(entry.public_id)], query
    assert found(f"{FOLLOW_UPS}?outcome=rejected") == []


@pytest.fixture
def action():
    return ParliamentaryActionFactory(
        **ACCEPTED, kind="motion", title="On fees", text="This House", happened_on=PartialDate.from_edtf("2018-03-01"),
        url="https://parliament.example/2", chamber=OrganisationFactory(chamber=True),
        country=CountryFactory(code="MY", name="Malaysia"), instrument=InstrumentFactory(code="C189", title="Domestic"),
        recommendation=RecommendationFactory(statement__published=True), campaign=CampaignFactory(is_public=True),
        statement=StatementFactory(published=True), concern=ConcernFactory(),
    )  # fmt: skip


def test_an_action_with_all_that_is_shown(action):
    assert Client().get(f"{ACTIONS}/{action.public_id}").json() == {
        "id": str(action.public_id),
        "person": stub(action.person),
        "kind": "motion",
        "title": "On fees",
        "text": "This House",
        "chamber": stub(action.chamber),
        "country": stub(action.country, code="MY"),
        "happened_on": "2018-03-01",
        "url": "https://parliament.example/2",
        "recommendation": stub(action.recommendation),
        "statement": stub(action.statement),
        "campaign": stub(action.campaign),
        "instrument": stub(action.instrument, code="C189"),
        "review": "accepted",
    }


def test_actions_are_found_by_person_kind_place_cause_and_day(action):
    this = [str(action.public_id)]
    ParliamentaryActionFactory(**ACCEPTED, happened_on=PartialDate.from_edtf("2001"))

    for name in ("person", "chamber", "recommendation", "statement", "campaign", "instrument"):
        assert found(f"{ACTIONS}?{name}={getattr(action, name).public_id}") == this, name
    assert found(f"{ACTIONS}?kind=motion") == found(f"{ACTIONS}?country=MY") == this
    assert found(f"{ACTIONS}?from_on=2018-03-01&until_on=2018-12-31") == this
    assert found(f"{ACTIONS}?from_on=2018-03-02") == []


def test_an_answer_with_all_that_is_shown(action):
    answer = AnswerFactory(
        action=action, organisation=OrganisationFactory(name="Ministry"), happened_on=PartialDate.from_edtf("2018-04"),
        text="Noted.", stance="evasive", url="https://ministry.example",
    )  # fmt: skip

    assert Client().get(f"{ANSWERS}/{answer.public_id}").json() == {
        "id": str(answer.public_id),
        "action": stub(action),
        "organisation": stub(answer.organisation),
        "happened_on": "2018-04",
        "text": "Noted.",
        "stance": "evasive",
        "url": "https://ministry.example",
    }
    for query in (f"action={action.public_id}", f"organisation={answer.organisation.public_id}", "stance=evasive"):
        assert found(f"{ANSWERS}?{query}") == [str(answer.public_id)], query
    assert found(f"{ANSWERS}?stance=agrees") == []


@pytest.fixture
def world():
    return readers.world()


def test_recommendations_are_told_with_what_makes_them(world):
    of_a_draft = marked(StatementFactory, "draft", chapter=world.home)
    unpublished = marked(FactFindingMissionFactory, "mission")
    recommendations = {
        "public": marked(RecommendationFactory, "public", statement__published=True),
        "of_a_draft": marked(RecommendationFactory, "of_a_draft", statement=of_a_draft),
        "of_a_mission": marked(RecommendationFactory, "of_a_mission", statement=None, mission=unpublished),
        "ours": marked(RecommendationFactory, "ours", statement=of_a_draft, responsible_chapter=world.home),
        "abroad": marked(RecommendationFactory, "abroad", statement=of_a_draft, responsible_chapter=world.abroad),
    }
    who_knows = {
        "public": EVERYBODY,
        "of_a_draft": {"coordinator"} | STAFF,
        "of_a_mission": STAFF,
        "ours": {"coordinator"} | STAFF,
        "abroad": {"coordinator", "coordinator_abroad"} | STAFF,
    }

    readers.assert_only_readers_learn(
        world.clients, RECOMMENDATIONS, recommendations, who_knows, shown=("title", "text")
    )

    row = world.clients["coordinator_abroad"].get(f"{RECOMMENDATIONS}/{recommendations['abroad'].public_id}").json()
    assert row["statement"] is None
    for reader in EVERYBODY - STAFF - {"coordinator"}:
        client = world.clients[reader]
        assert readers.finds_nothing_by(client, RECOMMENDATIONS, "statement", of_a_draft), reader
        assert readers.finds_nothing_by(client, RECOMMENDATIONS, "mission", unpublished), reader


def test_grounds_and_chapters_of_recommendations_that_are_not_known(world):
    finding = marked(FindingFactory, "finding", mission=marked(FactFindingMissionFactory, "mission"))
    forming = marked(ChapterFactory, "forming", state="forming")
    recommendation = RecommendationFactory(statement__published=True, responsible_chapter=forming)
    RecommendationFindingFactory(recommendation=recommendation, finding=finding)

    for reader, client in world.clients.items():
        row = client.get(f"{RECOMMENDATIONS}/{recommendation.public_id}").json()
        assert row["findings"] == ([stub(finding)] if reader in STAFF else []), reader
        knows_chapter = reader in STAFF | {"superadmin"}
        assert row["responsible_chapter"] == (stub(forming) if knows_chapter else None), reader
        if not knows_chapter:
            assert readers.finds_nothing_by(client, RECOMMENDATIONS, "responsible_chapter", forming), reader


def test_follow_ups_are_inner_work_until_they_are_public(world):
    recommendation = RecommendationFactory(statement__published=True, responsible_chapter=world.home)
    hiding = marked(PersonFactory, "hiding")
    ProtectionFactory(person=hiding, level=Level.HIDDEN)
    unchecked = marked(ParliamentaryActionFactory, "unchecked", person=hiding)
    of_a_draft = RecommendationFactory(statement=StatementFactory())
    entries = {
        "public": marked(
            FollowUpFactory, "public", recommendation=recommendation, is_public=True, by_person=hiding, action=unchecked
        ),
        "inner": marked(FollowUpFactory, "inner", recommendation=recommendation),
        "of_a_draft": marked(FollowUpFactory, "of_a_draft", recommendation=of_a_draft, is_public=True),
    }
    who_knows = {"public": EVERYBODY, "inner": HOME | STAFF, "of_a_draft": STAFF}

    readers.assert_only_readers_learn(
        world.clients, FOLLOW_UPS, entries, who_knows, shown=("text", "evidence_url", "title", "name")
    )

    for reader, client in world.clients.items():
        row = client.get(f"{FOLLOW_UPS}/{entries['public'].public_id}").json()
        named = (stub(unchecked), stub(hiding)) if reader in STAFF else (None, None)
        assert (row["action"], row["by_person"]) == named, reader
        if reader not in STAFF:
            assert readers.finds_nothing_by(client, FOLLOW_UPS, "recommendation", of_a_draft), reader


def test_actions_and_answers_are_told_once_they_are_checked_and_public(world):
    member = world.accounts["member"].person

    def done(row, level=None, **facts):
        person = facts.pop("person", None) or marked(PersonFactory, row)
        if level:
            ProtectionFactory(person=person, level=level)
        return marked(ParliamentaryActionFactory, row, person=person, **facts)

    actions = {
        "public": done("public", **ACCEPTED),
        "unchecked": done("unchecked", is_public=True),
        "returned": done("returned", is_public=True, review=ParliamentaryAction.Review.RETURNED),
        "not_public": done("not_public", review=ParliamentaryAction.Review.ACCEPTED),
        "colleagues": done("colleagues", person=member),
        "guarded": done("guarded", Level.GUARDED, **ACCEPTED),
        "hidden": done("hidden", Level.HIDDEN, **ACCEPTED),
        "locked": done("locked", Level.LOCKED, **ACCEPTED),
    }
    answers = {name: marked(AnswerFactory, name, action=action) for name, action in actions.items()}
    who_knows = {
        "public": EVERYBODY,
        "unchecked": STAFF,
        "returned": STAFF,
        "not_public": STAFF,
        "colleagues": HOME | STAFF,
        "guarded": INSIDE | STAFF,
        "hidden": STAFF,
        "locked": {"case_officer"},
    }

    readers.assert_only_readers_learn(
        world.clients, ACTIONS, actions, who_knows, shown=("title", "text", "url", "name")
    )
    readers.assert_only_readers_learn(world.clients, ANSWERS, answers, who_knows, shown=("text", "url", "title"))

    for name in ("guarded", "hidden", "locked"):
        for reader in EVERYBODY - who_knows[name]:
            client = world.clients[reader]
            assert readers.finds_nothing_by(client, ACTIONS, "person", actions[name].person), (reader, name)
            assert readers.finds_nothing_by(client, ANSWERS, "action", actions[name]), (reader, name)


def test_what_an_action_answers_is_told_as_far_as_that_is_known(world):
    causes = {
        "statement": marked(StatementFactory, "statement"),
        "campaign": marked(CampaignFactory, "campaign"),
        "recommendation": marked(RecommendationFactory, "recommendation", statement=StatementFactory()),
    }
    action = ParliamentaryActionFactory(**ACCEPTED, **causes, concern=marked(ConcernFactory, "concern", theme="wages"))

    for reader, client in world.clients.items():
        row = client.get(f"{ACTIONS}/{action.public_id}").json()
        assert {name: row[name] for name in causes} == {
            name: stub(cause) if reader in STAFF else None for name, cause in causes.items()
        }, reader
        assert "concern" not in str(row), reader
        if reader not in STAFF:
            for name, cause in causes.items():
                assert readers.finds_nothing_by(client, ACTIONS, name, cause), (reader, name)

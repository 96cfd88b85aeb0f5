"""Campaigns, what they count, instruments and commitments over REST."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from caucus_site.core.dates import PartialDate
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, HOME, STAFF, marked
from tests.factories.advocacy import (
    CampaignFactory,
    CampaignStageFactory,
    CommitmentFactory,
    DemandFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    InstrumentClauseFactory,
    InstrumentFactory,
    RecommendationFactory,
    StatementFactory,
)
from tests.factories.members import ChapterFactory, CorridorFactory, CountryFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
CAMPAIGNS, INSTRUMENTS, COMMITMENTS = f"{V1}/campaigns", f"{V1}/instruments", f"{V1}/commitments"
INDICATORS, READINGS = f"{V1}/indicators", f"{V1}/indicator-readings"
edtf = PartialDate.from_edtf


def found(address):
    return [row["id"] for row in Client().get(address).json()["results"]]


def ids(*records):
    return [str(record.public_id) for record in records]


def stub(record, **more):
    return {"id": str(record.public_id), "name": getattr(record, "name", None) or record.title, **more}


@pytest.fixture
def corridor():
    return CorridorFactory(
        origin=CountryFactory(code="KH", name="Cambodia"), destination=CountryFactory(code="TH", name="Thailand")
    )


def test_a_campaign_with_all_that_is_shown(corridor, staff_client):
    campaign = CampaignFactory(
        is_public=True, title="Ratify", aim="Ratification of C189", level="bilateral", corridor=corridor,
        chapter=ChapterFactory(), instrument=InstrumentFactory(code="C189"), state="running", began_on=edtf("2017"),
        note="Inner.",
    )  # fmt: skip
    DemandFactory(campaign=campaign, number=2, text="A law.")
    DemandFactory(campaign=campaign, number=1, text="A debate.")
    for day, stage in ((21, "awareness"), (22, "parliament")):
        CampaignStageFactory(
            campaign=campaign, country=corridor.origin, as_of=datetime.date(2017, 3, day), stage=stage, blocker="Inner."
        )
    shown = {
        "id": str(campaign.public_id),
        "title": "Ratify",
        "aim": "Ratification of C189",
        "level": "bilateral",
        "corridor": {"id": str(corridor.public_id), "name": "Cambodia → Thailand"},
        "chapter": stub(campaign.chapter),
        "instrument": stub(campaign.instrument, code="C189"),
        "state": "running",
        "began_on": "2017",
        "ended_on": None,
        "stages": [],
        "demands": [{"number": 1, "text": "A debate."}, {"number": 2, "text": "A law."}],
    }
    stages = [{"country": stub(corridor.origin, code="KH"), "stage": "parliament", "as_of": "2017-03-22"}]

    assert Client().get(f"{CAMPAIGNS}/{campaign.public_id}").json() == shown
    assert staff_client.get(f"{CAMPAIGNS}/{campaign.public_id}").json() == {**shown, "stages": stages}


def test_campaigns_are_found_by_level_state_chapter_and_instrument():
    campaign = CampaignFactory(
        is_public=True, level="global", state="won", chapter=ChapterFactory(), instrument=InstrumentFactory()
    )
    CampaignFactory(is_public=True)

    for query in (
        "level=global",
        "state=won,ended",
        f"chapter={campaign.chapter.public_id}",
        f"instrument={campaign.instrument.public_id}",
    ):
        assert found(f"{CAMPAIGNS}?{query}") == ids(campaign), query


def test_an_indicator_and_a_reading_with_all_that_is_shown():
    indicator = IndicatorFactory(
        campaign__is_public=True, is_public=True, name="Registered voters", unit="people", target=Decimal("50000.5")
    )
    reading = IndicatorReadingFactory(
        indicator=indicator, from_on=edtf("2016"), happened_on=edtf("2016-11"), value=12, is_approximate=True,
        note="Inner.",
    )  # fmt: skip
    other = IndicatorFactory(campaign__is_public=True, is_public=True)

    assert Client().get(f"{INDICATORS}/{indicator.public_id}").json() == {
        "id": str(indicator.public_id),
        "campaign": stub(indicator.campaign),
        "name": "Registered voters",
        "unit": "people",
        "target": "50000.5000",
    }
    assert Client().get(f"{READINGS}/{reading.public_id}").json() == {
        "id": str(reading.public_id),
        "indicator": stub(indicator),
        "from_on": "2016",
        "happened_on": "2016-11",
        "value": "12.0000",
        "is_approximate": True,
    }
    assert found(f"{INDICATORS}?campaign={indicator.campaign.public_id}") == ids(indicator)
    assert found(f"{READINGS}?indicator={indicator.public_id}") == ids(reading)
    assert found(f"{READINGS}?indicator={other.public_id}") == []


def test_an_instrument_with_all_that_is_shown(corridor):
    recommendation = RecommendationFactory(statement__published=True)
    earlier = InstrumentFactory(code="MOU-2003", title="First memorandum")
    instrument = InstrumentFactory(
        code="MOU-KH-TH-2015", title="Memorandum", short_title="MOU", kind="mou", force="binding",
        adopted_on=edtf("2015-12-19"), adopted_in="Phnom Penh", in_force_on=edtf("2016"), has_monitoring=False,
        body=OrganisationFactory(name="Ministry"), corridor=corridor, succeeds=earlier, url="https://mou.example",
        note="Inner.",
    )  # fmt: skip
    InstrumentClauseFactory(
        instrument=instrument, number="4", heading="Fees", text="No fees.", assessment="Inner.",
        recommendation=recommendation,
    )  # fmt: skip

    assert Client().get(f"{INSTRUMENTS}/{instrument.public_id}").json() == {
        "id": str(instrument.public_id),
        "code": "MOU-KH-TH-2015",
        "title": "Memorandum",
        "short_title": "MOU",
        "kind": "mou",
        "force": "binding",
        "adopted_on": "2015-12-19",
        "adopted_in": "Phnom Penh",
        "in_force_on": "2016",
        "body": stub(instrument.body),
        "corridor": {"id": str(corridor.public_id), "name": "Cambodia → Thailand"},
        "succeeds": stub(earlier, code="MOU-2003"),
        "has_monitoring": False,
        "url": "https://mou.example",
        "clauses": [{"number": "4", "heading": "Fees", "text": "No fees.", "recommendation": stub(recommendation)}],
    }
    for query in ("kind=mou,treaty", f"body={instrument.body.public_id}"):
        assert found(f"{INSTRUMENTS}?{query}") == ids(instrument), query
    assert found(f"{INSTRUMENTS}?force=binding") == ids(earlier, instrument)
    assert found(f"{INSTRUMENTS}?force=proposal") == []


def test_a_commitment_with_all_that_is_shown():
    commitment = CommitmentFactory(
        country=CountryFactory(code="PH", name="Philippines"), instrument__code="C189", step="ratified",
        happened_on=edtf("2012-09-05"), as_of=edtf("2019"), territory="Sabah", status_as_stated="In Force",
        country_as_written="Phils.", note="Inner.",
    )  # fmt: skip

    assert Client().get(f"{COMMITMENTS}/{commitment.public_id}").json() == {
        "id": str(commitment.public_id),
        "country": stub(commitment.country, code="PH"),
        "instrument": stub(commitment.instrument, code="C189"),
        "step": "ratified",
        "happened_on": "2012-09-05",
        "as_of": "2019",
        "territory": "Sabah",
        "status_as_stated": "In Force",
    }


def test_commitments_are_found_by_country_instrument_step_and_where_they_stood():
    philippines, nepal = CountryFactory(code="PH"), CountryFactory(code="NP")
    signed = CommitmentFactory(country=philippines, step="signed", happened_on=edtf("1993"))
    ratified = CommitmentFactory(
        country=philippines, instrument=signed.instrument, step="ratified", happened_on=edtf("1995-07-05")
    )
    none = CommitmentFactory(
        country=nepal, instrument=signed.instrument, step="none", happened_on=None, as_of=edtf("2019")
    )

    assert found(f"{COMMITMENTS}?country=NP") == ids(none)
    assert found(f"{COMMITMENTS}?instrument={signed.instrument.public_id}") == ids(signed, ratified, none)
    assert found(f"{COMMITMENTS}?instrument={uuid.uuid4()}") == []
    assert found(f"{COMMITMENTS}?step=signed,ratified") == ids(signed, ratified)
    assert found(f"{COMMITMENTS}?standing_on=1994-01-01") == ids(signed, none)
    assert found(f"{COMMITMENTS}?standing_on=2020-01-01") == ids(ratified, none)
    assert found(f"{COMMITMENTS}?standing_on=2020-01-01&step=signed") == []
    assert found(f"{COMMITMENTS}?standing_on=2020-01-01&country=PH") == ids(ratified)


@pytest.fixture
def world():
    return readers.world()


def test_campaigns_and_what_they_count_are_inner_work_until_they_are_public(world):
    campaigns = {
        "public": marked(CampaignFactory, "public", is_public=True),
        "ours": marked(CampaignFactory, "ours", chapter=world.home),
        "of_nobody": marked(CampaignFactory, "of_nobody"),
    }
    draft = StatementFactory()
    for row, campaign in campaigns.items():
        marked(DemandFactory, row, campaign=campaign)
        marked(DemandFactory, "draft", campaign=campaign, statement=draft)
        marked(CampaignStageFactory, row, campaign=campaign)
    who_knows = {"public": EVERYBODY, "ours": HOME | STAFF, "of_nobody": STAFF}

    readers.assert_only_readers_learn(world.clients, CAMPAIGNS, campaigns, who_knows, shown=("title", "aim", "text"))
    for reader in EVERYBODY - STAFF:
        told = {row for row, _field in readers.told_to(world.clients[reader], CAMPAIGNS)}
        assert "draft" not in told, reader

    indicators = {
        "shown": marked(IndicatorFactory, "shown", campaign=campaigns["public"], is_public=True),
        "inner": marked(IndicatorFactory, "inner", campaign=campaigns["public"]),
        "of_ours": marked(IndicatorFactory, "of_ours", campaign=campaigns["ours"], is_public=True),
    }
    readings = {row: marked(IndicatorReadingFactory, row, indicator=each) for row, each in indicators.items()}
    who_knows = {"shown": EVERYBODY, "inner": STAFF, "of_ours": HOME | STAFF}

    readers.assert_only_readers_learn(world.clients, INDICATORS, indicators, who_knows, shown=("title", "name", "unit"))
    readers.assert_only_readers_learn(world.clients, READINGS, readings, who_knows, shown=("name",))
    for row, knowing in who_knows.items():
        for reader in EVERYBODY - knowing:
            assert readers.finds_nothing_by(world.clients[reader], READINGS, "indicator", indicators[row])
    for reader in EVERYBODY - HOME - STAFF:
        assert readers.finds_nothing_by(world.clients[reader], INDICATORS, "campaign", campaigns["ours"])


def test_where_countries_stand_in_a_campaign_is_told_inside_it_only(world):
    campaign = CampaignFactory(is_public=True, chapter=world.home)
    stage = marked(CampaignStageFactory, "stage", campaign=campaign, next_step_on=datetime.date(2031, 2, 3))

    for reader, client in world.clients.items():
        row = client.get(f"{CAMPAIGNS}/{campaign.public_id}").json()
        assert len(row["stages"]) == (1 if reader in HOME | STAFF else 0), reader
        assert "canary.stage" not in str(row), reader
        assert "2031" not in str(row), reader
    assert stage.blocker == "canary.stage.blocker."


def test_a_campaign_names_no_chapter_that_is_not_known_yet(world):
    forming = marked(ChapterFactory, "forming", state="forming")
    campaign = CampaignFactory(is_public=True, chapter=forming)

    for reader, client in world.clients.items():
        knows = reader in STAFF | {"superadmin"}
        row = client.get(f"{CAMPAIGNS}/{campaign.public_id}").json()
        assert row["chapter"] == (stub(forming) if knows else None), reader
        if not knows:
            assert readers.finds_nothing_by(client, CAMPAIGNS, "chapter", forming), reader


def test_instruments_and_commitments_are_for_everybody_and_the_asks_about_them_are_not(world):
    instrument = marked(InstrumentFactory, "instrument")
    hidden = marked(RecommendationFactory, "ask", statement=StatementFactory())
    marked(InstrumentClauseFactory, "instrument", instrument=instrument, recommendation=hidden)
    commitment = marked(CommitmentFactory, "commitment", instrument=instrument)
    shown = ("title", "short_title", "adopted_in", "url", "number", "heading", "text")

    readers.assert_only_readers_learn(
        world.clients, INSTRUMENTS, {"instrument": instrument}, {"instrument": EVERYBODY}, shown=shown
    )
    readers.assert_only_readers_learn(
        world.clients, COMMITMENTS, {"commitment": commitment}, {"commitment": EVERYBODY},
        shown=("title", "territory", "status_as_stated"),
    )  # fmt: skip
    for reader, client in world.clients.items():
        (clause,) = client.get(f"{INSTRUMENTS}/{instrument.public_id}").json()["clauses"]
        assert clause["recommendation"] == (stub(hidden) if reader in STAFF else None), reader

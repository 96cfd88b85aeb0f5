"""Statements and signatures over REST: the authorised words, and no trace of who must not be seen to have signed."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from advocacy.models import Statement
from caucus_site.core.dates import PartialDate
from members.models import Level
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, HOME, INSIDE, MARK, MEMBERS, STAFF, marked
from tests.factories.advocacy import (
    CampaignFactory,
    DemandFactory,
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import CompartmentFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory
from tests.factories.members import (
    ChapterFactory,
    IncidentFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
STATEMENTS, ENDORSEMENTS = f"{V1}/statements", f"{V1}/endorsements"
State = Statement.State
SHOWN = ("title", "body", "text", "name")
SIGNED = ("name", "title", "signed_as_name", "signed_as_title", "party", "chamber", "country")


def found(address):
    return [row["id"] for row in Client().get(address).json()["results"]]


def stub(record):
    return {"id": str(record.public_id), "name": getattr(record, "name", None) or record.title}


@pytest.fixture
def statement():
    statement = StatementFactory(
        published=True, kind="joint_statement", title="Free them", chapter=ChapterFactory(),
        issued_by=OrganisationFactory(name="APHR"), gathering=GatheringFactory(public=True),
        mission=FactFindingMissionFactory(public=True), campaign=CampaignFactory(is_public=True),
        forwarded_from=StatementFactory(published=True), adopted_on=PartialDate.from_edtf("2019-11"),
        opens_at=datetime.datetime(2019, 11, 1, 5, tzinfo=datetime.UTC), time_zone="Asia/Dhaka", note="Inner.",
        threshold=10,
    )  # fmt: skip
    StatementTextFactory(statement=statement, title="Free them", body="First words.")
    StatementTextFactory(statement=statement, edition=2, title="Free them now", body="We call for their release.")
    StatementTextFactory(statement=statement, edition=3, body="Being drafted.", standing="draft")
    StatementTextFactory(statement=statement, language="km", is_original=False, body="ដោះលែង", title="ដោះលែង")
    StatementTextFactory(statement=statement, language="bn", is_original=False, standing="machine")
    DemandFactory(statement=statement, campaign=None, number=1, text="Release.")
    EndorsementFactory.create_batch(2, statement=statement)
    return statement


def test_a_statement_with_all_that_is_shown(statement):
    english, khmer = statement.texts.get(edition=2), statement.texts.get(language="km")

    assert Client().get(f"{STATEMENTS}/{statement.public_id}").json() == {
        "id": str(statement.public_id),
        "kind": "joint_statement",
        "title": "Free them",
        "state": "published",
        "chapter": stub(statement.chapter),
        "issued_by": stub(statement.issued_by),
        "gathering": stub(statement.gathering),
        "mission": stub(statement.mission),
        "campaign": stub(statement.campaign),
        "forwarded_from": stub(statement.forwarded_from),
        "adopted_on": "2019-11",
        "issued_on": "2019-11-07",
        "opens_at": "2019-11-01T05:00:00Z",
        "closes_at": None,
        "time_zone": "Asia/Dhaka",
        "texts": [
            {
                "language": "en",
                "edition": 2,
                "title": "Free them now",
                "body": "We call for their release.",
                "is_original": True,
                "text_hash": english.text_hash,
            },
            {
                "language": "km",
                "edition": 1,
                "title": "ដោះលែង",
                "body": "ដោះលែង",
                "is_original": False,
                "text_hash": khmer.text_hash,
            },
        ],
        "demands": [{"number": 1, "text": "Release."}],
        "endorsement_count": 2,
    }


def test_a_signature_with_all_that_is_shown(statement):
    text = statement.texts.get(edition=2)
    signature = EndorsementFactory(
        statement=statement, text=text, signed_as_name="Hon. Siti", signed_as_title="Member of Parliament",
        party="PKR", chamber="Dewan Rakyat", country="Malaysia", standing="sitting",
        signed_on=PartialDate.from_edtf("2019-11-03"), door="mail",
    )  # fmt: skip

    assert Client().get(f"{ENDORSEMENTS}/{signature.public_id}").json() == {
        "id": str(signature.public_id),
        "statement": stub(statement),
        "person": stub(signature.person),
        "organisation": None,
        "signed_as_name": "Hon. Siti",
        "signed_as_title": "Member of Parliament",
        "party": "PKR",
        "chamber": "Dewan Rakyat",
        "country": "Malaysia",
        "standing": "sitting",
        "signed_on": "2019-11-03",
        "text_hash": text.text_hash,
    }


def test_statements_are_found_by_kind_state_origin_and_day(statement):
    this, source = str(statement.public_id), str(statement.forwarded_from.public_id)
    withdrawn = StatementFactory(state=State.WITHDRAWN, issued_on=PartialDate.from_edtf("2012"))

    assert found(STATEMENTS) == [source, this, str(withdrawn.public_id)]
    assert found(f"{STATEMENTS}?kind=joint_statement,resolution") == [this]
    assert found(f"{STATEMENTS}?state=withdrawn") == [str(withdrawn.public_id)]
    for origin in ("chapter", "gathering", "mission", "campaign"):
        assert found(f"{STATEMENTS}?{origin}={getattr(statement, origin).public_id}") == [this], origin
    assert found(f"{STATEMENTS}?issued_from=2013-01-01") == [source, this]
    assert found(f"{STATEMENTS}?issued_until=2012-01-01") == [str(withdrawn.public_id)]


def test_signatures_are_found_by_statement_and_signer(statement):
    one, two = statement.endorsements.order_by("pk")
    union = EndorsementFactory(
        statement=statement.forwarded_from, person=None, organisation=OrganisationFactory(), standing="never"
    )

    assert found(f"{ENDORSEMENTS}?statement={statement.public_id}") == [str(one.public_id), str(two.public_id)]
    assert found(f"{ENDORSEMENTS}?person={one.person.public_id}") == [str(one.public_id)]
    assert found(f"{ENDORSEMENTS}?organisation={union.organisation.public_id}") == [str(union.public_id)]
    assert found(f"{ENDORSEMENTS}?standing=never") == [str(union.public_id)]


@pytest.fixture
def world():
    return readers.world()


def plant(world, row, **facts):
    statement = marked(StatementFactory, row, chapter=world.home, **facts)
    marked(StatementTextFactory, row, statement=statement)
    marked(DemandFactory, row, statement=statement, campaign=None)
    return statement


def test_statements_are_told_in_their_time(world):
    later = timezone.now() + datetime.timedelta(hours=1)
    issued = PartialDate.from_edtf("2019")
    statements = {
        "draft": plant(world, "draft"),
        "review": plant(world, "review", state=State.REVIEW),
        "opened": plant(world, "opened", open=True),
        "adopted": plant(world, "adopted", state=State.ADOPTED),
        "embargoed": plant(world, "embargoed", published=True, embargo_until=later),
        "withdrawn_draft": plant(world, "withdrawn_draft", state=State.WITHDRAWN),
        "withdrawn": plant(world, "withdrawn", state=State.WITHDRAWN, issued_on=issued),
        "published": plant(world, "published", published=True),
    }
    inner = {"coordinator"} | STAFF
    who_knows = {
        "draft": inner,
        "review": inner,
        "opened": MEMBERS | STAFF,
        "adopted": HOME | STAFF,
        "embargoed": inner,
        "withdrawn_draft": inner,
        "withdrawn": EVERYBODY,
        "published": EVERYBODY,
    }

    readers.assert_only_readers_learn(world.clients, STATEMENTS, statements, who_knows, shown=SHOWN)

    signatures = {name: marked(EndorsementFactory, name, statement=statement) for name, statement in statements.items()}
    readers.assert_only_readers_learn(world.clients, ENDORSEMENTS, signatures, who_knows, shown=SIGNED)
    for name, knowing in who_knows.items():
        for reader in EVERYBODY - knowing:
            client = world.clients[reader]
            assert readers.finds_nothing_by(client, ENDORSEMENTS, "statement", statements[name]), (reader, name)


def test_words_that_are_not_authorised_are_told_to_nobody(world):
    statement = StatementFactory(published=True, chapter=world.home)
    for language, standing in (("en", "draft"), ("km", "machine"), ("bn", "reviewed")):
        facts = {"language": language, "standing": standing, "is_original": False}
        marked(StatementTextFactory, "unauthorised", statement=statement, **facts)
    StatementInvitationFactory(statement=statement, person=world.accounts["member_abroad"].person)

    for reader, client in world.clients.items():
        (row,) = readers.rows_of(client, STATEMENTS)
        assert row["texts"] == [], reader
        assert readers.told_to(client, STATEMENTS) == set(), reader


def test_signers_who_must_not_be_seen_are_neither_named_nor_counted(world):
    statement = StatementFactory(published=True)

    def signed(row, level=None, **facts):
        person = marked(PersonFactory, row)
        if level:
            ProtectionFactory(person=person, level=level)
        return marked(EndorsementFactory, row, statement=statement, person=person, **facts)

    signatures = {
        "open": signed("open"),
        "unmarked_until_today": signed("unmarked_until_today", is_hidden=True),
        "guarded": signed("guarded", Level.GUARDED),
        "hidden": signed("hidden", Level.HIDDEN),
        "locked": signed("locked", Level.LOCKED),
    }
    withdrawn = signed("withdrawn")
    EndorsementWithdrawalFactory(endorsement=withdrawn)
    who_knows = {
        "open": EVERYBODY,
        "unmarked_until_today": STAFF,
        "guarded": INSIDE | STAFF,
        "hidden": STAFF,
        "locked": {"case_officer"},
    }

    readers.assert_only_readers_learn(
        world.clients, ENDORSEMENTS, {**signatures, "withdrawn": withdrawn}, {**who_knows, "withdrawn": set()},
        shown=SIGNED,
    )  # fmt: skip

    for reader, client in world.clients.items():
        counted = sum(reader in knowing for knowing in who_knows.values())
        assert client.get(f"{STATEMENTS}/{statement.public_id}").json()["endorsement_count"] == counted, reader
        assert [row["endorsement_count"] for row in readers.rows_of(client, STATEMENTS)] == [counted], reader
        assert len(readers.ids_of(client, f"{ENDORSEMENTS}?statement={statement.public_id}")) == counted, reader
        for name, signature in signatures.items():
            if reader not in who_knows[name]:
                assert readers.finds_nothing_by(client, ENDORSEMENTS, "person", signature.person), (reader, name)


def test_signing_in_secret_changes_neither_answer_nor_tag_for_the_public():
    statement = StatementFactory(published=True)
    address = f"{STATEMENTS}/{statement.public_id}"
    before = Client().get(address)

    EndorsementFactory(statement=statement, is_hidden=True)
    EndorsementFactory(statement=statement, person=ProtectionFactory(level=Level.LOCKED).person)
    after = Client().get(address)

    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])


def test_where_a_statement_came_from_is_told_as_far_as_that_is_known(world):
    mission = marked(FactFindingMissionFactory, "mission")
    gathering = marked(GatheringFactory, "gathering")
    campaign = marked(CampaignFactory, "campaign")
    forming = marked(ChapterFactory, "chapter", state="forming")
    draft = marked(StatementFactory, "draft")
    incident = marked(IncidentFactory, "incident", compartment=CompartmentFactory())
    StatementFactory(
        published=True, mission=mission, gathering=gathering, campaign=campaign, chapter=forming,
        forwarded_from=draft, incident=incident,
    )  # fmt: skip
    origins = {"mission": mission, "gathering": gathering, "campaign": campaign, "chapter": forming}

    for reader in EVERYBODY - STAFF:
        client = world.clients[reader]
        (row,) = readers.rows_of(client, STATEMENTS)
        hidden = ["mission", "gathering", "campaign", "forwarded_from"]
        hidden += ["chapter"] if reader != "superadmin" else []
        assert [row[name] for name in hidden] == [None] * len(hidden), reader
        assert {told for told, _field in MARK.findall(str(row))} <= {"chapter"} - set(hidden), reader
        for parameter in set(hidden) & set(origins):
            assert readers.finds_nothing_by(client, STATEMENTS, parameter, origins[parameter]), (reader, parameter)
    for reader in STAFF:
        row = world.clients[reader].get(f"{STATEMENTS}?state=published").json()["results"][0]
        assert all(row[name] for name in (*origins, "forwarded_from")), reader
        assert "incident" not in {told for told, _field in MARK.findall(str(row))}

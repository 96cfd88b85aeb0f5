import hashlib
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction

from caucus_site.core.models import JournalEntry
from events import models
from events.models import Evidence
from events.services import evidence
from tests.factories.core import CompartmentFactory
from tests.factories.events import (
    EvidenceFactory,
    FactFindingMissionFactory,
    FindingEvidenceFactory,
    FindingFactory,
    FindingTestimonyFactory,
    PersonMetFactory,
    TestimonyFactory,
    WitnessIdentityFactory,
)

CANARY = "canary-5f2e19"


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("make", "table", "columns"),
    [
        (TestimonyFactory, "events_testimony", ["text", "place"]),
        (WitnessIdentityFactory, "events_witnessidentity", ["name", "contact"]),
        (PersonMetFactory, "events_personmet", ["name"]),
        (EvidenceFactory, "events_evidence", ["description", "original_name"]),
    ],
)
def test_the_database_and_its_history_hold_no_plain_text(db, sql, make, table, columns):
    record = make(**dict.fromkeys(columns, CANARY))
    record.refresh_from_db()

    assert [getattr(record, column) for column in columns] == [CANARY] * len(columns)
    for stored_in in (table, f"{table}history"):
        for column in columns:
            (stored,) = sql(f"SELECT {column} FROM {stored_in}")[0]
            assert stored.startswith("c1.")
        assert CANARY not in str(sql(f"SELECT t::text FROM {stored_in} t"))


def test_a_code_is_random_and_says_nothing(db):
    mission = FactFindingMissionFactory()

    codes = {TestimonyFactory(mission=mission).code for _ in range(20)}

    assert len(codes) == 20
    assert all(re.fullmatch(r"[BCDFGHJKMNPQRSTVWXYZ2-9]{4}-[BCDFGHJKMNPQRSTVWXYZ2-9]{4}", code) for code in codes)


def test_a_code_is_given_once(db):
    testimony = TestimonyFactory()

    with pytest.raises(IntegrityError):
        TestimonyFactory(code=testimony.code)


def test_records_of_witnesses_call_themselves_by_code(db):
    identity = WitnessIdentityFactory(name=CANARY)

    assert str(identity.testimony) == identity.testimony.code
    assert str(identity) == f"Identity no. {identity.pk}"


def test_testimony_outlives_the_identity_behind_it(db):
    identity = WitnessIdentityFactory()

    identity.delete()

    assert models.Testimony.objects.filter(pk=identity.testimony_id).exists()


def test_a_finding_rests_on_testimony_and_evidence_of_its_own_mission(db):
    finding = FindingFactory()

    for link, field in (
        (FindingTestimonyFactory.build(finding=finding, testimony=TestimonyFactory()), "testimony"),
        (FindingEvidenceFactory.build(finding=finding, evidence=EvidenceFactory()), "evidence"),
    ):
        with pytest.raises(ValidationError) as refusal:
            link.full_clean()
        assert list(refusal.value.message_dict) == [field]


def test_what_a_finding_rests_on_cannot_be_deleted_under_it(db):
    link = FindingTestimonyFactory()

    with pytest.raises(IntegrityError):
        link.testimony.delete()


def test_keeping_a_file_stores_it_with_the_hash_of_its_bytes(secretariat):
    mission = FactFindingMissionFactory()
    compartment = CompartmentFactory()

    kept = evidence.keep(
        ContentFile(b"a contract", name="Contract of Siti.PDF"),
        mission=mission,
        compartment=compartment,
        kind=Evidence.Kind.DOCUMENT,
        acting_user=secretariat,
    )

    kept.refresh_from_db()
    assert kept.original_sha256 == hashlib.sha256(b"a contract").hexdigest()
    assert (kept.original_size, kept.media_type) == (10, "application/pdf")
    assert kept.original_name == "Contract of Siti.PDF"
    assert re.fullmatch(r"evidence/originals/[0-9a-f-]{36}\.pdf", kept.original.name)
    with kept.original.open() as stored:
        assert stored.read() == b"a contract"
    assert JournalEntry.objects.get().verb == "events.evidence_kept"


def test_the_same_bytes_are_kept_once_per_mission(secretariat):
    mission = FactFindingMissionFactory()
    facts = {"compartment": CompartmentFactory(), "kind": "document", "acting_user": secretariat}
    evidence.keep(ContentFile(b"same", name="a.txt"), mission=mission, **facts)

    with pytest.raises(ValidationError) as refusal:
        evidence.keep(ContentFile(b"same", name="b.txt"), mission=mission, **facts)

    assert refusal.value.message_dict == {"original": ["This very file is already kept for this mission."]}
    assert evidence.keep(ContentFile(b"same", name="c.txt"), mission=FactFindingMissionFactory(), **facts)


def test_an_empty_file_is_refused(secretariat):
    with pytest.raises(ValidationError) as refusal:
        evidence.keep(
            ContentFile(b"", name="a.txt"),
            mission=FactFindingMissionFactory(),
            compartment=CompartmentFactory(),
            kind="document",
            acting_user=secretariat,
        )

    assert list(refusal.value.message_dict) == ["original"]


@pytest.mark.parametrize("change", [{"original": "elsewhere.txt"}, {"original_sha256": "0" * 64}, {"original_size": 1}])
def test_the_database_keeps_the_original_as_it_was(db, change):
    kept = EvidenceFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(**change)

    kept.refresh_from_db()
    assert {field: getattr(kept, field) for field in change} != change


def test_evidence_has_a_real_hash(db):
    with pytest.raises(IntegrityError, match="originals_have_a_sha256"):
        EvidenceFactory(original_sha256="unknown")

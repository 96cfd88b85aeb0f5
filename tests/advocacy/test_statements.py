"""Statements move step by step, and their signed words stay."""

import datetime
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advocacy.models import Statement, StatementText
from advocacy.services import statements
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import JournalEntry
from tests.factories.advocacy import (
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    StatementFactory,
    StatementTextFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2019, 11, 7, 12, tzinfo=datetime.UTC)
State = Statement.State


def test_statement_goes_from_draft_to_publication_and_the_journal_says_so(secretariat):
    text = StatementTextFactory()

    for state in (State.REVIEW, State.OPEN, State.ADOPTED, State.PUBLISHED):
        statements.advance(text.statement, to=state, acting_user=secretariat, moment=NOON)

    statement = Statement.objects.get()
    assert (statement.state, str(statement.adopted_on), str(statement.issued_on), statement.published_at) == (
        "published",
        "7 November 2019",
        "7 November 2019",
        NOON,
    )
    assert list(JournalEntry.objects.order_by("position").values_list("verb", "details")) == [
        ("advocacy.statement_review", {"was": "draft"}),
        ("advocacy.statement_open", {"was": "review"}),
        ("advocacy.statement_adopted", {"was": "open"}),
        ("advocacy.statement_published", {"was": "adopted"}),
    ]


def test_issuing_keeps_a_day_known_only_to_the_month(secretariat):
    text = StatementTextFactory(statement__state=State.ADOPTED)

    statements.advance(
        text.statement, to=State.PUBLISHED, acting_user=secretariat, on=PartialDate.from_edtf("2014-04"), moment=NOON
    )

    assert str(Statement.objects.get().issued_on) == "April 2014"


def test_a_step_to_the_same_state_changes_and_records_nothing(secretariat):
    statement = StatementFactory(state=State.REVIEW)

    statements.advance(statement, to=State.REVIEW, acting_user=secretariat)

    assert not JournalEntry.objects.exists()


def test_a_skipped_step_is_refused_naming_the_next_ones(secretariat):
    statement = StatementFactory()

    with pytest.raises(ValidationError) as refusal:
        statements.advance(statement, to=State.PUBLISHED, acting_user=secretariat)

    assert refusal.value.messages == [
        "From “Draft” the next step can be “In review”, “Withdrawn”, but not “Published”."
    ]
    assert Statement.objects.get().state == State.DRAFT


def test_a_withdrawn_statement_stays_withdrawn(secretariat):
    statement = StatementFactory(state=State.WITHDRAWN)

    with pytest.raises(ValidationError, match="begin a new statement"):
        statements.advance(statement, to=State.DRAFT, acting_user=secretariat)


@pytest.mark.parametrize(("state", "to"), [(State.REVIEW, State.OPEN), (State.ADOPTED, State.PUBLISHED)])
def test_nothing_is_signed_or_published_without_an_authorised_original(secretariat, state, to):
    text = StatementTextFactory(statement__state=state, standing=StatementText.Standing.REVIEWED)

    with pytest.raises(ValidationError, match="no authorised original text"):
        statements.advance(text.statement, to=to, acting_user=secretariat)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"state": "published"}, "a_published_statement_has_a_day_of_issue"),
        ({"issued_on": PartialDate.from_edtf("2019")}, "only_what_went_out_has_a_day_of_issue"),
        ({"opens_at": NOON, "closes_at": NOON}, "signing_closes_after_it_opens"),
        ({"threshold": 0}, "a_threshold_is_at_least_one"),
    ],
)
def test_the_database_refuses_a_statement_that_cannot_be(facts, constraint):
    statement = StatementFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(**facts)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"state": "published"}, "issued_on", "a month or a year is enough"),
        ({"issued_on": PartialDate.from_edtf("2019")}, "issued_on", "publishing fills it in"),
        ({"opens_at": NOON, "closes_at": NOON}, "closes_at", "Set a later end"),
        ({"time_zone": "Dhaka"}, "time_zone", "Asia/Dhaka"),
    ],
)
def test_a_form_says_where_a_statement_is_wrong(facts, field, sentence):
    statement = StatementFactory.build(**facts)

    with pytest.raises(ValidationError) as refusal:
        statement.full_clean()

    assert sentence in " ".join(refusal.value.message_dict[field])


def test_text_hash_is_sha256_of_the_words_in_any_script():
    text = StatementTextFactory(body="ពលករ \\ ১")

    text.refresh_from_db()

    assert text.text_hash == hashlib.sha256("ពលករ \\ ১".encode()).hexdigest()


def test_signed_words_stay_even_against_update_and_delete():
    text = StatementTextFactory()
    EndorsementFactory(statement=text.statement, text=text)

    with pytest.raises(IntegrityError, match="its words stay"), transaction.atomic():
        StatementText.objects.update(body="Something else")
    with pytest.raises(IntegrityError, match="its words stay"), transaction.atomic():
        StatementText.objects.all()._raw_delete("default")
    text.body = "Something else"
    with pytest.raises(ValidationError, match="Add a new edition"):
        text.full_clean()

    assert StatementText.objects.get().body == "We, parliamentarians, call for their release."


def test_standing_of_a_signed_text_may_still_change():
    text = StatementTextFactory()
    EndorsementFactory(statement=text.statement, text=text)

    text.standing = StatementText.Standing.REVIEWED
    text.full_clean()
    text.save()

    assert StatementText.objects.get().standing == StatementText.Standing.REVIEWED


def test_an_edition_exists_once_and_has_one_original():
    text = StatementTextFactory()

    with pytest.raises(IntegrityError, match="an_edition_exists_once_per_language"), transaction.atomic():
        StatementTextFactory(statement=text.statement, is_original=False)
    with pytest.raises(IntegrityError, match="an_edition_has_one_original"), transaction.atomic():
        StatementTextFactory(statement=text.statement, language="km")
    with pytest.raises(IntegrityError, match="a_language_code_is_well_formed"), transaction.atomic():
        StatementTextFactory(statement=text.statement, language="Khmer", is_original=False)


def test_latest_editions_are_one_per_language():
    first = StatementTextFactory()
    second = StatementTextFactory(statement=first.statement, edition=2)
    khmer = StatementTextFactory(statement=first.statement, language="km", is_original=False)

    assert set(StatementText.objects.latest_editions()) == {second, khmer}


def test_awaiting_adoption_are_those_in_review_past_their_window_or_above_their_threshold():
    in_review = StatementFactory(state=State.REVIEW)
    closed = StatementFactory(open=True, closes_at=NOON)
    reached = StatementFactory(open=True, threshold=1)
    EndorsementFactory(statement=reached)
    StatementFactory(open=True, closes_at=NOON + datetime.timedelta(seconds=1))
    withdrawn_again = StatementFactory(open=True, threshold=1)
    EndorsementWithdrawalFactory(endorsement__statement=withdrawn_again)
    StatementFactory()
    StatementFactory(published=True)

    assert set(Statement.objects.awaiting_adoption(NOON)) == {in_review, closed, reached}


def test_open_at_says_the_same_as_the_statement_in_hand():
    early = StatementFactory(open=True, opens_at=NOON + datetime.timedelta(hours=1))
    late = StatementFactory(open=True, closes_at=NOON)
    unbounded = StatementFactory(open=True)
    draft = StatementFactory()

    assert list(Statement.objects.open_at(NOON)) == [unbounded]
    assert [row.takes_signatures_at(NOON) for row in (early, late, unbounded, draft)] == [False, False, True, False]

"""Putting an errand, planning a letter: rows that stand or fall with their cause."""

import pytest
from django.db import transaction
from django.dispatch import receiver

from caucus_site.core import errands, journal, post
from caucus_site.core.models import Errand, JournalEntry, Message
from tests.factories.core import ErrandFactory, MessageFactory, SourceFactory, UserFactory


def letter(recipient, **facts):
    return post.Letter(
        **{"rule": "tests.letter", "subject_id": None, "recipient": recipient, "moment": "", "title": "T", "text": "t"}
        | facts
    )


def test_an_entry_of_the_journal_is_told_within_its_transaction(db):
    told = []

    @receiver(journal.recorded)
    def listen(entry, **_):
        told.append((entry.position, entry.verb, entry.subject_id, entry.details))
        assert transaction.get_connection().in_atomic_block

    source = SourceFactory()
    journal.record("tests.happened", source, state="open")

    assert told == [(1, "tests.happened", source.public_id, {"state": "open"})]


def test_a_listener_that_fails_takes_the_entry_along(db):
    @receiver(journal.recorded)
    def refuse(entry, **_):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        journal.record("tests.happened")

    assert JournalEntry.objects.count() == 0


def test_an_errand_put_twice_is_one_row(db):
    source = SourceFactory()

    for _ in range(2):
        errands.put("tests.write", source, slot="2026-11")
        errands.put("tests.write")

    rows = list(Errand.objects.values_list("name", "subject_id", "slot", "state"))
    assert rows == [
        ("tests.write", source.public_id, "2026-11", "waiting"),
        ("tests.write", None, "", "waiting"),
    ]


def test_an_errand_that_nobody_does_is_not_put(db):
    with pytest.raises(LookupError, match=r"Nobody does the errand tests\.unheard_of"):
        errands.put("tests.unheard_of")

    assert Errand.objects.count() == 0


def test_a_letter_planned_twice_is_one_row(db):
    first, second = UserFactory(), UserFactory()

    assert post.plan([letter(first), letter(second)]) == 2
    assert post.plan([letter(first), letter(second), letter(first, moment="later")]) == 1

    assert Message.objects.count() == 3


def test_contents_and_address_are_sealed_at_rest(db, sql):
    post.plan([letter(UserFactory(email="canary@x.example"), title="canary-1", text="canary-2", html="canary-3")])

    ((row,),) = sql("SELECT core_message::text FROM core_message")
    assert "canary" not in row
    planned = Message.objects.get()
    assert (planned.title, planned.text, planned.html, planned.address) == (
        "canary-1",
        "canary-2",
        "canary-3",
        "canary@x.example",
    )


@pytest.mark.parametrize("name", ["Bcc", "cc", "To", "Message-ID", "Resent-Bcc"])
def test_a_letter_has_no_other_recipients(db, name):
    with pytest.raises(ValueError, match="does not say its own"):
        letter(UserFactory(), headers={name: "x@example.org"})


def test_a_header_has_one_line(db):
    with pytest.raises(ValueError, match="more than one line"):
        letter(UserFactory(), headers={"List-Id": "a\nBcc: x@example.org"})


def test_a_letter_suppressed_before_it_was_planned_stays_so(db):
    recipient = UserFactory()

    post.suppress(letter(recipient), "She asked not to get these.")

    assert post.plan([letter(recipient)]) == 0
    assert list(Message.objects.values_list("state", "reason", "title")) == [
        ("suppressed", "She asked not to get these.", "")
    ]


def test_a_planned_letter_can_be_suppressed(db):
    post.plan([letter(UserFactory())])

    post.suppress(Message.objects.get(), "No.")

    assert list(Message.objects.values_list("state", "reason")) == [("suppressed", "No.")]


def test_what_waits_for_too_long_is_found(db, sql):
    waiting, letter = ErrandFactory(), MessageFactory()
    ErrandFactory(state="parked"), MessageFactory(state="doubtful")
    assert (list(errands.overdue()), list(post.overdue())) == ([], [])

    sql("UPDATE core_errand SET not_before = now() - interval '61 minutes'")
    sql("UPDATE core_message SET planned_at = now() - interval '61 minutes'")

    assert (list(errands.overdue()), list(post.overdue())) == ([waiting], [letter])

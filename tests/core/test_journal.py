import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from caucus_site.core import journal
from caucus_site.core.journal import Flaw, Head
from caucus_site.core.models import JournalEntry
from tests.factories.core import SourceFactory, UserFactory


@pytest.fixture
def five_entries(db):
    for number in range(1, 6):
        journal.record("tests.counted", number=number)
    return journal.head()


@pytest.fixture
def rewrite(sql):
    """What somebody can do who owns the table: switch its triggers off, write, and switch them on again."""

    def run(statement):
        sql("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        sql(statement)
        sql("ALTER TABLE core_journalentry ENABLE TRIGGER USER")

    return run


def test_an_entry_holds_ids_and_no_content(db):
    source, actor = SourceFactory(title="canary-3c41"), UserFactory()

    journal.record("tests.happened", source, actor=actor, state="open")

    entry = JournalEntry.objects.get()
    assert (entry.position, entry.verb, entry.subject_type) == (1, "tests.happened", "core.source")
    assert (entry.subject_id, entry.actor_id, entry.details) == (source.public_id, actor.pk, {"state": "open"})
    assert "canary" not in str(entry.__dict__)


def test_entries_are_numbered_and_chained(five_entries):
    entries = list(JournalEntry.objects.order_by("position"))

    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous_digest for entry in entries] == ["", *(entry.digest for entry in entries[:-1])]
    assert list(journal.flaws()) == []
    assert list(journal.flaws(five_entries)) == []


def test_several_entries_in_one_statement_are_chained_too(db):
    JournalEntry.objects.bulk_create([JournalEntry(verb="tests.counted") for _ in range(4)])

    assert list(JournalEntry.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    assert list(journal.flaws()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_journalentry SET verb = 'other' WHERE position = 3",
        "DELETE FROM core_journalentry WHERE position = 3",
        "TRUNCATE core_journalentry",
    ],
)
def test_the_application_cannot_rewrite_the_journal(five_entries, sql, statement):
    with pytest.raises(ProgrammingError, match=r"append-only|Cannot update or delete"), transaction.atomic():
        sql(statement)
    assert list(journal.flaws(five_entries)) == []


@pytest.mark.parametrize(
    ("statement", "flaws"),
    [
        ("UPDATE core_journalentry SET verb = 'x' WHERE position = 3", [(3, "edited")]),
        ("UPDATE core_journalentry SET details = '{\"number\": 9}' WHERE position = 3", [(3, "edited")]),
        ("UPDATE core_journalentry SET at = at - interval '1 day' WHERE position = 3", [(3, "edited")]),
        ("UPDATE core_journalentry SET actor_id = 12 WHERE position = 3", [(3, "edited")]),
        ("UPDATE core_journalentry SET subject_id = gen_random_uuid() WHERE position = 1", [(1, "edited")]),
        (
            "UPDATE core_journalentry SET digest = repeat('0', 64) WHERE position = 3",
            [(3, "edited"), (4, "out of order")],
        ),
        ("DELETE FROM core_journalentry WHERE position = 3", [(3, "missing")]),
        ("DELETE FROM core_journalentry WHERE position = 1", [(1, "missing")]),
        ("DELETE FROM core_journalentry WHERE position IN (2, 3)", [(2, "missing")]),
        (
            "UPDATE core_journalentry SET position = CASE position WHEN 2 THEN 103 WHEN 3 THEN 102 END"
            " WHERE position IN (2, 3);"
            "UPDATE core_journalentry SET position = position - 100 WHERE position > 100",
            [(2, "out of order"), (2, "edited"), (3, "out of order"), (3, "edited"), (4, "out of order")],
        ),
        (
            "INSERT INTO core_journalentry (position, at, verb, subject_type, details, previous_digest, digest)"
            " SELECT 6, now(), 'x', '', '{}', digest, repeat('0', 64) FROM core_journalentry WHERE position = 5",
            [(6, "edited")],
        ),
    ],
)
def test_what_was_rewritten_is_found(five_entries, rewrite, statement, flaws):
    rewrite(statement)

    found = [(flaw.position, flaw.reason.split(":")[0]) for flaw in journal.flaws()]

    assert found == flaws


def test_a_tail_cut_off_is_found_with_a_head_kept_elsewhere(five_entries, rewrite):
    rewrite("DELETE FROM core_journalentry WHERE position > 3")

    assert list(journal.flaws()) == []
    assert list(journal.flaws(five_entries)) == [Flaw(5, "cut off: the journal ends at 3")]


def test_a_journal_emptied_is_found_with_a_head_kept_elsewhere(five_entries, rewrite):
    rewrite("DELETE FROM core_journalentry")

    assert list(journal.flaws(five_entries)) == [Flaw(5, "cut off: the journal ends at 0")]


def test_a_chain_forged_anew_is_found_with_a_head_kept_elsewhere(five_entries, rewrite):
    rewrite("DELETE FROM core_journalentry WHERE position = 5")
    journal.record("tests.counted", number=55)

    assert list(journal.flaws()) == []
    assert list(journal.flaws(five_entries)) == [Flaw(5, "rewritten: its digest differs from the one kept elsewhere")]


def test_a_replaced_trigger_function_is_found(five_entries, sql):
    sql("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
    sql(
        "INSERT INTO core_journalentry (position, at, verb, subject_type, details, previous_digest, digest)"
        " SELECT 6, now(), 'x', '', '{}', digest, md5('x') FROM core_journalentry WHERE position = 5"
    )
    sql("ALTER TABLE core_journalentry ENABLE TRIGGER USER")
    journal.record("tests.counted")

    assert list(journal.flaws()) == [Flaw(6, "edited: its digest does not match what it says")]


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain_without_gaps():
    start = threading.Barrier(4)

    def write(name):
        start.wait()
        for number in range(25):
            with transaction.atomic():
                journal.record("tests.counted", writer=name, number=number)
                if number % 5 == 0:
                    transaction.set_rollback(True)
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert list(JournalEntry.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 81))
    assert list(journal.flaws()) == []


def test_verify_journal_prints_the_head_and_whole(five_entries, capsys):
    call_command("verify_journal", head=f"5:{five_entries.digest}")

    assert capsys.readouterr().out == f"head 5:{five_entries.digest}\nwhole\n"


def test_verify_journal_of_an_empty_journal(db, capsys):
    call_command("verify_journal")

    assert capsys.readouterr().out == "head 0:\nwhole\n"


def test_verify_journal_names_each_flaw_and_fails(five_entries, rewrite, capsys):
    rewrite("UPDATE core_journalentry SET verb = 'x' WHERE position IN (2, 4)")

    with pytest.raises(CommandError, match="not whole: 2 flaws") as refusal:
        call_command("verify_journal")

    assert refusal.value.returncode == 1
    assert capsys.readouterr().err.splitlines() == [
        "entry 2: edited: its digest does not match what it says",
        "entry 4: edited: its digest does not match what it says",
    ]


@pytest.mark.parametrize("head", ["5", "x:abc", "5abc", ":abc"])
def test_verify_journal_refuses_a_head_that_is_none(db, head):
    with pytest.raises(CommandError, match="POSITION:DIGEST"):
        call_command("verify_journal", head=head)


def test_head_of_an_empty_journal(db):
    assert journal.head() == Head(0, "")
    assert list(journal.flaws(Head(0, ""))) == []

import base64
import os
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from caucus_site.core import rotation
from caucus_site.core.encryption import CannotOpen
from tests.examples.models import Note
from tests.factories.examples import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key(settings):
    """Puts a new key first in the ring; the old one stays behind it until `retire` is called."""
    old = list(settings.CAUCUS_ENCRYPTION_KEYS)
    new = "new:" + base64.b64encode(os.urandom(32)).decode()

    class Ring:
        def put_first(self):
            settings.CAUCUS_ENCRYPTION_KEYS = [new, *old]

        def retire_old(self):
            settings.CAUCUS_ENCRYPTION_KEYS = [new]

    return Ring()


def seals(sql):
    return sql("SELECT text FROM examples_note UNION ALL SELECT text FROM examples_notehistory")


def test_everything_is_resealed_and_the_old_key_can_go(new_key, sql, capsys):
    note = NoteFactory(text="one", answer="answer")
    note.text = "two"
    note.save()
    new_key.put_first()

    call_command("rotate_keys")
    new_key.retire_old()

    # Live: text and answer; history: two texts, and the answer twice.
    assert capsys.readouterr().out == "resealed 6, already current 0, unreadable 0\n"
    assert all(text.startswith("c1.new.") for (text,) in seals(sql))
    note = Note.objects.get(pk=note.pk)
    assert (note.text, note.answer) == ("two", "answer")
    assert [event.text for event in note.history.order_by("pgh_id")] == ["one", "two"]


def test_rotation_is_no_change_of_the_record(new_key):
    note = NoteFactory(text="one")
    before = Note.objects.values("version", "updated_at").get(pk=note.pk)
    new_key.put_first()

    call_command("rotate_keys")

    assert Note.objects.values("version", "updated_at").get(pk=note.pk) == before
    assert note.history.count() == 1


def test_history_still_tells_which_text_did_not_change(new_key, sql):
    note = NoteFactory(text="same", title="one")
    Note.objects.filter(pk=note.pk).update(title="two")
    new_key.put_first()

    call_command("rotate_keys")

    assert len(set(seals(sql))) == 1


def test_a_second_run_finds_everything_current(new_key, capsys):
    NoteFactory(text="one")
    new_key.put_first()
    call_command("rotate_keys")
    capsys.readouterr()

    call_command("rotate_keys")

    assert capsys.readouterr().out == "resealed 0, already current 2, unreadable 0\n"


def test_what_no_key_opens_is_named_and_left_as_it_is(new_key, sql, capsys):
    good, bad = NoteFactory(text="good"), NoteFactory(text="bad")
    sql("UPDATE examples_note SET text = 'c1.lost.AAAA' WHERE id = %s", [bad.pk])
    new_key.put_first()

    with pytest.raises(CommandError) as refusal:
        call_command("rotate_keys")

    output = capsys.readouterr()
    assert refusal.value.returncode == 1
    # The value itself, and the copy that the trigger made of it.
    assert output.err.splitlines() == [
        f"unreadable: text of examples_note, record {bad.public_id}",
        f"unreadable: text of examples_notehistory, record {bad.public_id}",
    ]
    assert output.out == "resealed 3, already current 0, unreadable 2\n"
    assert Note.objects.get(pk=good.pk).text == "good"
    assert sql("SELECT text FROM examples_note WHERE id = %s", [bad.pk]) == [("c1.lost.AAAA",)]


def test_a_run_killed_half_way_is_resumed(new_key, monkeypatch, sql, capsys):
    notes = NoteFactory.create_batch(10, text="kept")
    new_key.put_first()
    replace, done = rotation._replace, []

    def die_after_four(*arguments):
        if len(done) == 4:
            raise KeyboardInterrupt
        done.append(arguments)
        return replace(*arguments)

    monkeypatch.setattr(rotation, "_replace", die_after_four)
    with pytest.raises(KeyboardInterrupt):
        call_command("rotate_keys")
    assert all(Note.objects.get(pk=note.pk).text == "kept" for note in notes)
    monkeypatch.setattr(rotation, "_replace", replace)
    capsys.readouterr()

    call_command("rotate_keys")
    new_key.retire_old()

    assert capsys.readouterr().out == "resealed 12, already current 8, unreadable 0\n"
    assert all(Note.objects.get(pk=note.pk).text == "kept" for note in notes)


def test_whoever_writes_meanwhile_wins(new_key, monkeypatch):
    note = NoteFactory(text="old")
    new_key.put_first()
    replace = rotation._replace
    written = []

    def write_first(*arguments):
        if not written:
            written.append(True)
            mine = Note.objects.get(pk=note.pk)
            mine.text = "written meanwhile"
            mine.save()
        return replace(*arguments)

    monkeypatch.setattr(rotation, "_replace", write_first)

    tally = rotation.reseal_all()
    new_key.retire_old()

    assert tally.overtaken == 1
    assert Note.objects.get(pk=note.pk).text == "written meanwhile"
    assert [event.text for event in note.history.order_by("pgh_id")] == ["old", "written meanwhile"]


def test_saving_moves_a_text_to_the_new_key(new_key, sql):
    note = Note.objects.get(pk=NoteFactory(text="one").pk)
    new_key.put_first()

    note.save()

    assert sql("SELECT text FROM examples_note")[0][0].startswith("c1.new.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_people_read_and_write_while_thousands_are_resealed(new_key):
    keys = [note.pk for note in Note.objects.bulk_create(NoteFactory.build(text=f"text {n}") for n in range(1500))]
    new_key.put_first()
    done, mishaps = threading.Event(), []

    def work():
        count = 0
        while not done.is_set():
            note = Note.objects.get(pk=keys[count % len(keys)])
            try:
                note.text = f"{note.text.split('/')[0]}/{count}"
            except CannotOpen as mishap:
                mishaps.append(mishap)
                break
            note.save()
            count += 7
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    tally = rotation.reseal_all(batch=100)
    done.set()
    worker.join()
    new_key.retire_old()

    assert mishaps == []
    assert tally.unreadable == []
    assert [note.text.split("/")[0] for note in Note.objects.order_by("pk")] == [f"text {n}" for n in range(1500)]

import base64
import os
import shutil
import subprocess

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value

from caucus_site.core.encryption import CannotOpen, KeyRing, Sealed, key_ring
from caucus_site.core.servers import binaries, places
from caucus_site.core.servers.refusals import ServersUnavailable
from tests.examples.models import Note
from tests.factories.examples import NoteFactory

pytestmark = pytest.mark.django_db


def test_text_comes_back_and_is_sealed_in_the_database(sql):
    note = NoteFactory(text="canary-51d0 ភាសាខ្មែរ")

    assert Note.objects.get(pk=note.pk).text == "canary-51d0 ភាសាខ្មែរ"
    assert sql("SELECT text FROM examples_note")[0][0].startswith("c1.t1.")


def test_the_same_text_never_looks_the_same(sql):
    NoteFactory.create_batch(2, text="the same", answer="the same")

    assert len({text for row in sql("SELECT text, answer FROM examples_note") for text in row}) == 4


def test_empty_text_stays_empty(sql):
    note = NoteFactory(text="")

    assert sql("SELECT text FROM examples_note") == [("",)]
    assert Note.objects.get(pk=note.pk).text == ""


def test_a_seal_moved_to_another_row_does_not_open(sql):
    one, other = NoteFactory(text="one"), NoteFactory(text="other")

    sql(
        "UPDATE examples_note SET text = (SELECT text FROM examples_note WHERE id = %s) WHERE id = %s",
        [one.pk, other.pk],
    )

    with pytest.raises(CannotOpen):
        _ = Note.objects.get(pk=other.pk).text


def test_a_seal_moved_to_another_column_does_not_open():
    note = NoteFactory(text="one")

    Note.objects.filter(pk=note.pk).update(answer=F("text"))

    with pytest.raises(CannotOpen):
        _ = Note.objects.get(pk=note.pk).answer


def test_no_altered_byte_and_no_cut_goes_unseen(sql):
    note = NoteFactory(text="a text of some length")
    ciphertext = sql("SELECT text FROM examples_note")[0][0]
    head, encoded = ciphertext.rsplit(".", 1)
    sealed = base64.urlsafe_b64decode(encoded)
    altered = [sealed[:i] + bytes([sealed[i] ^ 1]) + sealed[i + 1 :] for i in range(len(sealed))]
    shortened = [sealed[:length] for length in range(len(sealed))]
    binding = Note._meta.get_field("text").binding(note)

    for changed in [*altered, *shortened, sealed + b"\0"]:
        with pytest.raises(CannotOpen):
            key_ring().open(f"{head}.{base64.urlsafe_b64encode(changed).decode()}", binding)
    assert key_ring().open(ciphertext, binding) == "a text of some length"


@pytest.mark.parametrize(
    "ciphertext", ["", "c1", "c1.t1", "c1.t1.", "c1.t1.!!!", "c2.t1.AAAA", "c1.t9.AAAA", "plain text"]
)
def test_what_is_no_seal_does_not_open(ciphertext):
    with pytest.raises(CannotOpen):
        key_ring().open(ciphertext, "t.c:1")


def test_without_its_key_nothing_opens_and_the_refusal_tells_no_content(settings):
    note = NoteFactory(text="canary-77aa")
    settings.CAUCUS_ENCRYPTION_KEYS = ["new:" + base64.b64encode(os.urandom(32)).decode()]

    with pytest.raises(CannotOpen) as refusal:
        _ = Note.objects.get(pk=note.pk).text

    assert str(refusal.value) == "A sealed value of examples_note.text does not open."


def test_an_older_key_still_opens(settings):
    note = NoteFactory(text="kept")
    settings.CAUCUS_ENCRYPTION_KEYS = [
        "new:" + base64.b64encode(os.urandom(32)).decode(),
        *settings.CAUCUS_ENCRYPTION_KEYS,
    ]

    assert Note.objects.get(pk=note.pk).text == "kept"


@pytest.mark.parametrize(
    "entries", [(), ("",), ("a:",), ("a:AAAA",), (":" + "A" * 43 + "=",), ("a.b:" + "A" * 43 + "=",)]
)
def test_a_ring_without_a_proper_key_stops_the_start(entries):
    with pytest.raises(ImproperlyConfigured, match="CAUCUS_ENCRYPTION_KEYS"):
        KeyRing(entries)


def test_only_a_saved_record_is_sealed():
    note = NoteFactory(text="before")

    with pytest.raises(FieldError, match="can only be sealed by saving"), transaction.atomic():
        Note.objects.update(text="plain")
    note.text = "plain"
    with pytest.raises(FieldError, match="can only be sealed by saving"), transaction.atomic():
        Note.objects.bulk_update([note], ["text"])
    assert Note.objects.get(pk=note.pk).text == "before"


def test_bulk_create_seals(sql):
    Note.objects.bulk_create([NoteFactory.build(text="one"), NoteFactory.build(text="two")])

    assert all(text.startswith("c1.t1.") for (text,) in sql("SELECT text FROM examples_note"))
    assert [note.text for note in Note.objects.order_by("pk")] == ["one", "two"]


@pytest.mark.parametrize("table", ["examples_note", "examples_notehistory"])
def test_the_column_refuses_plain_text(sql, table):
    NoteFactory()

    with pytest.raises(IntegrityError, match="check constraint"), transaction.atomic():
        sql(f"UPDATE {table} SET text = 'plain'")
    with pytest.raises(IntegrityError, match="check constraint"), transaction.atomic():
        Note.objects.update(text=Value("plain"))


def test_a_copied_row_is_refused_rather_than_lost():
    copy = Note.objects.get(pk=NoteFactory(text="original").pk)
    copy.pk, copy.public_id = None, Note._meta.get_field("public_id").get_default()

    with pytest.raises(CannotOpen):
        copy.save()


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "startswith", "in", "regex", "gt"])
def test_sealed_text_cannot_be_searched(lookup):
    with pytest.raises(FieldError, match="cannot be searched"):
        Note.objects.filter(**{f"text__{lookup}": "x"})


def test_whether_there_is_a_text_can_be_asked():
    NoteFactory()

    assert Note.objects.filter(text__isnull=False).count() == 1


def test_a_seal_shown_by_accident_says_nothing():
    NoteFactory(text="canary-88bb")

    (sealed,) = Note.objects.values_list("text", flat=True)

    assert isinstance(sealed, Sealed)
    assert f"{sealed} {sealed!r} {sealed}" == "[sealed] [sealed] [sealed]"


def test_deferred_text_is_fetched_and_opened():
    note = Note.objects.defer("text").get(pk=NoteFactory(text="later").pk)

    assert note.text == "later"


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_shows_no_sealed_text():
    program = pg_dump()
    note = NoteFactory(text="canary-c0ffee-text", answer="canary-c0ffee-answer", title="open-c0ffee-title")
    note.text = "canary-c0ffee-changed"
    note.save()
    parameters = connection.get_connection_params()
    environment = {"PATH": os.environ["PATH"], "PGPASSWORD": parameters.get("password") or ""}

    dump = subprocess.run(
        [program, "-h", parameters["host"], "-p", str(parameters.get("port") or 5432), "-U", parameters["user"],
         "-d", parameters["dbname"]],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip

    assert dump.returncode == 0, dump.stderr.decode()
    assert dump.stdout.count(b"open-c0ffee-title") == 3
    assert b"canary-c0ffee" not in dump.stdout


def pg_dump():
    """The program beside the server's own, which alone is sure to be of its version."""
    try:
        folder = binaries.find_postgres(places.ServerUser.for_this_process()).folder
    except ServersUnavailable:
        folder = None
    beside = folder / "pg_dump" if folder else None
    program = str(beside) if beside and beside.exists() else shutil.which("pg_dump")
    if program is None:
        pytest.skip("there is no pg_dump beside the PostgreSQL programs, nor on PATH")
    return program

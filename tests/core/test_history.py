import pghistory
import pytest

from caucus_site.core import history
from caucus_site.core.models import Source, User
from tests.examples.models import Note
from tests.factories.core import SourceFactory, UserFactory
from tests.factories.examples import NoteFactory

pytestmark = pytest.mark.django_db


def trail(record):
    return list(record.history.order_by("pgh_id").values_list("pgh_label", "version", "title"))


def test_every_way_of_writing_is_kept_and_counted(sql):
    source = SourceFactory(title="one")
    source.title = "two"
    source.save()
    Source.objects.filter(pk=source.pk).update(title="three")
    sql("UPDATE core_source SET title = 'four' WHERE id = %s", [source.pk])

    source.refresh_from_db()

    assert source.version == 4
    assert source.updated_at > source.created_at or source.updated_at == source.created_at
    assert trail(source) == [("insert", 1, "one"), ("update", 2, "two"), ("update", 3, "three"), ("update", 4, "four")]


def test_bulk_create_is_kept():
    made = Source.objects.bulk_create([SourceFactory.build() for _ in range(3)])

    assert [trail(source)[0][0] for source in made] == ["insert"] * 3


def test_a_deleted_record_leaves_its_history():
    source = SourceFactory(title="gone")
    key = source.pk

    Source.objects.filter(pk=key).delete()

    events = Source.history.rel.related_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")
    assert list(events.values_list("pgh_label", "title")) == [("insert", "gone"), ("delete", "gone")]


def test_a_save_that_changes_nothing_leaves_no_trace():
    source = SourceFactory(title="same")

    source.save()
    Source.objects.update(title="same")

    source.refresh_from_db()
    assert source.version == 1
    assert trail(source) == [("insert", 1, "same")]


def test_nobody_sets_the_version_by_hand():
    source = SourceFactory(title="one")

    Source.objects.filter(pk=source.pk).update(title="two", version=90)

    source.refresh_from_db()
    assert source.version == 2


def test_actor_and_reason_go_with_the_change(secretariat):
    source = SourceFactory(title="one")

    with pghistory.context(user=secretariat.pk), history.because("a misprint", batch=7):
        Source.objects.filter(pk=source.pk).update(title="two")

    event = source.history.order_by("pgh_id").last()
    assert event.pgh_context.metadata == {"user": secretariat.pk, "reason": "a misprint", "batch": 7}


def test_a_password_is_not_copied_and_signing_in_is_no_change():
    user = UserFactory()
    columns = {field.name for field in User.history.rel.related_model._meta.get_fields()}

    user.set_password("a long enough password")
    user.save()

    user.refresh_from_db()
    assert columns.isdisjoint({"password", "last_login"})
    assert user.version == 1
    assert user.history.count() == 1


def test_sealed_text_goes_into_history_sealed(sql):
    note = NoteFactory(text="canary-7f1a")

    note.text = "canary-9e2b"
    note.save()

    stored = sql("SELECT text FROM examples_notehistory ORDER BY pgh_id")
    assert all(text.startswith("c1.t1.") for (text,) in stored)
    assert [event.text for event in note.history.order_by("pgh_id")] == ["canary-7f1a", "canary-9e2b"]


def test_saving_sealed_text_unread_or_unchanged_leaves_no_trace():
    key = NoteFactory(text="as it was").pk
    unread = Note.objects.get(pk=key)
    unread.save()
    read = Note.objects.get(pk=key)
    read.text = f"{read.text}"
    read.save()
    read.save()

    note = Note.objects.get(pk=key)

    assert note.version == 1
    assert note.history.count() == 1
    assert note.text == "as it was"


def test_only_the_sealed_text_that_changed_has_a_new_seal(sql):
    note = Note.objects.get(pk=NoteFactory(text="one", answer="two").pk)

    note.answer = f"{note.text} and three"
    note.save()

    first, second = sql("SELECT text, answer FROM examples_notehistory ORDER BY pgh_id")
    assert first[0] == second[0]
    assert first[1] != second[1]

import html
import re

import pytest

from caucus_site.core import history
from caucus_site.core.admin.forms import REASON_INPUT
from caucus_site.core.admin.timeline import timeline
from caucus_site.core.models import Source
from tests.examples.models import Note
from tests.factories.core import (
    CitationFactory,
    CompartmentFactory,
    CompartmentReaderFactory,
    SourceFactory,
    UserFactory,
)
from tests.factories.examples import NoteFactory

pytestmark = pytest.mark.django_db


def in_words(response):
    """The entries of a history page as a reader sees them, newest first."""
    entries = re.findall(r"<li>(.*?)</li>", response.content.decode().split('class="desk-history"')[1], re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", entry)).split()) for entry in entries]


def test_the_page_tells_when_who_why_and_what(staff_client, secretariat, source_form):
    source = SourceFactory(kind="news", title="before", published_on="2011")
    entries = source_form(title="after", published_on="May 2011", **{REASON_INPUT: "the day came up"})
    staff_client.post(f"/admin/core/source/{source.pk}/change/", entries)

    changed, added = in_words(staff_client.get(f"/admin/core/source/{source.pk}/history/"))

    assert f"Source changed by {secretariat.full_name} the day came up" in changed
    assert "Title before → after" in changed
    assert "Published or held on 2011 → May 2011" in changed
    assert "Kind" not in changed
    assert "Source added by outside the site" in added
    assert "Kind – → News report" in added


def test_a_change_past_the_site_is_there_too(staff_client, sql):
    source = SourceFactory(title="before")
    sql("UPDATE core_source SET title = 'by hand' WHERE id = %s", [source.pk])

    newest, _added = in_words(staff_client.get(f"/admin/core/source/{source.pk}/history/"))

    assert "Title before → by hand" in newest


def test_parts_are_told_with_the_record(secretariat):
    fact = SourceFactory()
    citation = CitationFactory(subject=fact, locator="p. 4")
    citation.delete()

    told = [(change.what, change.act) for change in timeline(fact, parts=[type(citation)], reader=secretariat)]

    assert told == [("source of a fact", "deleted"), ("source of a fact", "added"), ("source", "added")]


def test_sealed_text_says_only_that_it_changed(superadmin):
    note = NoteFactory(text="canary-4b4b")
    with history.because("new facts"):
        note.text = "canary-5c5c"
        note.save()
    Note.objects.filter(pk=note.pk).update(title="a title")

    titled, resealed, _added = timeline(note, reader=superadmin)

    assert [(field.label, field.before, field.after) for field in resealed.fields] == [("text", "[sealed]", "[sealed]")]
    assert [field.label for field in titled.fields] == ["title"]


def test_what_the_reader_may_not_see_is_not_named(secretariat):
    hidden_account = UserFactory(superadmin=True, full_name="canary-6d6d")
    compartment = CompartmentReaderFactory(reader=secretariat).compartment
    reader = CompartmentReaderFactory(compartment=compartment, reader=hidden_account)

    (added,) = timeline(reader, reader=secretariat)

    assert ("reader", "a record you may not see") in [(field.label, field.after) for field in added.fields]


def test_readers_of_a_compartment_are_not_told_to_others(secretariat):
    compartment = CompartmentFactory()
    CompartmentReaderFactory(compartment=compartment)

    told = timeline(compartment, parts=[type(compartment).readers.rel.related_model], reader=secretariat)

    assert [change.what for change in told] == ["compartment"]


@pytest.mark.parametrize("changes", [3, 60])
def test_a_long_history_costs_the_same(staff_client, changes, django_assert_max_num_queries):
    source = SourceFactory()
    for number in range(changes):
        Source.objects.filter(pk=source.pk).update(title=f"title {number}")

    with django_assert_max_num_queries(12):
        page = staff_client.get(f"/admin/core/source/{source.pk}/history/")

    assert len(in_words(page)) == changes + 1


def test_a_record_that_is_hidden_has_no_history_page(staff_client):
    compartment = CompartmentFactory()

    response = staff_client.get(f"/admin/core/compartment/{compartment.pk}/history/")

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")

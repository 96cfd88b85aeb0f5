import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from caucus_site.core.admin.forms import REASON_INPUT, TOKEN_INPUT, VERSION_INPUT
from caucus_site.core.models import Compartment, CompartmentReader, JournalEntry, Source, SubmittedForm
from tests.factories.core import CompartmentReaderFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/core/source/add/"
OVERTAKEN = "Somebody changed this record while you had it open."


def hidden_input(response, name):
    """The value of a hidden input, as the browser would send it back."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found and found[1]


def change_page(source):
    return f"/admin/core/source/{source.pk}/change/"


def test_an_added_record_is_in_the_journal_with_its_adder(staff_client, secretariat, source_form):
    staff_client.post(ADD, source_form(published_on="May 2011"))

    source = Source.objects.get()
    assert source.published_on.edtf == "2011-05"
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_id) == ("record.added", source.public_id, secretariat.pk)


def test_a_form_posted_twice_makes_one_record_and_says_so(staff_client, source_form):
    token = hidden_input(staff_client.get(ADD), TOKEN_INPUT)
    entries = source_form(**{TOKEN_INPUT: token})

    first = staff_client.post(ADD, entries)
    second = staff_client.post(ADD, entries, follow=True)

    source = Source.objects.get()
    assert first.status_code == 302
    assert second.redirect_chain == [(change_page(source), 302)]
    assert "This form was sent twice; “A title” was added once. Here it is." in second.content.decode()


def test_a_second_post_after_the_record_went_away_adds_nothing(staff_client, source_form):
    entries = source_form(**{TOKEN_INPUT: str(uuid.uuid4())})
    staff_client.post(ADD, entries)
    Source.objects.all().delete()

    again = staff_client.post(ADD, entries, follow=True)

    assert "nothing was added a second time" in again.content.decode()
    assert not Source.objects.exists()


def test_a_refused_form_keeps_its_token_and_can_be_sent_again(staff_client, source_form):
    token = hidden_input(staff_client.get(ADD), TOKEN_INPUT)

    refused = staff_client.post(ADD, source_form(title="", note="kept", **{TOKEN_INPUT: token}))
    assert hidden_input(refused, TOKEN_INPUT) == token
    assert "kept" in refused.content.decode()
    assert not SubmittedForm.objects.exists()

    assert staff_client.post(ADD, source_form(**{TOKEN_INPUT: token})).status_code == 302
    assert Source.objects.count() == 1


def test_two_forms_make_two_records(staff_client, source_form):
    for _ in range(2):
        token = hidden_input(staff_client.get(ADD), TOKEN_INPUT)
        staff_client.post(ADD, source_form(**{TOKEN_INPUT: token}))

    assert Source.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_posts_racing_make_one_record(source_form, secretariat):
    entries = source_form(**{TOKEN_INPUT: str(uuid.uuid4())})
    start, answers = threading.Barrier(4), []

    def post():
        client = Client()
        client.force_login(secretariat)
        start.wait()
        answers.append(client.post(ADD, entries).status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 4
    assert Source.objects.count() == 1
    assert JournalEntry.objects.filter(verb="record.added").count() == 1


def test_an_overtaken_form_is_handed_back_with_what_was_entered(staff_client, source_form):
    source = SourceFactory(title="before")
    version = hidden_input(staff_client.get(change_page(source)), VERSION_INPUT)
    Source.objects.filter(pk=source.pk).update(title="by somebody else")

    refused = staff_client.post(change_page(source), source_form(title="mine", note="kept", **{VERSION_INPUT: version}))

    page = refused.content.decode()
    assert OVERTAKEN in page
    assert 'value="mine"' in page
    assert "kept" in page
    source.refresh_from_db()
    assert source.title == "by somebody else"

    # Having read that, saving once more is a decision.
    entries = source_form(title="mine", **{VERSION_INPUT: hidden_input(refused, VERSION_INPUT)})
    assert staff_client.post(change_page(source), entries).status_code == 302
    source.refresh_from_db()
    assert source.title == "mine"


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_racing_one_is_handed_back(source_form, secretariat):
    source = SourceFactory(title="before")
    start, answers = threading.Barrier(2), []

    def post(title):
        client = Client()
        client.force_login(secretariat)
        start.wait()
        answers.append(client.post(change_page(source), source_form(title=title, **{VERSION_INPUT: "1"})).status_code)
        connection.close()

    threads = [threading.Thread(target=post, args=(title,)) for title in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 302]
    source.refresh_from_db()
    assert source.version == 2


@pytest.mark.parametrize("version", ["", "x", "²", "-1"])
def test_a_version_that_is_none_is_not_compared(staff_client, source_form, version):
    source = SourceFactory()

    assert staff_client.post(change_page(source), source_form(**{VERSION_INPUT: version})).status_code == 302


def test_a_form_saved_unchanged_leaves_no_trace(staff_client, source_form):
    source = SourceFactory(kind="news", title="A title", published_on="May 2011")

    staff_client.post(change_page(source), source_form(published_on="May 2011", **{VERSION_INPUT: "1"}))

    source.refresh_from_db()
    assert source.version == 1
    assert source.history.count() == 1


def test_an_ambiguous_date_is_refused_at_its_field_and_nothing_changes(staff_client, source_form):
    response = staff_client.post(ADD, source_form(published_on="03/04/2014"))

    assert "“03/04/2014” can mean 3 April 2014 or 4 March 2014." in response.content.decode()
    assert not Source.objects.exists()


def test_the_reason_goes_into_the_history(staff_client, secretariat, source_form):
    source = SourceFactory(title="before")

    staff_client.post(change_page(source), source_form(title="after", **{REASON_INPUT: " a misprint "}))

    event = source.history.order_by("pgh_id").last()
    assert event.pgh_context.metadata == {
        "user": secretariat.pk, "door": change_page(source), "reason": "a misprint"
    }  # fmt: skip
    assert JournalEntry.objects.get().verb == "record.changed"


def test_the_journal_names_changed_fields_and_no_content(staff_client, source_form):
    source = SourceFactory(kind="news", title="before")

    staff_client.post(change_page(source), source_form(title="canary-1a2b"))

    entry = JournalEntry.objects.get()
    assert entry.details == {"fields": ["Title"]}
    assert "canary" not in str(entry.details)


def test_whoever_opens_a_compartment_is_its_reader(staff_client, secretariat):
    inline = {"readers-TOTAL_FORMS": "0", "readers-INITIAL_FORMS": "0"}

    staff_client.post("/admin/core/compartment/add/", {"name": "C-77", "purpose": "", "closes_on": "", **inline})

    compartment = Compartment.objects.get()
    assert list(compartment.readers.values_list("reader", flat=True)) == [secretariat.pk]
    assert staff_client.get(f"/admin/core/compartment/{compartment.pk}/change/").status_code == 200


def test_the_secretariat_finds_accounts_to_name_as_readers(staff_client, superadmin):
    colleague = UserFactory(secretariat=True, full_name="Colleague")
    field = {"app_label": "core", "model_name": "compartmentreader", "field_name": "reader"}

    answer = staff_client.get("/admin/autocomplete/", {**field, "term": "olleag"})
    hidden = staff_client.get("/admin/autocomplete/", {**field, "term": superadmin.email})

    assert [row["id"] for row in answer.json()["results"]] == [str(colleague.pk)]
    assert hidden.json()["results"] == []


def test_a_compartment_of_others_is_not_there(staff_client):
    compartment = CompartmentReaderFactory().compartment

    response = staff_client.get(f"/admin/core/compartment/{compartment.pk}/change/")

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert compartment.name not in staff_client.get("/admin/core/compartment/").content.decode()
    assert CompartmentReader.objects.count() == 1


@pytest.mark.parametrize("role", ["coordinator", "parliamentarian", "observer", "partner"])
def test_the_admin_is_closed_to_everybody_else(sign_in, role):
    response = sign_in(UserFactory(role=role)).get("/admin/core/source/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_the_journal_is_read_and_never_written(superadmin_client, source_form, staff_client):
    staff_client.post(ADD, source_form())
    position = JournalEntry.objects.get().pk

    assert superadmin_client.get("/admin/core/journalentry/").status_code == 200
    assert superadmin_client.get(f"/admin/core/journalentry/{position}/change/").status_code == 200
    assert superadmin_client.get("/admin/core/journalentry/add/").status_code == 403
    assert superadmin_client.post(f"/admin/core/journalentry/{position}/change/", {"verb": "x"}).status_code == 403
    assert superadmin_client.post(f"/admin/core/journalentry/{position}/delete/", {"post": "yes"}).status_code == 403
    assert JournalEntry.objects.filter(verb="record.added").count() == 1


def test_accounts_are_made_by_the_superadmin_and_looked_at_by_the_secretariat(superadmin_client, staff_client):
    entries = {
        "email": "New@caucus.example", "full_name": "New", "role": "observer", "usable_password": "true",
        "password1": "kbTz94-uehqw", "password2": "kbTz94-uehqw",
    }  # fmt: skip

    assert staff_client.post("/admin/core/user/add/", entries).status_code == 403
    made = superadmin_client.post("/admin/core/user/add/", entries)

    assert made.status_code == 302, made.context["errors"]
    assert UserFactory._meta.model.objects.filter(email="new@caucus.example").count() == 1
    assert staff_client.get("/admin/core/user/").status_code == 200

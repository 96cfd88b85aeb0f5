"""Input that is none: a sentence on the page, nothing changed, and never the error page."""

import threading

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from caucus_site.core.admin.forms import REASON_INPUT
from caucus_site.core.data_classes import Duty
from caucus_site.core.models import JournalEntry, Source
from members.models import Mandate
from tests.factories.advocacy import CampaignStageFactory, EndorsementFactory, GrantFactory, StatementTextFactory
from tests.factories.core import SourceFactory, UserFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
LIST = "/admin/core/source/"
HOSTILE = ["a\x00b", "31 Feb 2014", "9" * 26]


@pytest.fixture
def officer_client(db, sign_in):
    return sign_in(UserFactory(secretariat=True, duties=list(Duty.values)))


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_form_full_of_nonsense_comes_back(officer_client, superadmin_client, model):
    add = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    client = next((c for c in (officer_client, superadmin_client) if c.get(add).status_code == 200), None)
    if client is None:
        return  # nobody enters these by hand
    page = client.get(add)
    names = [field.html_name for field in page.context["adminform"].form]
    counts = {}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        counts |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
        names += [field.html_name.replace("__prefix__", "0") for field in formset.formset.empty_form]
    for nonsense in HOSTILE:
        answer = client.post(add, dict.fromkeys(names, nonsense) | counts)

        assert answer.status_code == 200, nonsense
        assert answer.context["errors"], nonsense
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("nonsense", ["hello", "\x00", "9" * 26, "²", "1;2"])
def test_an_address_proposes_only_what_is_there(staff_client, nonsense):
    page = staff_client.get("/admin/members/membership/add/", {"person": nonsense, "began_on": nonsense})

    assert page.status_code == 200
    assert "person" not in page.context["adminform"].form.initial


def test_a_hidden_record_cannot_be_proposed_and_looks_like_none(staff_client):
    locked, seen = PersonFactory(pk=987653, name="Canary Zebulon"), PersonFactory(name="Seen")
    ProtectionFactory(person=locked, level="locked")

    def proposed(key):
        form = staff_client.get("/admin/members/membership/add/", {"person": key}).context["adminform"].form
        return str(form["person"]).replace(str(key), "")

    assert proposed(locked.pk) == proposed(987654)
    assert "Seen" in proposed(seen.pk)


@pytest.mark.parametrize(
    "query",
    [
        {"title__regex": "((("},
        {"title__startswith": "A"},
        {"note__contains": "secret"},
        {"id__range": "9" * 40},
        {"kind__regex": "((("},
        {"public_id": "x"},
    ],
)
def test_a_list_is_filtered_by_its_own_filters_only(staff_client, query):
    assert staff_client.get(LIST, query).status_code == 400
    assert staff_client.get(f"{LIST}export/csv/", query).status_code == 400


@pytest.mark.parametrize("query", [{"kind__exact": "news\x00"}, {"q": "\x00"}, {"o": "\x00"}, {"p": "9" * 40}])
def test_a_filter_that_is_none_changes_nothing(staff_client, query):
    SourceFactory()

    assert staff_client.get(LIST, query, follow=True).status_code == 200


def test_filters_of_a_related_record_still_work(staff_client):
    chapter = MembershipFactory().chapter

    listed = staff_client.get("/admin/members/membership/", {"chapter__id__exact": chapter.pk})

    assert listed.context["cl"].result_count == 1


@pytest.mark.parametrize("model", [CampaignStageFactory._meta.model], ids=["stage"])
def test_no_filter_asks_for_whom_the_reader_may_not_see(staff_client, model):
    owner = PersonFactory()
    ProtectionFactory(person=owner, level="locked")
    CampaignStageFactory(owner=owner)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    for query in ({"owner": owner.pk}, {"owner__name__startswith": "P"}, {"owner__isnull": "0"}):
        assert staff_client.get(address, query).status_code == 400


@pytest.mark.parametrize("key", ["abc", "\x00", "²"])
def test_a_selection_that_is_none_is_refused(staff_client, key):
    source = SourceFactory()

    answer = staff_client.post(
        LIST, {"action": "delete_selected", "_selected_action": [source.pk, key], "post": "yes"}, follow=True
    )

    assert "The selection was not understood, so nothing was changed." in answer.content.decode()
    assert Source.objects.exists()


def test_a_reason_that_is_none_is_shortened(staff_client, source_form):
    answer = staff_client.post(f"{LIST}add/", source_form(**{REASON_INPUT: "why\x00" + "x" * 5000}))

    assert answer.status_code == 302
    assert len(Source.history.rel.related_model.objects.get().pgh_context.metadata["reason"]) == 1000


@pytest.mark.parametrize(
    "address",
    [
        "/admin/autocomplete/?app_label=members&model_name=person&field_name=mandates",
        "/admin/autocomplete/?app_label=core&model_name=user&field_name=password",
        "/admin/autocomplete/?app_label=%00&model_name=x&field_name=y",
        "/admin/autocomplete/?app_label=core&model_name=citation&field_name=source&term=a%00b",
        "/admin/autocomplete/?app_label=core&model_name=citation&field_name=source&page=99999999999999999999",
        "/admin/r/1/1/",
        "/admin/r/999/x/",
        "/admin/search/?s=a&page=abc",
        "/admin/search/?s=a&page=99",
    ],
)
def test_side_doors_do_not_fail(staff_client, address):
    assert staff_client.get(address).status_code in {200, 403, 404}


def test_a_part_may_object_to_a_field_that_its_line_leaves_out(officer_client):
    grant = GrantFactory()
    page = officer_client.get(f"/admin/advocacy/grant/{grant.pk}/change/")
    posted = {}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}

    assert officer_client.post(f"/admin/advocacy/grant/{grant.pk}/change/", posted).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_mandates_racing_for_one_seat_one_is_told_why(secretariat):
    person, chamber = PersonFactory(country=CountryFactory()), OrganisationFactory(chamber=True)
    page = reverse("admin:members_mandate_add")
    entries = {"person": person.pk, "chamber": chamber.pk, "began_on": "2014", "ended_on": "2016", "seat": "1"}
    entries |= {"bench": Mandate._meta.get_field("bench").get_default() or ""}
    entries |= {
        "core-citation-subject_type-subject_id-TOTAL_FORMS": "0",
        "core-citation-subject_type-subject_id-INITIAL_FORMS": "0",
    }
    start, answers = threading.Barrier(4), []

    def post():
        client = Client()
        client.force_login(secretariat)
        start.wait()
        answer = client.post(page, entries)
        answers.append((answer.status_code, answer.status_code == 302 or bool(answer.context["errors"])))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [(200, True)] * 3 + [(302, True)]
    assert Mandate.objects.count() == 1


def test_what_only_the_database_refuses_is_a_sentence_on_the_form(staff_client, monkeypatch):
    """As when somebody else was faster: the form finds nothing, the database does."""
    chapter = ChapterFactory()
    root = chapter.parent
    monkeypatch.setattr("members.models.Chapter.clean", lambda chapter: None)
    change = reverse("admin:members_chapter_change", args=[root.pk])
    page = staff_client.get(change)
    form = page.context["adminform"].form
    posted = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    posted |= {"parent": chapter.pk, "vision": "kept"}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}

    answer = staff_client.post(change, posted)

    assert answer.status_code == 200
    assert answer.context["adminform"].form.non_field_errors()
    assert "kept" in answer.content.decode()
    root.refresh_from_db()
    assert root.parent is None


def test_a_signed_text_is_not_deleted_and_the_page_says_why(staff_client):
    text = StatementTextFactory()
    EndorsementFactory(statement=text.statement, text=text)

    for model, key in (("statementtext", text.pk), ("statement", text.statement_id)):
        answer = staff_client.post(f"/admin/advocacy/{model}/{key}/delete/", {"post": "yes"}, follow=True)

        assert answer.status_code == 200
        assert "ndorsement" in answer.content.decode() or "signed" in answer.content.decode()
    text.refresh_from_db()
    assert not JournalEntry.objects.filter(verb="record.deleted").exists()

"""The secretariat's pages of members: their cost, their search, their pickers."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import ContactDetail, Incident, Person, Protection
from tests.factories import members as make
from tests.factories.core import CompartmentReaderFactory

pytestmark = pytest.mark.django_db

REGISTERED = [model for model in apps.get_app_config("members").get_models() if admin.site.is_registered(model)]


def factory_of(model):
    return getattr(make, f"{model.__name__}Factory")


def address(model, view, *args):
    return reverse(f"admin:members_{model._meta.model_name}_{view}", args=args)


def cost(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


def visible(rows, secretariat):
    """Incidents have readers of their own."""
    for row in rows:
        if isinstance(row, Incident):
            CompartmentReaderFactory(compartment=row.compartment, reader=secretariat)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_at_any_length(staff_client, secretariat, model):
    visible(factory_of(model).create_batch(2), secretariat)
    url = address(model, "changelist")
    cost(staff_client, url)
    short = cost(staff_client, url)

    visible(factory_of(model).create_batch(12), secretariat)

    assert cost(staff_client, url) == short


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_change_page_costs_the_same_among_many(staff_client, secretariat, model):
    row = factory_of(model)()
    visible([row], secretariat)
    url = address(model, "change", row.pk)
    cost(staff_client, url)
    alone = cost(staff_client, url)

    visible(factory_of(model).create_batch(12), secretariat)

    assert cost(staff_client, url) == alone


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_searching_a_list_answers(staff_client, model):
    assert staff_client.get(address(model, "changelist"), {"q": "Sochua 7"}).status_code == 200


def test_the_list_of_people_finds_a_misspelt_name(staff_client):
    make.PersonFactory(name="Mu Sochua")
    make.PersonFactory(name="Walden Bello")

    page = staff_client.get(address(Person, "changelist"), {"q": "Sochau"}).content.decode()

    assert "Mu Sochua" in page
    assert "Walden Bello" not in page


def test_the_list_of_mandates_is_found_by_a_misspelt_name(staff_client):
    make.MandateFactory(person__name="Mu Sochua")
    make.MandateFactory(person__name="Walden Bello")

    page = staff_client.get(reverse("admin:members_mandate_changelist"), {"q": "Sochau"}).content.decode()

    assert "Mu Sochua" in page
    assert "Walden Bello" not in page


@pytest.mark.parametrize(("value", "names"), [("yes", {"Sitting"}), ("no", {"Retired"})])
def test_people_are_filtered_by_whether_they_sit(staff_client, value, names):
    make.MandateFactory(person__name="Sitting")
    make.MandateFactory(person__name="Retired", ended_on="2001")

    shown = staff_client.get(address(Person, "changelist"), {"sitting": value}).context["cl"].result_list

    assert {person.name for person in shown} == names


def test_a_locked_person_is_in_no_list_page_or_picker(staff_client, sign_in, case_officer):
    locked = make.ProtectionFactory(person__name="Locked Away", level="locked").person
    make.MandateFactory(person=locked)
    picker = reverse("admin:autocomplete")
    asked = {"term": "Locked", "app_label": "members", "model_name": "mandate", "field_name": "person"}

    assert "Locked Away" not in staff_client.get(address(Person, "changelist")).content.decode()
    assert "Locked Away" not in staff_client.get(reverse("admin:members_mandate_changelist")).content.decode()
    assert staff_client.get(address(Person, "change", locked.pk)).status_code == 302
    assert json.loads(staff_client.get(picker, asked).content)["results"] == []
    assert len(json.loads(sign_in(case_officer).get(picker, asked).content)["results"]) == 1


def test_a_locked_person_cannot_be_picked_by_number(staff_client):
    locked = make.ProtectionFactory(level="locked").person
    mandate = make.MandateFactory.build(person=locked, chamber=make.OrganisationFactory(chamber=True))

    response = staff_client.post(
        reverse("admin:members_mandate_add"),
        {"person": locked.pk, "chamber": mandate.chamber.pk, "bench": "unknown", "seat": 1},
    )

    assert "person" in response.context["adminform"].form.errors
    assert not locked.mandates.exists()


def test_purposes_are_ticked_and_sealed_values_read_back(staff_client):
    person = make.PersonFactory()

    staff_client.post(
        reverse("admin:members_contactdetail_add"),
        {
            "person": person.pk,
            "kind": "email",
            "value": "someone@parliament.example",
            "purposes": ["urgent", "news"],
            "consent": "given",
            "consented_on": "2020-01-01",
            "core-citation-subject_type-subject_id-TOTAL_FORMS": 0,
            "core-citation-subject_type-subject_id-INITIAL_FORMS": 0,
        },
    )

    contact = ContactDetail.objects.get()
    assert (contact.purposes, contact.value) == (["urgent", "news"], "someone@parliament.example")
    page = staff_client.get(reverse("admin:members_contactdetail_change", args=[contact.pk])).content.decode()
    assert "someone@parliament.example" in page
    assert (
        "someone@parliament.example"
        not in staff_client.get(reverse("admin:members_contactdetail_changelist")).content.decode()
    )


def test_a_protection_says_who_set_it_and_who_lifted_it(staff_client, secretariat):
    person = make.PersonFactory()

    staff_client.post(reverse("admin:members_protection_add"), {"person": person.pk, "level": "hidden"})
    protection = Protection.objects.get()
    assert (protection.set_by, protection.lifted_at) == (secretariat, None)

    staff_client.post(
        address(Protection, "changelist"), {"action": "lift_selected", "_selected_action": [protection.pk]}
    )
    protection.refresh_from_db()
    assert protection.lifted_by == secretariat

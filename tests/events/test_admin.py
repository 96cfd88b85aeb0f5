"""The secretariat's pages for gatherings, missions and what is kept in compartments."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus_site.core.models import JournalEntry
from events import models
from events.models import Evidence, FactFindingMission, Gathering
from tests.factories import events as make
from tests.factories.core import CompartmentFactory, CompartmentReaderFactory
from tests.factories.members import ChapterFactory

CANARY = "canary-77c0d4"


def page(record, view="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{view}", args=[record.pk])


def list_of(model, view="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


def formsets(response):
    """The hidden management fields of every inline, and the rows as they stand."""
    posted = {}
    for formset in response.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        for field in management:
            posted[field.html_name] = field.value()
        for form in formset.formset.forms:
            for field in form:
                value = field.value()
                posted[field.html_name] = "" if value is None else value
    return posted


def values_of(response):
    form = response.context["adminform"].form
    fields = {}
    for field in form:
        value = field.value()
        if value not in (None, False):
            fields[field.html_name] = value
    return fields | formsets(response)


@pytest.fixture
def circle(secretariat):
    """A compartment that the signed-in member of staff reads."""
    compartment = CompartmentFactory()
    CompartmentReaderFactory(compartment=compartment, reader=secretariat)
    return compartment


@pytest.fixture
def gathering(db):
    return make.GatheringFactory(began_on="2014", chapter=ChapterFactory())


def test_the_form_takes_a_gathering_to_its_next_state(staff_client, secretariat, gathering):
    opened = staff_client.get(page(gathering))

    response = staff_client.post(page(gathering), {**values_of(opened), "state": "held"})

    gathering.refresh_from_db()
    assert response.status_code == 302
    assert gathering.state == "held"
    assert "events.gathering_held" in JournalEntry.objects.values_list("verb", flat=True)


def test_the_form_refuses_a_step_at_the_state(staff_client):
    gathering = make.GatheringFactory(state=Gathering.State.CANCELLED)
    opened = staff_client.get(page(gathering))

    response = staff_client.post(page(gathering), {**values_of(opened), "state": "held"})

    assert response.context["adminform"].form.errors == {
        "state": ["From “Cancelled” the next step can be “Planned”, but not “Held”."]
    }
    gathering.refresh_from_db()
    assert gathering.state == "cancelled"


def test_publishing_in_the_form_makes_a_mission_public(staff_client):
    mission = make.FactFindingMissionFactory(state="reporting", outcome="Eighteen issues.")
    opened = staff_client.get(page(mission))

    response = staff_client.post(page(mission), {**values_of(opened), "state": "published"})

    mission.refresh_from_db()
    assert response.status_code == 302
    assert (mission.state, mission.is_public) == ("published", True)
    assert mission.published_at is not None


def test_a_mission_of_the_past_is_entered_as_it_ended(staff_client):
    opened = staff_client.get(list_of(FactFindingMission, "add"))

    response = staff_client.post(
        list_of(FactFindingMission, "add"),
        {**values_of(opened), "title": "Malaysia", "began_on": "14 Apr 2014", "state": "closed", "is_public": "on"},
    )

    mission = FactFindingMission.objects.get()
    assert response.status_code == 302
    assert (mission.began_on.edtf, mission.state, mission.is_public) == ("2014-04-14", "closed", True)


def test_the_form_refuses_an_initiator_of_another_kind(staff_client):
    opened = staff_client.get(list_of(FactFindingMission, "add"))

    response = staff_client.post(
        list_of(FactFindingMission, "add"), {**values_of(opened), "title": "Malaysia", "initiator_kind": "member"}
    )

    assert response.context["adminform"].form.errors == {
        "initiating_person": ["Name the member who started the mission."]
    }


def test_evidence_is_measured_when_it_is_uploaded(staff_client, circle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    mission = make.FactFindingMissionFactory()
    facts = {"mission": mission.pk, "compartment": circle.pk, "kind": "document"}

    first = staff_client.post(list_of(Evidence, "add"), {**facts, "original": SimpleUploadedFile("a.txt", b"bytes")})
    again = staff_client.post(list_of(Evidence, "add"), {**facts, "original": SimpleUploadedFile("b.txt", b"bytes")})

    assert first.status_code == 302
    assert Evidence.objects.get().original_size == 5
    assert again.context["adminform"].form.errors == {"original": ["This very file is already kept for this mission."]}


def test_a_row_is_put_only_into_a_compartment_that_one_reads(staff_client, circle):
    mission = make.FactFindingMissionFactory()
    facts = {"mission": mission.pk, "text": "…", "consent": "internal"}

    refused = staff_client.post(list_of(models.Testimony, "add"), {**facts, "compartment": CompartmentFactory().pk})
    taken = staff_client.post(list_of(models.Testimony, "add"), {**facts, "compartment": circle.pk})

    assert list(refused.context["adminform"].form.errors) == ["compartment"]
    assert taken.status_code == 302
    assert models.Testimony.objects.get().compartment == circle


@pytest.fixture
def files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


COMPARTMENTED = [
    (make.TestimonyFactory, "text"),
    (make.WitnessIdentityFactory, "name"),
    (make.EvidenceFactory, "description"),
]


@pytest.mark.parametrize(("factory", "field"), COMPARTMENTED)
def test_pages_of_a_compartment_open_to_its_readers_only(staff_client, circle, files_of_the_test, factory, field):
    closed = factory(**{field: CANARY})
    opened = factory(compartment=circle, **{field: "what a reader reads"})

    assert "what a reader reads" in staff_client.get(page(opened)).content.decode()
    assert staff_client.get(page(closed)).status_code == 302
    assert staff_client.get(page(closed, "history")).status_code == 302
    assert str(closed.pk) not in [
        str(row.pk) for row in staff_client.get(list_of(type(closed))).context["cl"].result_list
    ]


def test_a_missions_page_shows_nothing_out_of_a_compartment(staff_client):
    mission = make.FactFindingMissionFactory(compartment=CompartmentFactory())
    make.PersonMetFactory(mission=mission, name=CANARY)
    make.TestimonyFactory(mission=mission, text=CANARY)

    assert CANARY not in staff_client.get(page(mission)).content.decode()
    assert CANARY not in staff_client.get(page(mission, "history")).content.decode()


def test_who_runs_the_system_sees_published_gatherings_and_no_missions(superadmin_client):
    planned, held = make.GatheringFactory(), make.GatheringFactory(public=True)

    listed = superadmin_client.get(list_of(Gathering)).context["cl"].result_list

    assert list(listed) == [held]
    assert superadmin_client.get(page(planned)).status_code == 302
    assert superadmin_client.get(list_of(FactFindingMission)).status_code == 403


LISTS = [
    make.ActionItemFactory,
    make.ActionPlanFactory,
    make.AttendanceFactory,
    make.EvidenceFactory,
    make.FactFindingMissionFactory,
    make.FindingFactory,
    make.GatheringFactory,
    make.GatheringSeriesFactory,
    make.MissionPlaceFactory,
    make.TestimonyFactory,
    make.WitnessIdentityFactory,
]


def rows_for(factory, number, circle):
    model = factory._meta.model
    facts = {"compartment": circle} if hasattr(model, "compartment") and model is not FactFindingMission else {}
    return factory.create_batch(number, **facts)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("factory", LISTS)
def test_lists_cost_the_same_at_any_length(staff_client, circle, files_of_the_test, factory):
    address = list_of(factory._meta.model)
    rows_for(factory, 2, circle)
    staff_client.get(address)
    few = queries_of(staff_client, address)

    rows_for(factory, 8, circle)

    assert queries_of(staff_client, address) == few


@pytest.mark.parametrize("factory", LISTS)
def test_change_pages_cost_the_same_beside_any_number_of_rows(staff_client, circle, files_of_the_test, factory):
    record = rows_for(factory, 1, circle)[0]
    staff_client.get(page(record))
    alone = queries_of(staff_client, page(record))

    rows_for(factory, 8, circle)

    assert queries_of(staff_client, page(record)) == alone


def test_hours_are_entered_and_shown_as_the_clock_of_the_place(staff_client):
    opened = staff_client.get(list_of(Gathering, "add"))

    staff_client.post(
        list_of(Gathering, "add"),
        {
            **values_of(opened),
            "title": "Consultation",
            "kind": "consultation",
            "level": "national",
            "starts_at_0": "2017-10-09",
            "starts_at_1": "05:00",
            "time_zone": "Asia/Dhaka",
        },
    )

    gathering = Gathering.objects.get()
    assert gathering.starts_at == datetime.datetime(2017, 10, 8, 23, 0, tzinfo=datetime.UTC)
    assert gathering.began_on.edtf == "2017-10-09"
    assert 'value="05:00:00"' in staff_client.get(page(gathering)).content.decode()

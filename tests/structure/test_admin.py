"""What every page of the desk must do, whoever adds it."""

import pytest
from django.contrib import admin
from django.db import models
from django.forms.models import BaseModelForm

from caucus_site.core.admin import RecordAdmin
from caucus_site.core.admin.bases import VisibleRows

REGISTERED = sorted(admin.site._registry.items(), key=lambda entry: entry[0]._meta.label)
# Label of the model → why its page may do without the promises of RecordAdmin.
NOT_RECORDS: dict[str, str] = {}


def named(value):
    return value._meta.label if isinstance(value, type) else ""


@pytest.fixture
def request_of_staff(rf, secretariat):
    request = rf.get("/admin/")
    request.user = secretariat
    return request


@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=named)
def test_every_page_is_that_of_a_record(model, desk):
    assert isinstance(desk, RecordAdmin) or NOT_RECORDS.get(model._meta.label)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=named)
def test_parts_are_read_through_the_door_too(model, desk, request_of_staff):
    inlines = desk.get_inlines(request_of_staff, None)

    assert [inline.__name__ for inline in inlines if not issubclass(inline, VisibleRows)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=named)
def test_every_link_is_picked_by_typing(model, desk, request_of_staff):
    """A drop-down of all rows is as long as the table, and shows what the door would hide."""
    places = [desk, *desk.get_inline_instances(request_of_staff, None)]

    plain = [
        f"{type(place).__name__}.{key.name}"
        for place in places
        for key in foreign_keys_in_form(place, request_of_staff)
        if key.name not in place.get_autocomplete_fields(request_of_staff)
    ]

    assert plain == []


@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=named)
def test_every_list_can_be_searched(model, desk):
    assert desk.search_fields, "its rows can be picked elsewhere only by searching"


@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=named)
def test_no_list_counts_by_date(model, desk):
    assert desk.date_hierarchy is None


def foreign_keys_in_form(place, request):
    form = place.get_formset(request).form if hasattr(place, "get_formset") else place.get_form(request)
    assert issubclass(form, BaseModelForm)
    read_only = place.get_readonly_fields(request)
    owner = getattr(place, "fk_name", None)
    return [
        key
        for key in place.model._meta.get_fields()
        if isinstance(key, models.ForeignKey)
        and key.name in form.base_fields
        and key.name not in read_only
        and key.name != owner
    ]

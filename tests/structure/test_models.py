"""What every model of the house must have, whoever adds it."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record
from caucus_site.core.periods import Period
from tests.factories.core import UserFactory

# From the ground up; `docs/structure.md` has the picture. What is not ours lies below it all.
STOREYS = [
    {"contenttypes", "auth", "pghistory", "sessions", "admin", "account", "mfa"},
    {"core"},
    {"examples"},
    {"members"},
    {"events"},
    {"advocacy"},
    {"procedures"},
    {"sync", "notifications", "reports"},
    {"api", "portal"},
    {"seeds"},
]
HEIGHT = {label: height for height, labels in enumerate(STOREYS) for label in labels}

MODELS = sorted(apps.get_models(), key=lambda model: model._meta.label)
OURS = [model for model in MODELS if HEIGHT.get(model._meta.app_label, 1) > 0]
RECORDS = [model for model in OURS if issubclass(model, Record)]
TRACKED = {model.pgh_tracked_model for model in MODELS if hasattr(model, "pgh_tracked_model")}


def named(model):
    return model._meta.label


def test_every_app_with_models_has_its_storey():
    assert {model._meta.app_label for model in MODELS} <= set(HEIGHT)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_foreign_keys_point_down(model):
    upwards = [
        f"{field.name} → {field.related_model._meta.label}"
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and HEIGHT[field.related_model._meta.app_label] > HEIGHT[model._meta.app_label]
    ]

    assert upwards == []


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_every_record_is_tracked(model):
    triggers = {trigger.name for trigger in model._meta.triggers}

    assert model in TRACKED, f"{model.__name__} needs @history.tracked"
    assert {"stamp_version", "insert_insert", "update_update", "delete_delete"} <= triggers


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_every_record_names_its_class_of_data(model):
    assert isinstance(getattr(model, "data_class", None), DataClass)


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_every_record_is_read_through_one_door(model):
    assert callable(getattr(model.objects, "visible_to", None))
    assert callable(getattr(model._default_manager, "visible_to", None))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, "superadmin", "secretariat", "parliamentarian"])
def test_every_door_is_one_query(role, django_assert_max_num_queries):
    who = UserFactory(role=role) if role else None

    for model in RECORDS:
        # None at all where the table of rights answers for every row.
        with django_assert_max_num_queries(1):
            list(model.objects.visible_to(who))


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_many_to_many_links_are_models_of_their_own(model):
    # The triggers of history see rows of models; those of an automatic table they would miss.
    assert [field.name for field in model._meta.local_many_to_many if not is_of_djangos_own(field)] == []


def is_of_djangos_own(field):
    return field.model._meta.label == "core.User" and field.name in {"groups", "user_permissions"}


@pytest.mark.parametrize("model", [model for model in RECORDS if issubclass(model, Period)], ids=named)
def test_every_period_keeps_the_constraints_of_periods(model):
    names = {constraint.name for constraint in model._meta.constraints}
    start = f"{model._meta.app_label}_{model._meta.model_name}"

    assert {f"{start}_began_on_edtf", f"{start}_ended_on_edtf", f"{start}_not_backwards"} <= names


@pytest.mark.parametrize("model", OURS, ids=named)
def test_constraints_are_named_within_what_postgresql_keeps(model):
    names = [item.name for item in [*model._meta.constraints, *model._meta.indexes]]

    assert [name for name in names if len(name) > 63] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue(), pytrace=False)

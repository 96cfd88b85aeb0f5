"""Lists and change pages of the desk take the same number of queries at ten rows and at ten thousand."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus_site.core.data_classes import Duty
from caucus_site.core.models import Compartment
from tests.factories.core import CompartmentReaderFactory, UserFactory
from tests.tables import FEW, MANY, Table, factory_of

REGISTERED = sorted(admin.site._registry.items(), key=lambda entry: entry[0]._meta.label)


@pytest.fixture
def officer(db):
    """Somebody of the secretariat with every duty; what only the superadmin sees is looked at by the superadmin."""
    return UserFactory(secretariat=True, duties=list(Duty.values))


@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_page_costs_the_same_at_any_length(model, desk, officer, rf, sign_in):
    row = factory_of(model).create()
    account = who_may_look(model, desk, rf, officer)
    client = sign_in(account)
    table = Table(model, row.pk)
    pages = {
        "list": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        "change page": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]),
    }

    table.grow_to(FEW)
    for page in pages.values():
        response = client.get(page)  # once for what a process asks only once, such as content types
        assert response.status_code == 200, f"{page} answers {response.status_code} to {account.role}"
    with_few = {name: queries_of(client, page) for name, page in pages.items()}
    table.grow_to(MANY)
    with_many = {name: queries_of(client, page) for name, page in pages.items()}

    for name in pages:
        assert len(with_many[name]) == len(with_few[name]), "\n".join([
            f"The {name} of {model._meta.label} takes {len(with_few[name])} queries at {FEW} rows and"
            f" {len(with_many[name])} at {MANY}. The second time, among others:",
            *[sql[:300] for sql in with_many[name] if sql not in with_few[name]][:5],
        ])  # fmt: skip


def who_may_look(model, desk, rf, officer):
    for compartment in Compartment.objects.all():
        CompartmentReaderFactory(compartment=compartment, reader=officer)
    request = rf.get("/")
    for account in (officer, UserFactory(superadmin=True)):
        request.user = account
        if desk.has_view_permission(request) and desk.get_queryset(request).exists():
            return account
    return pytest.fail(f"Neither an officer nor the superadmin sees the {model.__name__} that its factory makes.")


def queries_of(client, page):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]

import re

import pytest
from django.test import Client

from caucus_site.api.router import ROUTES
from caucus_site.core.data_classes import Duty
from caucus_site.core.models import Compartment
from caucus_site.core.principals import Principal
from tests.factories.core import CompartmentReaderFactory, UserFactory
from tests.factories.sync import PartnerKeyFactory, text_of
from tests.tables import factory_of

INSTANCE = re.compile(rb"urn:uuid:[0-9a-f-]{36}")


def bytes_of(response):
    """All that an answer says, but for its random id: status, headers and body."""
    return response.status_code, sorted(response.headers.items()), INSTANCE.sub(b"", response.content)


def problem(response):
    """Status and type of a refusal, which must be a problem."""
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    assert (body["status"], body["title"] != "") == (response.status_code, True)
    return response.status_code, body["type"].removeprefix("/problems/")


@pytest.fixture(params=ROUTES, ids=lambda route: route[0])
def route(request):
    return request.param


@pytest.fixture
def address(route):
    return f"/api/v1/{route[0]}"


@pytest.fixture
def view(route):
    return route[1]


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False)


@pytest.fixture
def system(db):
    """A partner system, whose key has all scopes or those named."""

    def client_of(*scopes, **facts):
        key = PartnerKeyFactory(**({"scopes": list(scopes)} if scopes else {}), **facts)
        return Client(headers={"authorization": f"Bearer {text_of(key)}"}, raise_request_exception=False)

    return client_of


@pytest.fixture
def row(view, db):
    """One row of the route's model."""
    return factory_of(view.model).create()


@pytest.fixture
def insider(view, row, sign_in):
    """Somebody signed in who sees the row."""
    officer = UserFactory(secretariat=True, duties=list(Duty.values))
    for compartment in Compartment.objects.all():
        CompartmentReaderFactory(compartment=compartment, reader=officer)
    for account in (officer, UserFactory(superadmin=True)):
        if view.model.objects.visible_to(Principal.of(account)).filter(pk=row.pk).exists():
            return sign_in(account)
    return pytest.fail(f"Nobody sees the {view.model.__name__} that its factory makes.")

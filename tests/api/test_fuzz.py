"""Thousands of requests made up from the OpenAPI document, half of them wrong on purpose, as three kinds of askers.

Nothing fails (no 5xx), every answer is one that the document names, what is wrong is refused, and every refusal is a
problem. `CAUCUS_FUZZ_EXAMPLES=200` asks each operation so many times, with other words at each run; without it, the
requests are the same every time.
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from caucus_site.api import openapi
from caucus_site.api.router import ROUTES
from caucus_site.core.models import Compartment
from caucus_site.wsgi import application
from tests.factories.core import CompartmentReaderFactory, UserFactory
from tests.factories.sync import PartnerKeyFactory, text_of
from tests.tables import factory_of

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

EXAMPLES = int(os.environ.get("CAUCUS_FUZZ_EXAMPLES", "0"))
USUALLY = 24
SETTINGS = settings(
    max_examples=EXAMPLES or USUALLY,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, negative_data_rejection]


@pytest.fixture(autouse=True)
def one_connection():
    """Between requests Django closes connections that it holds for old, and with them the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def rows(db):
    """One row of every kind, by the list that it is in."""
    return {f"/api/v1/{prefix}": factory_of(view.model).create() for prefix, view in ROUTES}


@pytest.fixture
def asker(request, rows, sign_in):
    """Headers of somebody who asks."""
    if request.param == "public":
        return {}
    if request.param == "partner":
        return {"Authorization": f"Bearer {text_of(PartnerKeyFactory())}"}
    account = UserFactory(**{request.param: True})
    for compartment in Compartment.objects.all():
        CompartmentReaderFactory(compartment=compartment, reader=account)
    return {"Cookie": f"sessionid={sign_in(account).cookies['sessionid'].value}"}


@pytest.mark.parametrize("asker", ["public", "parliamentarian", "partner"], indirect=True)
def test_no_request_brings_the_api_down(asker, rows):
    document = schemathesis.openapi.from_dict(openapi.committed())
    document.app = application
    seen, failures = [], []

    for operation in (found.ok() for found in document.get_all_operations()):
        try:
            ask_at_length(operation, asker, rows, seen)
        except (AssertionError, FailureGroup) as failure:
            failures.append(f"{operation.label}: {failure}")

    assert not failures, "\n\n".join(failures)
    assert len(seen) >= 1000
    assert {200, 400, 404} <= set(seen) <= {200, 304, 400, 404}


def ask_at_length(operation, asker, rows, seen):
    row = rows.get(operation.path.removesuffix("/{id}"))
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @SETTINGS
    @given(case=st.one_of(right, wrong), hits=st.booleans())
    def ask(case, hits):
        checks = checks_for(case)
        if hits and row is not None and "id" in case.path_parameters:
            case.path_parameters["id"] = str(row.public_id)
            # What was wrong with the request may have been its id.
            checks.remove(negative_data_rejection)
        response = case.call(headers=asker)
        seen.append(response.status_code)
        case.validate_response(response, checks=checks)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]

    ask()


def checks_for(case):
    # With `fields`, what is required otherwise may be missing; the document says so in words.
    return [*CHECKS] if "fields" in (case.query or {}) else [*CHECKS, response_schema_conformance]

"""What the API says about itself, and what it answers where there is nothing."""

import pytest
from django.test import Client

from caucus_site.api.router import ROUTES
from tests.api.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/v1", "/api/v1/"])
def test_the_root_lists_every_resource_with_and_without_its_slash(address, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get(address)

    start = "http://testserver/api/v1"
    assert response.json() == {
        "resources": {prefix: f"{start}/{prefix}" for prefix, _view in ROUTES},
        "schema": f"{start}/schema",
        "docs": f"{start}/docs",
    }


def test_every_address_that_the_root_names_answers(visitor):
    about = visitor.get("/api/v1/").json()

    for address in [*about["resources"].values(), about["schema"], about["docs"]]:
        assert visitor.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["/api/v1", "/api/v1/", "/api/v1/schema"])
def test_the_api_about_itself_refuses_like_the_rest(address, visitor):
    refused = visitor.post(address, "{", content_type="application/json")

    assert problem(refused) == (405, "invalid-request")
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert problem(visitor.get(address, headers={"accept": "text/html"})) == (406, "invalid-request")
    assert problem(visitor.get(address, headers={"authorization": "Bearer x"})) == (401, "unauthenticated")
    assert visitor.options(address).status_code == 204


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ["/api/", "/api/v2/people", "/api/v1/wages", "/api/v1//people", "/api/v1/%ff%00"])
def test_where_there_is_nothing_a_problem_says_so(address, visitor, settings, debug):
    settings.DEBUG = debug

    for ask in (visitor.get, visitor.post, visitor.delete):
        assert problem(ask(address)) == (404, "not-found")

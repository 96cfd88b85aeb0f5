"""The OpenAPI document: valid, true, whole, and never taken back unnoticed."""

import copy
import json
from pathlib import Path

import drf_spectacular.validation
import jsonschema_rs
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client

from caucus_site.api import openapi
from caucus_site.api.changes import breaking
from caucus_site.api.router import ROUTES
from caucus_site.core.scopes import Scope

META_SCHEMA = Path(drf_spectacular.validation.__file__).with_name("openapi_3_1_schema.json")


@pytest.fixture(scope="module")
def document():
    return openapi.committed()


def operations(document):
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def test_it_is_valid_openapi_3_1(document):
    validator = jsonschema_rs.validator_for(json.loads(META_SCHEMA.read_text()))

    assert document["openapi"].startswith("3.1.")
    assert [error.message for error in validator.iter_errors(document)] == []


def test_every_schema_in_it_is_a_json_schema(document):
    for name, schema in document["components"]["schemas"].items():
        whole = {**schema, "components": document["components"]}
        assert jsonschema_rs.meta.is_valid(whole), name
        jsonschema_rs.validator_for(whole)  # resolves its references


def test_it_says_what_the_code_does(capsys):
    call_command("api_schema", check=True)

    assert capsys.readouterr().out == "The API is what its document promises.\n"


def test_every_route_is_in_it(document):
    expected = {"/api/v1/"}
    for prefix, _view in ROUTES:
        expected |= {f"/api/v1/{prefix}", f"/api/v1/{prefix}/{{id}}"}

    assert set(document["paths"]) == expected


def test_every_refusal_is_a_problem(document):
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

    for name, operation in operations(document):
        refused = {status for status in operation["responses"] if int(status) >= 400}
        assert {"401", "406", "429", "503"} <= refused, name
        for status in refused:
            assert operation["responses"][status] == {"$ref": f"#/components/responses/{status}"}, name
    for response in document["components"]["responses"].values():
        assert response["content"] == problem


def test_every_list_and_record_says_how_it_is_asked(document):
    for name, operation in operations(document):
        asked = {(parameter["in"], parameter["name"]) for parameter in operation.get("parameters", [])}
        if name.endswith("{id}"):
            assert {("path", "id"), ("query", "fields"), ("header", "If-None-Match")} == asked, name
            assert {"200", "304", "400", "404"} <= set(operation["responses"]), name
            assert "ETag" in operation["responses"]["200"]["headers"], name
        elif name != "GET /api/v1/":
            assert {("query", "fields"), ("query", "cursor"), ("query", "page_size")} <= asked, name
            assert "Link" in operation["responses"]["200"]["headers"], name


def test_scopes_and_ways_in_are_named(document):
    scopes = {f"/api/v1/{prefix}": view.scope for prefix, view in ROUTES}

    assert set(document["components"]["securitySchemes"]) == {"partnerKey", "session"}
    for name, operation in operations(document):
        scope = scopes.get(name.removeprefix("GET ").removesuffix("/{id}"))
        key = {"partnerKey": [str(scope)] if scope else []}
        assert operation["security"] == [key, {"session": []}, {}], name
        assert ("403" in operation["responses"]) == bool(scope), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "content_type", "read"),
    [
        ("*/*", "application/json", json.loads),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json", json.loads),
        ("application/yaml", "application/yaml", yaml.safe_load),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi", yaml.safe_load),
    ],
)
def test_it_is_served_as_json_or_yaml(document, accept, content_type, read):
    response = Client().get("/api/v1/schema", headers={"accept": accept})

    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    assert read(response.content) == document


@pytest.mark.django_db
def test_its_page_asks_for_nothing_from_elsewhere():
    response = Client().get("/api/v1/docs")

    assert response.status_code == 200
    assert b"http" not in response.content.replace(b"http-equiv", b"")
    assert "unsafe" not in response.headers["Content-Security-Policy"]


SMALL = {
    "paths": {
        "/people": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "country", "schema": {"type": "string"}},
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["a", "b"]}},
                    {"in": "query", "name": "page_size", "schema": {"type": "integer", "maximum": 500}},
                ],
                "security": [{"key": ["people"]}, {}],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}},
                    "404": {"$ref": "#/components/responses/404"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Person": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "seats": {"type": "array", "items": {"$ref": "#/components/schemas/Seat"}},
                    "country": {"oneOf": [{"$ref": "#/components/schemas/Seat"}, {"type": "null"}]},
                },
            },
            "Seat": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
        },
        "responses": {"404": {"description": "", "content": {"application/problem+json": {"schema": {}}}}},
    },
}
GET = ("paths", "/people", "get")
PERSON = ("components", "schemas", "Person")


def changed(*path, to=None, base=SMALL):
    """The small document with one place of it replaced, or taken out."""
    document = copy.deepcopy(base)
    node = document
    for step in path[:-1]:
        node = node[step]
    if to is None:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return document


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (changed("paths", "/people"), "GET /people is gone."),
        (changed(*GET, "parameters", 0), "GET /people no longer knows the parameter country."),
        (
            changed(*GET, "parameters", 0, "required", to=True),
            "GET /people cannot be asked any more without the parameter country.",
        ),
        (
            changed(*GET, "parameters", 0, "schema", to={"type": "integer"}),
            "GET /people, parameter country, no longer takes string.",
        ),
        (
            changed(*GET, "parameters", 0, "schema", to={"type": "string", "pattern": "^[A-Z]+$"}),
            "GET /people, parameter country, is narrower: pattern free → ^[A-Z]+$.",
        ),
        (changed(*GET, "parameters", 1, "schema", "enum", to=["a"]), "GET /people, parameter kind, no longer takes b."),
        (
            changed(*GET, "parameters", 2, "schema", "maximum", to=100),
            "GET /people, parameter page_size, is narrower: maximum 500 → 100.",
        ),
        (changed(*GET, "security", to=[{"key": ["people"]}]), "GET /people no longer lets in: without a key."),
        (changed(*GET, "security", to=[{"key": ["all"]}, {}]), "GET /people no longer lets in: key people."),
        (changed(*GET, "responses", "404"), "GET /people no longer answers 404."),
        (changed(*PERSON, "properties", "name"), "Person no longer has the field name."),
        (changed(*PERSON, "required", to=[]), "Person may now lack the field name."),
        (changed(*PERSON, "properties", "name", to={"type": ["string", "null"]}), "Person.name may now be null."),
        (changed(*PERSON, "properties", "name", to={"type": "integer"}), "Person.name may now be integer."),
        (changed("components", "schemas", "Seat", "properties", "id"), "Seat no longer has the field id."),
    ],
)
def test_what_partners_would_stumble_over(new, sentence):
    assert breaking(SMALL, new) == [sentence]


@pytest.mark.parametrize(
    "new",
    [
        SMALL,
        changed("paths", "/missions", to={"get": {"responses": {}}}),
        changed(*GET, "parameters", to=[*SMALL["paths"]["/people"]["get"]["parameters"],
                                        {"in": "query", "name": "search", "schema": {"type": "string"}}]),
        changed(*GET, "parameters", 1, "schema", "enum", to=["a", "b", "c"]),
        changed(*GET, "parameters", 2, "schema", "maximum", to=1000),
        changed(*GET, "responses", "409", to={"description": ""}),
        changed(*PERSON, "properties", "party", to={"type": "string"}),
        changed(*PERSON, "properties", "country", to={"$ref": "#/components/schemas/Seat"}),
        changed(*PERSON, "required", to=["name", "seats"]),
    ],
)  # fmt: skip
def test_what_is_added_troubles_nobody(new):
    assert breaking(SMALL, new) == []


def test_a_document_that_takes_something_back_is_not_written(tmp_path, monkeypatch, document):
    promised = copy.deepcopy(document)
    promised["paths"]["/api/v1/wages"] = {"get": {"responses": {}}}
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(promised))
    monkeypatch.setattr(openapi, "COMMITTED", path)

    with pytest.raises(CommandError, match=r"GET /api/v1/wages is gone\."):
        call_command("api_schema", check=True)
    with pytest.raises(CommandError, match=r"nothing was written:\n  GET /api/v1/wages is gone\."):
        call_command("api_schema", write=True)
    assert json.loads(path.read_text()) == promised

    call_command("api_schema", write=True, breaking=True)
    assert json.loads(path.read_text()) == openapi.generated()


def test_every_scope_opens_a_list_of_its_name():
    """`create_partner` prints a request for it."""
    scopes = {prefix: view.scope for prefix, view in ROUTES}

    assert {scope: scopes.get(scope.value) for scope in Scope} == {scope: scope for scope in Scope}

import logging
import re

import pytest
from pytest_django.asserts import assertContains

from caucus_site.core.models import Citation
from caucus_site.core.rest.errors import ProblemType
from tests.factories.core import CitationFactory, SourceFactory

HANDLERS = ("handler400", "handler403", "handler404", "handler500")
INSTANCE = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_the_list_of_types_is_closed():
    assert {kind.slug for kind in ProblemType} == {
        "invalid-request", "invalid-cursor", "unauthenticated", "forbidden", "not-found", "conflict",
        "precondition-failed", "precondition-required", "idempotency-mismatch", "resync-required", "rate-limited",
        "too-large", "unavailable",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status", "kind", "detail"),
    [
        ("http404", 404, "not-found", "There is nothing here."),
        ("forbidden", 403, "forbidden", "Only coordinators may do this."),
        ("django-validation", 400, "invalid-request", "The request is not valid."),
        ("django-plain", 400, "invalid-request", "Not open."),
        ("drf-validation", 400, "invalid-request", "The request is not valid."),
        ("not-authenticated", 401, "unauthenticated", "Authentication credentials were not provided."),
        ("throttled", 429, "rate-limited", "Request was throttled. Expected available in 13 seconds."),
        ("unsupported", 415, "invalid-request", "Unsupported media type \"text/x-canary\" in request."),
        ("database-down", 503, "unavailable", "This does not work at the moment."),
        ("too-large", 413, "too-large", "The request is too large."),
        ("suspicious", 400, "invalid-request", "The request is not valid."),
        ("gone", 410, "resync-required", "Start again from a snapshot."),
        ("deep", 400, "invalid-request", "The body is nested too deeply."),
        ("unforeseen", 500, "unavailable", "This does not work at the moment."),
    ],
)  # fmt: skip
def test_every_failure_is_a_problem_of_a_known_type(visitor, name, status, kind, detail):
    response = visitor.get(f"/api/fail/{name}")

    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert INSTANCE.fullmatch(body.pop("instance"))
    body.pop("errors", None)
    assert (response.status_code, body.pop("type"), body.pop("detail")) == (status, f"/problems/{kind}", detail)
    assert body == {"title": str(next(k.title for k in ProblemType if k.slug == kind)), "status": status}


@pytest.mark.parametrize(
    ("name", "status"),
    [("http404", 404), ("forbidden", 403), ("suspicious", 400), ("database-down", 503), ("unforeseen", 500)],
)
def test_failures_outside_of_rest_framework_are_problems_too(visitor, name, status):
    response = visitor.get(f"/api/plain/{name}")

    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    for secret in (b"canary", b"SELECT", b"Source", b"secret", b"Error"):
        assert secret not in response.content


def test_an_address_that_leads_nowhere_is_a_problem_under_api_and_a_page_elsewhere(visitor):
    under_api, elsewhere = visitor.get("/api/nowhere"), visitor.get("/nowhere")

    assert under_api.json()["type"] == "/problems/not-found"
    assert elsewhere.headers["Content-Type"] == "text/html; charset=utf-8"
    assertContains(elsewhere, "<h1>There is nothing here</h1>", status_code=404, html=True)


def test_the_site_refuses_like_this_small_api():
    from caucus_site import urls as site
    from tests.core.rest import urls

    assert [getattr(site, name) for name in HANDLERS] == [getattr(urls, name) for name in HANDLERS]


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("forbidden", 403, b"Only coordinators may do this."),
        ("http404", 404, b"The address is wrong"),
        ("suspicious", 400, b"What the browser sent is not valid."),
        ("unforeseen", 500, b"Nothing of what you sent was saved"),
    ],
)
def test_pages_refuse_with_a_sentence(visitor, name, status, sentence):
    response = visitor.get(f"/pages/{name}")

    assert response.status_code == status
    assert sentence in response.content
    assert b"canary" not in response.content


def test_codes_and_places_of_both_kinds_of_refusal(visitor):
    assert visitor.get("/api/fail/django-validation").json()["errors"] == [
        {"pointer": "#/title", "code": "short", "detail": "Too short."},
        {"pointer": "#", "code": "invalid", "detail": "Odd."},
    ]
    assert visitor.get("/api/fail/django-plain").json()["errors"] == [
        {"pointer": "#", "code": "not_open", "detail": "Not open."}
    ]
    assert visitor.get("/api/fail/drf-validation").json()["errors"] == [
        {"pointer": "#/title", "code": "invalid", "detail": "Too short."},
        {"pointer": "#/names/1/text~1a", "code": "blank", "detail": "Blank."},
    ]


def test_bodies_that_are_not_json(writer):
    broken = writer.post("/api/sources", "{", content_type="application/json")
    form = writer.post("/api/sources", {"title": "x"})
    deep = writer.post("/api/fail/echo", "[" * 100_000, content_type="application/json")
    binary = writer.post("/api/fail/echo", b"\xff\xfe", content_type="application/json")

    assert (broken.status_code, broken.json()["type"]) == (400, "/problems/invalid-request")
    assert (form.status_code, form.json()["type"]) == (415, "/problems/invalid-request")
    assert (deep.status_code, deep.json()["type"]) == (400, "/problems/invalid-request")
    assert (binary.status_code, binary.json()["type"]) == (400, "/problems/invalid-request")


def test_methods_and_media_types_that_are_not_there(writer):
    method = writer.put("/api/sources", "{}", content_type="application/json")
    media_type = writer.get("/api/sources", headers={"accept": "text/csv"})

    assert (method.status_code, method.json()["type"]) == (405, "/problems/invalid-request")
    assert (media_type.status_code, media_type.json()["type"]) == (406, "/problems/invalid-request")
    assert "allow" in method.headers


def test_waiting_and_signing_in_are_told_in_headers(visitor):
    assert visitor.get("/api/fail/throttled").headers["Retry-After"] == "13"
    assert visitor.get("/api/fail/database-down").headers["Retry-After"] == "5"
    assert visitor.get("/api/fail/not-authenticated").headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_violated_constraint_answers_with_its_own_sentence(writer, send, monkeypatch):
    citation = CitationFactory()
    monkeypatch.setattr(
        "tests.core.rest.urls.SourceViewSet.add",
        lambda self, serializer: CitationFactory(subject=citation.subject, source=citation.source),
    )

    response = send("post", "/api/sources", {"kind": "news", "title": "T"})

    assert (response.status_code, response.json()["type"]) == (409, "/problems/conflict")
    assert response.json()["detail"] == "This source is already cited for this fact."
    assert Citation.objects.count() == 1


def test_what_others_rest_on_is_not_deleted(writer, send):
    source = CitationFactory().source
    tag = writer.get(f"/api/sources/{source.public_id}").headers["ETag"]

    response = send("delete", f"/api/sources/{source.public_id}", if_match=tag)

    assert (response.status_code, response.json()["type"]) == (409, "/problems/conflict")
    source.refresh_from_db()


def test_the_log_has_the_id_and_the_cause(visitor, caplog):
    with caplog.at_level(logging.INFO, logger="caucus.refusals"):
        body = visitor.get("/api/fail/database-down").json()

    (record,) = [record for record in caplog.records if record.name == "caucus.refusals"]
    assert body["instance"] in record.getMessage()
    assert "OperationalError" in record.getMessage()
    assert record.exc_info


def test_ids_differ_between_refusals(visitor):
    assert len({visitor.get("/api/nowhere").json()["instance"] for _ in range(3)}) == 3


def test_a_text_with_a_null_character_is_refused(send):
    SourceFactory()

    response = send("post", "/api/sources", {"kind": "news", "title": "a\u0000b"})

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "#/title")

"""Filters say what type they are, and refuse the rest by name: ignored, they would hand out more than was asked for."""

import datetime

import pytest
from django.test import Client

from caucus_site.core.models import Source
from tests.factories.core import SourceFactory
from tests.factories.sync import PartnerKeyFactory, text_of


@pytest.fixture(autouse=True)
def titled(monkeypatch):
    monkeypatch.setattr(
        type(Source.objects.all()), "titled", lambda rows, text: rows.filter(title__icontains=text), raising=False
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("kind=news", "a"),
        ("kind=news,interview", "ab"),
        ("publisher=BBC", "b"),
        ("publisher=BBC,ABC", "ab"),
        ("author=somebody", "c"),
        ("accessed_on=2018-03-01", "c"),
        ("public=true", "abc"),
        ("public=false", ""),
        ("search=B", "b"),
        ("search=b&kind=news", ""),
    ],
)
def test_filters_find_what_they_say(visitor, query, found):
    SourceFactory(title="a", kind="news", publisher="ABC")
    SourceFactory(title="b", kind="interview", publisher="BBC")
    SourceFactory(title="c", author="somebody", accessed_on=datetime.date(2018, 3, 1))

    rows = visitor.get(f"/api/filtered?{query}").json()["results"]

    assert [row["title"] for row in rows] == list(found)


EMPTY = "This parameter is empty. Leave it out, or give it a value."
KINDS = (
    "This is not one of: publication, web_page, news, data_set, official_record, interview, correspondence, own_record."
)


@pytest.mark.parametrize(
    ("query", "parameter", "code", "detail"),
    [
        ("kind=", "kind", "empty", EMPTY),
        ("public=+", "public", "empty", EMPTY),
        ("kind=rumour", "kind", "invalid_choice", KINDS),
        ("kind=news,", "kind", "invalid_choice", KINDS),
        ("kind=News", "kind", "invalid_choice", KINDS),
        ("publisher=bbc", "publisher", "invalid", "Three capital letters."),
        ("publisher=" + ",".join(["BBC"] * 101), "publisher", "too_many", "No more than 100 values at once."),
        ("author=Somebody", "author", "invalid", "Small letters."),
        ("public=yes", "public", "invalid", "Write true or false."),
        ("public=True", "public", "invalid", "Write true or false."),
        ("search=%25.--", "search", "invalid", "There is no word in this to look for."),
        ("search=" + "x" * 201, "search", "max_length", "Ensure this value has at most 200 characters (it has 201)."),
        ("search=a%00", "search", "null_characters_not_allowed", "Null characters are not allowed."),
        *[
            (
                f"accessed_on={day}", "accessed_on", "invalid",
                "Write the day as YYYY-MM-DD, such as 2018-03-01.",
            )
            for day in ("2018", "1.3.2018", "2018-02-30", "0000-01-01", "٢٠١٨-٠٣-٠١", "2018-03-01T00:00")
        ],
    ],
)  # fmt: skip
def test_what_a_filter_does_not_understand_is_refused_by_name(visitor, query, parameter, code, detail):
    response = visitor.get(f"/api/filtered?{query}")

    assert response.status_code == 400
    assert response.json()["detail"] == detail
    assert response.json()["errors"] == [{"parameter": parameter, "code": code, "detail": detail}]


def test_a_key_without_the_scope_is_told_which_it_lacks(visitor):
    SourceFactory()
    within, without = (
        Client(headers={"authorization": f"Bearer {text_of(PartnerKeyFactory(scopes=scopes))}"})
        for scopes in (["statements", "people"], ["people"])
    )

    assert len(within.get("/api/filtered").json()["results"]) == 1
    assert len(visitor.get("/api/filtered").json()["results"]) == 1
    refused = without.get("/api/filtered")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert refused.json()["detail"] == (
        "This key does not have the scope “statements”. Ask the secretariat for a key that has it."
    )


def test_a_key_may_not_write_and_needs_no_form_token(visitor):
    key = Client(headers={"authorization": f"Bearer {text_of(PartnerKeyFactory())}"}, enforce_csrf_checks=True)

    response = key.post("/api/sources", {"kind": "news", "title": "T"}, content_type="application/json")

    assert (response.status_code, response.json()["detail"]) == (
        403, "You do not have permission to perform this action.",
    )  # fmt: skip


def test_a_session_needs_its_form_token(secretariat):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(secretariat)

    response = browser.post("/api/sources", {"kind": "news", "title": "T"}, content_type="application/json")

    assert (response.status_code, response.json()["type"]) == (403, "/problems/forbidden")
    assert "CSRF" in response.json()["detail"]
    assert not Source.objects.exists()

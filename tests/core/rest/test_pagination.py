import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import Length
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from caucus_site.core.models import Source
from caucus_site.core.rest.pagination import KeysetPagination
from tests.factories.core import SourceFactory


def walk(client, address):
    """The pages of a list, following `next` to its end."""
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.content
        body = response.json()
        link = re.fullmatch(r'<(.+)>; rel="next"', response.headers["Link"])[1] if "Link" in response.headers else None
        assert link == body["next"]
        yield body["results"]
        address = body["next"]


def titles(pages):
    return [row["title"] for page in pages for row in page]


def test_pages_meet_every_row_once_in_order(visitor):
    for title in ["b", "a", "c", "a", "b", "a"]:
        SourceFactory(title=title)

    pages = list(walk(visitor, "/api/sources?page_size=2"))

    assert [len(page) for page in pages] == [2, 2, 2]
    assert titles(pages) == ["a", "a", "a", "b", "b", "c"]
    assert len({row["id"] for page in pages for row in page}) == 6


@pytest.mark.parametrize("page_size", [1, 2, 3, 7])
def test_unknown_days_have_their_place_in_descending_order(visitor, page_size):
    for title, day in {"a": "2014", "b": None, "c": "2011-05", "d": None, "e": "2014", "f": "2020"}.items():
        SourceFactory(title=title, published_on=day)

    pages = walk(visitor, f"/api/newest?page_size={page_size}")

    assert titles(pages) == ["d", "b", "f", "e", "a", "c"]


@pytest.mark.parametrize("ordering", [("published_on_latest",), ("length", "-title"), ("-length",), ("-pk",)])
@pytest.mark.parametrize("page_size", [1, 3])
def test_any_order_is_that_of_the_database(ordering, page_size):
    for number in range(8):
        SourceFactory(title="x" * (number % 3), published_on=[None, "2011", "2014-05"][number % 3])
    queryset = Source.objects.annotate(length=Length("title"))
    view, met, query = SimpleNamespace(ordering=ordering), [], {"page_size": page_size}

    while True:
        paginator = KeysetPagination()
        met += paginator.paginate_queryset(queryset, Request(APIRequestFactory().get("/", query)), view)
        if paginator.next_cursor is None:
            break
        query = {"page_size": page_size, "cursor": paginator.next_cursor}

    tie_breaker = () if "pk" in ordering[0] else ("pk",)
    assert met == list(queryset.order_by(*ordering, *tie_breaker))


def test_rows_added_or_removed_meanwhile_move_nothing(visitor):
    for title in "bdfh":
        SourceFactory(title=title)
    first = visitor.get("/api/sources?page_size=2").json()

    SourceFactory(title="a")
    SourceFactory(title="e")
    Source.objects.filter(title="d").delete()

    assert titles(walk(visitor, first["next"])) == ["e", "f", "h"]


@pytest.mark.parametrize("rows", [3, 30])
def test_a_page_is_one_query_and_no_count(visitor, rows, django_assert_num_queries):
    SourceFactory.create_batch(rows)

    with django_assert_num_queries(1) as captured:
        visitor.get("/api/sources?page_size=2")

    assert "COUNT" not in captured.captured_queries[0]["sql"]


def test_filters_stay_on_through_the_pages(visitor):
    SourceFactory.create_batch(3, kind="news")
    SourceFactory.create_batch(3, kind="interview")

    rows = [row for page in walk(visitor, "/api/sources?kind=news&page_size=2") for row in page]

    assert [row["kind"] for row in rows] == ["news"] * 3


def test_a_cursor_tells_nothing_and_cannot_be_made_up(visitor):
    for number in range(3):
        SourceFactory(title=f"canary{number}")
    cursor = visitor.get("/api/sources?page_size=1").json()["next"].split("cursor=")[1]
    forged = [cursor[:i] + ("A" if cursor[i] != "A" else "B") + cursor[i + 1 :] for i in range(len(cursor) - 2)]

    for attempt in [*forged, "x", "c1.t1.AAAA", "null", "%00"]:
        response = visitor.get(f"/api/sources?page_size=1&cursor={attempt}")
        assert (response.status_code, response.json()["type"]) == (400, "/problems/invalid-cursor")
    assert "canary" not in cursor


def test_a_cursor_of_another_list_is_refused(visitor):
    SourceFactory.create_batch(2)
    cursor = visitor.get("/api/sources?page_size=1").json()["next"].split("cursor=")[1]

    response = visitor.get(f"/api/newest?cursor={cursor}")

    assert (response.status_code, response.json()["type"]) == (400, "/problems/invalid-cursor")


@pytest.mark.parametrize("size", ["0", "-1", "501", "x", "", "1e3", "٣", "9" * 50, "000000001999"])
def test_a_page_size_out_of_bounds_is_refused(visitor, size):
    response = visitor.get("/api/sources", {"page_size": size})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"parameter": "page_size", "code": "invalid", "detail": "page_size is a number from 1 to 500."}
    ]


def test_an_empty_list(visitor):
    response = visitor.get("/api/sources")

    assert response.json() == {"results": [], "next": None}
    assert "Link" not in response.headers


def test_an_order_across_tables_must_be_annotated():
    with pytest.raises(ImproperlyConfigured, match="annotate it"):
        KeysetPagination().paginate_queryset(
            Source.objects.all(), Request(APIRequestFactory().get("/")), SimpleNamespace(ordering=("a__b",))
        )

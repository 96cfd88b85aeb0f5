"""What every route promises, whoever adds it: its cost, and what it answers to input that makes no sense."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caucus_site.core.rest import filters
from tests.api.conftest import bytes_of, problem
from tests.tables import FEW, MANY, Table

NONSENSE = ["\x00", "x" * 10_000, "-1", "9" * 400, "[]", "٣", "1e3", "'; --", "{}", "a\ud7ff\U0001f9ff", "0000-00-00"]
TYPED = (filters.OneOf, filters.Codes, filters.Code, filters.IdOf, filters.Day, filters.YesNo)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content
    return [query["sql"] for query in captured.captured_queries]


def test_asking_costs_the_same_at_any_length(view, address, row, insider):
    pages = {"list": f"{address}?page_size=500", "single": f"{address}/{row.public_id}"}
    table = Table(view.model, row.pk)

    table.grow_to(FEW)
    for page in pages.values():
        queries_of(insider, page)  # once for what a process asks only once
    with_few = {name: queries_of(insider, page) for name, page in pages.items()}
    table.grow_to(MANY)
    with_many = {name: queries_of(insider, page) for name, page in pages.items()}

    assert len(insider.get(pages["list"]).json()["results"]) == 500
    for name in pages:
        assert len(with_many[name]) == len(with_few[name]), "\n".join([
            f"The {name} of {address} takes {len(with_few[name])} queries at {FEW} rows and {len(with_many[name])} at"
            f" {MANY}. The second time, among others:",
            *[sql[:300] for sql in with_many[name] if sql not in with_few[name]][:5],
        ])  # fmt: skip


def test_pages_meet_every_row_once(view, address, row, insider):
    Table(view.model, row.pk).grow_to(FEW)
    met, following = [], f"{address}?page_size=3&fields=id"

    while following:
        page = insider.get(following).json()
        met += [shown["id"] for shown in page["results"]]
        following = page["next"]

    assert len(met) == len(set(met)) == FEW
    assert str(row.public_id) in met


def test_a_record_is_shown_alike_in_the_list_and_by_itself(address, row, insider):
    alone = insider.get(f"{address}/{row.public_id}")

    listed = [shown for shown in insider.get(address).json()["results"] if shown["id"] == str(row.public_id)]
    unchanged = insider.get(f"{address}/{row.public_id}", headers={"if-none-match": alone.headers["ETag"]})

    assert listed == [alone.json()]
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_what_is_hidden_looks_as_if_it_never_was(view, address, row, insider, visitor, system, monkeypatch):
    tag = insider.get(f"{address}/{row.public_id}").headers["ETag"]
    rows = type(view.model.objects.all())
    door = rows.visible_to
    monkeypatch.setattr(
        rows,
        "visible_to",
        lambda some, who: door(some, who).exclude(pk=row.pk) if some.model is view.model else door(some, who),
    )

    for client in (insider, visitor, system()):
        for headers in ({}, {"if-none-match": tag}, {"if-none-match": "*"}, {"accept": "text/html"}):
            for ask in (client.get, client.head):
                for query in ("", "?fields=id", "?cursor=x"):
                    hidden, random = (
                        bytes_of(ask(f"{address}/{key}{query}", headers=headers))
                        for key in (row.public_id, uuid.uuid4())
                    )
                    assert hidden == random
                    assert hidden[0] in {400, 404, 406}
        assert str(row.public_id) not in client.get(f"{address}?page_size=500").content.decode()


def test_filters_by_what_is_hidden_find_what_filters_by_nothing_find(view, address, row, insider, monkeypatch):
    by_id = {name: each for name, each in filters_of(view).items() if isinstance(each, filters.IdOf)}
    for name, each in by_id.items():
        related = getattr(row, each.field_name or "", None) if each.field_name else None
        known = getattr(related, "public_id", None) or uuid.uuid4()
        rows = type(each.related.objects.all())
        with monkeypatch.context() as shut:
            shut.setattr(rows, "visible_to", lambda some, who: some.none())
            hidden, random = (bytes_of(insider.get(f"{address}?{name}={key}")) for key in (known, uuid.uuid4()))
        assert hidden[0] == random[0] == 200, name
        assert hidden[2] == random[2] == b'{"results":[],"next":null}', name


def test_scopes_open_and_shut(view, address, system, visitor):
    assert visitor.get(address).status_code == 200
    if view.scope is None:
        assert system("people").get(address).status_code == 200
        return
    others = [scope for scope in type(view.scope).values if scope != view.scope]

    within, without = system(view.scope).get(address), system(*others).get(address)

    assert within.status_code == 200
    assert problem(without) == (403, "forbidden")
    assert f"“{view.scope}”" in without.json()["detail"]
    assert problem(system(*others).get(f"{address}/{uuid.uuid4()}")) == (403, "forbidden")


def test_wrong_keys_are_refused_before_anything_else(address, visitor):
    for header in ("Bearer caucus_aaaaaaaa_" + "b" * 52, "Bearer", "Basic eDp5", "x" * 9000):
        for ask in (f"{address}", f"{address}?nonsense=1", f"{address}/{uuid.uuid4()}", f"{address}?cursor=x"):
            assert problem(visitor.get(ask, headers={"authorization": header})) == (401, "unauthenticated")


def filters_of(view):
    return view.filterset_class.base_filters if view.filterset_class else {}


def test_filters_take_what_they_say_and_refuse_the_rest(view, address, visitor):
    for name, each in filters_of(view).items():
        assert isinstance(each, (filters.Search, *TYPED)), name
        for value in ["", " ", *NONSENSE]:
            response = visitor.get(address, {name: value})
            refused = isinstance(each, TYPED) or not value.strip() or "\x00" in value or len(value) > 200
            if refused:
                assert problem(response) == (400, "invalid-request"), (name, value[:40])
                assert response.json()["errors"][0]["parameter"] == name
            else:
                assert response.status_code == 200 or problem(response) == (400, "invalid-request"), (name, value[:40])


def test_parameters_that_mean_nothing_are_refused(view, address, visitor):
    known = next(iter(filters_of(view)), "page_size")
    for query, parameter in [
        ("sort=name", "sort"),
        ("FIELDS=id", "FIELDS"),
        ("format=json", "format"),
        ("page=2", "page"),
        ("id=1", "id"),
        ("%ff=1", "\ufffd"),
        ("a%00b=1", "a\x00b"),
        ("fields=password", "fields"),
        ("fields=", "fields"),
        ("fields=id,,id", "fields"),
        ("fields=id&fields=id", "fields"),
        (f"{known}=5&{known}=5", known),
    ]:
        response = visitor.get(f"{address}?{query}")
        assert problem(response) == (400, "invalid-request"), query
        assert response.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("size", ["0", "-1", "1000000000", "abc", "", "501", "1.5", "%00", "%ff", "1,2", " 1", "+1"])
def test_page_sizes_out_of_bounds_are_refused(address, visitor, size):
    response = visitor.get(f"{address}?page_size={size}")

    assert problem(response) == (400, "invalid-request")
    assert response.json()["errors"][0]["parameter"] == "page_size"


def test_cursors_of_other_lists_and_made_up_ones_are_refused(view, address, row, insider):
    Table(view.model, row.pk).grow_to(3)
    cursor = insider.get(f"{address}?page_size=1&fields=id").json()["next"].split("cursor=")[1].split("&")[0]
    elsewhere = "/api/v1/countries" if address != "/api/v1/countries" else "/api/v1/sources"

    assert problem(insider.get(f"{elsewhere}?cursor={cursor}")) == (400, "invalid-cursor")
    for forged in (cursor[:-2], cursor[::-1], "x", "null", "%00", "%ff", "x" * 5000, "e30="):
        assert problem(insider.get(f"{address}?cursor={forged}")) == (400, "invalid-cursor")
    assert insider.get(f"{address}?cursor={cursor}&page_size=1").status_code == 200


def test_methods_that_there_are_not_are_refused_with_those_that_there_are(address, row, insider, visitor, system):
    for client in (insider, visitor, system()):
        for place in (address, f"{address}/{row.public_id}", f"{address}/{uuid.uuid4()}"):
            for method in ("post", "put", "patch", "delete", "trace"):
                body = {} if method == "trace" else {"data": "{", "content_type": "application/json"}
                response = getattr(client, method)(place, **body)
                assert problem(response) == (405, "invalid-request")
                assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
            options = client.options(place)
            assert (options.status_code, options.content) == (204, b"")
            assert options.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_the_head_of_an_answer_is_that_of_the_answer(address, row, insider):
    for place in (address, f"{address}/{row.public_id}"):
        whole, head = insider.get(place), insider.head(place)
        assert head.content == b""
        assert (head.status_code, head.headers) == (whole.status_code, whole.headers)


def test_only_json_is_served(address, visitor):
    for accept in ("text/html", "application/xml", "text/csv"):
        assert problem(visitor.get(address, headers={"accept": accept})) == (406, "invalid-request")
    for accept in ("*/*", "application/*", "text/html,*/*;q=0.1", "nonsense"):
        answer = visitor.get(address, headers={"accept": accept})
        assert answer.headers["Content-Type"] in {"application/json", "application/problem+json"}


@pytest.mark.parametrize("debug", [False, True])
def test_addresses_have_no_slash_at_the_end_and_lead_nowhere_else(address, row, visitor, settings, debug):
    settings.DEBUG = debug
    for place in (f"{address}/", f"{address}/{row.public_id}/", f"{address}/{row.public_id}.json", f"{address}.json"):
        assert problem(visitor.get(place)) == (404, "not-found")
        assert problem(visitor.post(place, "{}", content_type="application/json")) == (404, "not-found")
    for key in ("1", "not-a-uuid", "%00", "%ff", "x" * 2000, "..", str(row.public_id)[:-1], f"{{{row.pk}}}"):
        assert problem(visitor.get(f"{address}/{key}")) == (404, "not-found")


def test_answers_are_kept_by_nobody_in_between(address, row, insider, visitor):
    for client in (insider, visitor):
        for place in (address, f"{address}/{row.public_id}", f"{address}/{uuid.uuid4()}"):
            response = client.get(place)
            assert response.headers["Cache-Control"] == "private, no-cache"
            assert {"Authorization", "Cookie"} <= {name.strip() for name in response.headers["Vary"].split(",")}

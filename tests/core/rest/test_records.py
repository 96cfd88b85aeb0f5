import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from caucus_site.core.models import JournalEntry, Source
from caucus_site.core.models.source import SourceQuerySet
from tests.factories.core import SourceFactory, UserFactory

INSTANCE = re.compile(rb"urn:uuid:[0-9a-f-]{36}")


def without_instance(response):
    """Status, headers and bytes of an answer, but for its random id."""
    return response.status_code, sorted(response.headers.items()), INSTANCE.sub(b"", response.content)


def test_a_record_is_shown_with_its_public_id_and_partial_date(visitor):
    source = SourceFactory(title="T", author="A", published_on="May 2011")

    response = visitor.get(f"/api/sources/{source.public_id}")

    assert response.json() == {
        "id": str(source.public_id),
        "kind": "publication",
        "title": "T",
        "author": "A",
        "published_on": "2011-05",
        "is_public": True,
    }
    assert re.fullmatch('"[0-9a-f]{32}"', response.headers["ETag"])
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_lists_show_what_the_asker_may_see(visitor, writer):
    shown, hidden = SourceFactory(title="a"), SourceFactory(title="b", is_public=False)

    assert [row["id"] for row in visitor.get("/api/sources").json()["results"]] == [str(shown.public_id)]
    assert [row["id"] for row in writer.get("/api/sources").json()["results"]] == [
        str(shown.public_id), str(hidden.public_id)
    ]  # fmt: skip


def test_hidden_looks_like_never_having_been(visitor, writer):
    hidden = SourceFactory(is_public=False)
    tag = writer.get(f"/api/sources/{hidden.public_id}").headers["ETag"]
    nobody = uuid.uuid4()

    for headers in ({}, {"if-none-match": tag}, {"if-none-match": "*"}, {"if-match": tag}, {"if-match": '"stale"'}):
        answers = {
            str(without_instance(visitor.get(f"/api/sources/{key}", headers=headers)))
            for key in (hidden.public_id, nobody, "not-a-uuid")
        }
        assert len(answers) == 1
        assert "404" in answers.pop()


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_hidden_answers_404_to_writers_before_any_precondition(method, send, monkeypatch):
    hidden = SourceFactory(is_public=False)
    monkeypatch.setattr(SourceQuerySet, "visible_to", lambda sources, who: sources.filter(is_public=True))

    answers = {
        str(without_instance(send(method, f"/api/sources/{key}", {}, if_match=tag)))
        for key in (hidden.public_id, uuid.uuid4())
        for tag in (None, '"stale"', "*")
    }

    assert len(answers) == 1
    assert "404" in answers.pop()
    assert Source.objects.filter(pk=hidden.pk).exists()


def test_an_unchanged_record_is_not_sent_again(visitor):
    source = SourceFactory()
    address = f"/api/sources/{source.public_id}"
    tag = visitor.get(address).headers["ETag"]

    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = visitor.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert visitor.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_tag_follows_version_and_fields_and_not_the_asker(visitor, writer):
    source = SourceFactory()
    address = f"/api/sources/{source.public_id}"
    tag = visitor.get(address).headers["ETag"]

    narrower = visitor.get(f"{address}?fields=id,title").headers["ETag"]
    of_another_asker = writer.get(address).headers["ETag"]
    Source.objects.filter(pk=source.pk).update(title="changed")
    after = visitor.get(address).headers["ETag"]

    assert tag == of_another_asker
    assert len({tag, narrower, after}) == 3


def test_fewer_fields_on_request(visitor):
    source = SourceFactory(title="T")

    assert visitor.get(f"/api/sources/{source.public_id}?fields=title").json() == {"title": "T"}
    assert visitor.get("/api/sources?fields=title").json()["results"] == [{"title": "T"}]


@pytest.mark.parametrize(
    ("query", "parameter", "code", "detail"),
    [
        ("sort=x", "sort", "unknown", "This parameter means nothing here. There are: cursor, fields, kind, page_size."),
        ("kind=news&kind=interview", "kind", "repeated", "This parameter is given more than once."),
        (
            "fields=title,password", "fields", "invalid",
            "There is no field password. There are: id, kind, title, author, published_on, is_public.",
        ),
    ],
)  # fmt: skip
def test_parameters_that_mean_nothing_are_refused(visitor, query, parameter, code, detail):
    SourceFactory()

    response = visitor.get(f"/api/sources?{query}")

    assert response.status_code == 400
    assert response.json()["errors"] == [{"parameter": parameter, "code": code, "detail": detail}]


def test_a_single_record_takes_no_list_parameters(visitor):
    response = visitor.get(f"/api/sources/{SourceFactory().public_id}?page_size=1")

    assert response.json()["detail"] == "This parameter means nothing here. There are: fields."


def test_a_new_record(send, secretariat):
    response = send("post", "/api/sources", {"kind": "news", "title": "T", "published_on": "2011-05"})

    source = Source.objects.get()
    assert response.status_code == 201
    assert response.json()["id"] == str(source.public_id)
    assert response.headers["Location"] == f"http://testserver/api/sources/{source.public_id}"
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_id) == ("record.added", source.public_id, secretariat.pk)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"kind": "news"}, [("#/title", "required")]),
        ({"kind": "rumour", "title": "T"}, [("#/kind", "invalid_choice")]),
        ({"kind": "news", "title": "T", "published_on": "May 2011"}, [("#/published_on", "not_edtf")]),
        ({"kind": "news", "title": "T", "published_on": ["2011"]}, [("#/published_on", "not_edtf")]),
        ({"kind": "news", "title": "T", "version": 9}, [("#/version", "not_writable")]),
        ({"kind": "news", "title": "T", "id": str(uuid.uuid4())}, [("#/id", "not_writable")]),
        ({"kind": "news", "title": "T", "note": "x"}, [("#/note", "not_writable")]),
        ([], [("#", "invalid")]),
        ('"x"', [("#", "invalid")]),
    ],
)
def test_a_record_that_is_not_right_is_refused_at_the_field(send, body, errors):
    response = send("post", "/api/sources", body)

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == errors
    assert not Source.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_change_names_the_version_it_means(send, writer):
    source = SourceFactory(title="before")
    address = f"/api/sources/{source.public_id}"
    tag = writer.get(address).headers["ETag"]

    unnamed = send("patch", address, {"title": "x"})
    wildcard = send("patch", address, {"title": "x"}, if_match="*")
    weak = send("patch", address, {"title": "x"}, if_match=f"W/{tag}")
    changed = send("patch", address, {"title": "after"}, if_match=tag)
    stale = send("patch", address, {"title": "x"}, if_match=tag)

    assert [(r.status_code, r.json().get("type")) for r in (unnamed, wildcard, weak, changed, stale)] == [
        (428, "/problems/precondition-required"),
        (428, "/problems/precondition-required"),
        (412, "/problems/precondition-failed"),
        (200, None),
        (412, "/problems/precondition-failed"),
    ]
    assert changed.json()["title"] == "after"
    assert changed.headers["ETag"] == writer.get(address).headers["ETag"] != tag
    assert list(JournalEntry.objects.values_list("verb", "details")) == [("record.changed", {"fields": ["title"]})]


def test_deleting_names_the_version_too(send, writer):
    source = SourceFactory()
    address = f"/api/sources/{source.public_id}"
    tag = writer.get(address).headers["ETag"]

    assert send("delete", address).status_code == 428
    assert send("delete", address, if_match='"stale"').status_code == 412
    assert send("delete", address, if_match=tag).status_code == 204
    assert not Source.objects.exists()
    assert JournalEntry.objects.get().verb == "record.deleted"


def test_who_may_not_write_is_told_so(send, visitor):
    source = SourceFactory()
    observer = Client()
    observer.force_login(UserFactory())

    for client, status, kind in ((visitor, 401, "unauthenticated"), (observer, 403, "forbidden")):
        for method, address in (("post", "/api/sources"), ("patch", f"/api/sources/{source.public_id}")):
            response = send(method, address, {"title": "x"}, client=client)
            assert (response.status_code, response.json()["type"]) == (status, f"/problems/{kind}")
    source.refresh_from_db()


def test_history_says_who_changed_it(send, writer, secretariat):
    source = SourceFactory()
    address = f"/api/sources/{source.public_id}"

    send("patch", address, {"title": "after"}, if_match=writer.get(address).headers["ETag"])

    event = source.history.order_by("pgh_id").last()
    assert event.pgh_context.metadata == {"user": secretariat.pk, "door": address}


@pytest.mark.django_db(transaction=True)
def test_of_many_changes_with_one_tag_exactly_one_is_taken(secretariat):
    source = SourceFactory()
    address = f"/api/sources/{source.public_id}"
    clients = [Client(raise_request_exception=False) for _ in range(8)]
    for client in clients:
        client.force_login(secretariat)
    tag = clients[0].get(address).headers["ETag"]
    start, statuses = threading.Barrier(len(clients)), []

    def change(client, title):
        start.wait()
        response = client.patch(address, {"title": title}, content_type="application/json", headers={"if-match": tag})
        statuses.append(response.status_code)
        connection.close()

    threads = [threading.Thread(target=change, args=(client, f"by {n}")) for n, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, *[412] * 7]
    source.refresh_from_db()
    assert source.version == 2

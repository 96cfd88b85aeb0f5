"""Everybody who may read over REST, marks that show what was told, and what nobody may learn by asking."""

import json
import re
import uuid
from types import SimpleNamespace

from django.db import models
from django.test import Client

from caucus_site.core.data_classes import Duty, Role
from members.models import Membership, Office
from tests.factories.core import UserFactory
from tests.factories.members import ChapterFactory, MembershipFactory, OfficeFactory, PersonFactory
from tests.factories.sync import PartnerKeyFactory, text_of

STRANGERS = {"public", "partner", "observer"}
ABROAD = {"member_abroad", "coordinator_abroad"}
HOME = {"member", "coordinator"}
MEMBERS = HOME | ABROAD
INSIDE = MEMBERS | {"superadmin"}
STAFF = {"secretariat", "finance_officer", "case_officer"}
EVERYBODY = STRANGERS | INSIDE | STAFF

MARK = re.compile(r"canary\.(\w+)\.(\w+)\.")
INSTANCE = re.compile(rb"urn:uuid:[0-9a-f-]{36}")


def world():
    """Two chapters with a member and a coordinator each, staff of every duty, and strangers, each with a client."""
    home, abroad = ChapterFactory(name="Home"), ChapterFactory(name="Abroad")
    accounts = {
        "observer": UserFactory(),
        "member": _belonging_to(home, Role.PARLIAMENTARIAN),
        "coordinator": _belonging_to(home, Role.COORDINATOR),
        "member_abroad": _belonging_to(abroad, Role.PARLIAMENTARIAN),
        "coordinator_abroad": _belonging_to(abroad, Role.COORDINATOR),
        "superadmin": UserFactory(superadmin=True),
        "secretariat": UserFactory(secretariat=True),
        "finance_officer": UserFactory(secretariat=True, duties=[Duty.FINANCE]),
        "case_officer": UserFactory(secretariat=True, duties=[Duty.CASES]),
    }
    clients = {name: Client() for name in accounts}
    for name, account in accounts.items():
        clients[name].force_login(account)
    clients["public"] = Client()
    clients["partner"] = Client(headers={"authorization": f"Bearer {text_of(PartnerKeyFactory())}"})
    return SimpleNamespace(home=home, abroad=abroad, accounts=accounts, clients=clients)


def _belonging_to(chapter, role):
    account = UserFactory(role=role)
    person = PersonFactory(account=account, name=f"{role} of {chapter.name}")
    MembershipFactory(person=person, chapter=chapter, status=Membership.Status.ACTIVE)
    if role == Role.COORDINATOR:
        OfficeFactory(person=person, chapter=chapter, kind=Office.Kind.COORDINATOR)
    return account


def marked(factory, row, **facts):
    """A record in each of whose free texts stands which record and which field it is."""
    model = factory._meta.model
    texts = {}
    for field in model._meta.concrete_fields:
        if field.name in facts or field.choices or not field.editable or field.is_relation:
            continue
        mark = f"canary.{row}.{field.name}."
        if isinstance(field, models.URLField):
            texts[field.name] = f"https://example.org/{mark}"
        elif isinstance(field, models.CharField | models.TextField) and not _is_of_a_fixed_shape(field, mark):
            texts[field.name] = mark
    return factory(**texts, **facts)


def _is_of_a_fixed_shape(field, mark):
    too_short = field.max_length is not None and field.max_length < len(mark)
    return too_short or field.name in {"language", "time_zone", "code", "text_hash"}


def told_to(client, path):
    """Rows and fields whose marks are in the answers of a whole list, page by page."""
    return {(row, field) for text in pages(client, path) for row, field in MARK.findall(text)}


def pages(client, path, size=3):
    address = f"{path}{'&' if '?' in path else '?'}page_size={size}"
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.content
        yield response.content.decode()
        address = response.json()["next"]


def rows_of(client, path):
    return [row for text in pages(client, path) for row in json.loads(text)["results"]]


def ids_of(client, path):
    return [row["id"] for row in rows_of(client, path)]


def seen_by(clients, path, records):
    """For each record, by its name, which readers find it in the list; the order is that of the primary keys."""
    names = {str(record.public_id): name for name, record in records.items()}
    seen = {name: set() for name in records}
    for reader, client in clients.items():
        for record in ids_of(client, path):
            if record in names:
                seen[names[record]].add(reader)
    return seen


def assert_only_readers_learn(clients, path, records, readers, *, shown):
    """Each record is in the list, the single answer and the texts of exactly its readers, and absent for the rest.

    `shown` names the fields whose texts the endpoint may tell at all.
    """
    assert seen_by(clients, path, records) == readers
    for reader, client in clients.items():
        may_know = {name for name in records if reader in readers[name]}
        told = told_to(client, path)
        assert {row for row, _field in told} & set(records) <= may_know, reader
        assert {field for _row, field in told} <= set(shown), reader
        for name, record in records.items():
            if name in may_know:
                answer = client.get(f"{path}/{record.public_id}")
                assert answer.json()["id"] == str(record.public_id)
                assert {field for _row, field in MARK.findall(answer.content.decode())} <= set(shown)
            else:
                assert is_as_if_it_never_was(client, path, record), (reader, name)


def is_as_if_it_never_was(client, path, record):
    answers = [client.get(f"{path}/{key}") for key in (record.public_id, uuid.uuid4())]
    hidden, nobody = [
        (answer.status_code, sorted(answer.headers.items()), INSTANCE.sub(b"", answer.content)) for answer in answers
    ]
    return hidden == nobody and hidden[0] == 404


def finds_nothing_by(client, path, parameter, record):
    """The filter by the id of something hidden finds what the filter by a random id finds."""
    found = [ids_of(client, f"{path}?{parameter}={key}") for key in (record.public_id, uuid.uuid4())]
    return found == [[], []]

"""Lists and change pages of the desk take the same number of queries at ten rows and at ten thousand."""

import importlib

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus_site.core.data_classes import Duty
from caucus_site.core.models import Compartment
from tests.factories.core import CompartmentReaderFactory, UserFactory

FEW, MANY = 10, 10_000
REGISTERED = sorted(admin.site._registry.items(), key=lambda entry: entry[0]._meta.label)


@pytest.fixture
def officer(db):
    """Somebody of the secretariat with every duty; what only the superadmin sees is looked at by the superadmin."""
    return UserFactory(secretariat=True, duties=list(Duty.values))


@pytest.mark.parametrize(("model", "desk"), REGISTERED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_page_costs_the_same_at_any_length(model, desk, officer, rf, sign_in):
    row = factory_of(model).create()
    account = who_may_look(model, desk, rf, officer)
    client = sign_in(account)
    table = Table(model, row.pk)
    pages = {
        "list": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        "change page": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]),
    }

    table.grow_to(FEW)
    for page in pages.values():
        response = client.get(page)  # once for what a process asks only once, such as content types
        assert response.status_code == 200, f"{page} answers {response.status_code} to {account.role}"
    with_few = {name: queries_of(client, page) for name, page in pages.items()}
    table.grow_to(MANY)
    with_many = {name: queries_of(client, page) for name, page in pages.items()}

    for name in pages:
        assert len(with_many[name]) == len(with_few[name]), "\n".join([
            f"The {name} of {model._meta.label} takes {len(with_few[name])} queries at {FEW} rows and"
            f" {len(with_many[name])} at {MANY}. The second time, among others:",
            *[sql[:300] for sql in with_many[name] if sql not in with_few[name]][:5],
        ])  # fmt: skip


def factory_of(model):
    module = f"tests.factories.{model._meta.app_label}"
    try:
        return getattr(importlib.import_module(module), f"{model.__name__}Factory")
    except (ImportError, AttributeError):
        pytest.fail(f"{model._meta.label} is registered in the admin but {module} has no {model.__name__}Factory.")


def who_may_look(model, desk, rf, officer):
    for compartment in Compartment.objects.all():
        CompartmentReaderFactory(compartment=compartment, reader=officer)
    request = rf.get("/")
    for account in (officer, UserFactory(superadmin=True)):
        request.user = account
        if desk.has_view_permission(request) and desk.get_queryset(request).exists():
            return account
    return pytest.fail(f"Neither an officer nor the superadmin sees the {model.__name__} that its factory makes.")


def queries_of(client, page):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


class Table:
    """The table of one model, filled with copies of one row.

    Rules that forbid copies are dropped and triggers switched off; both are undone with the test's transaction.
    """

    def __init__(self, model, key):
        self.name = connection.ops.quote_name(model._meta.db_table)
        self.key = key
        self.key_column = connection.ops.quote_name(model._meta.pk.column)
        self.columns = self._ask(
            "SELECT quote_ident(attname), attname, format_type(atttypid, NULL), attidentity <> '', attgenerated <> ''"
            " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [self.name],
        )
        self._allow_copies()

    def grow_to(self, rows):
        ((there,),) = self._ask(f"SELECT count(*) FROM {self.name}")
        targets, sources = zip(*self._copied(), strict=True)
        self._tell(
            f"INSERT INTO {self.name} ({', '.join(targets)}) SELECT {', '.join(sources)} FROM {self.name} AS original,"
            f" generate_series(1, %s) AS copy WHERE {self.key_column} = %s",
            [rows - there, self.key],
        )
        self._tell(f"ANALYZE {self.name}")

    def _copied(self):
        for quoted, name, kind, is_identity, is_generated in self.columns:
            if is_generated or is_identity:
                continue
            if name == "public_id" or (quoted == self.key_column and kind == "uuid"):
                yield quoted, "gen_random_uuid()"
            elif quoted == self.key_column:
                yield quoted, f"(SELECT max({quoted}) FROM {self.name}) + copy"
            else:
                yield quoted, f"original.{quoted}"

    def _allow_copies(self):
        # Constraints that wait for the end of the transaction would forbid any change of the table before it.
        self._tell("SET CONSTRAINTS ALL IMMEDIATE")
        for (constraint,) in self._ask(
            "SELECT quote_ident(conname) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'x', 'c')",
            [self.name],
        ):
            self._tell(f"ALTER TABLE {self.name} DROP CONSTRAINT {constraint} CASCADE")
        for (index,) in self._ask(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
            [self.name],
        ):
            self._tell(f"DROP INDEX {index}")
        try:
            with transaction.atomic():
                self._tell("SET LOCAL session_replication_role = replica")
        except DatabaseError:
            # Only a superuser may say that; the owner of the table may say this.
            self._tell(f"ALTER TABLE {self.name} DISABLE TRIGGER USER")

    def _ask(self, statement, parameters=None):
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    def _tell(self, statement, parameters=None):
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

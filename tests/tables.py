"""Tables grown to any length, for what a list costs: few rows and many."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

FEW, MANY = 10, 10_000


def factory_of(model):
    module = f"tests.factories.{model._meta.app_label}"
    try:
        return getattr(importlib.import_module(module), f"{model.__name__}Factory")
    except (ImportError, AttributeError):
        pytest.fail(f"{model._meta.label} is asked for in lists, but {module} has no {model.__name__}Factory.")


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

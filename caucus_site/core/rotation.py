"""Sealing everything anew with the first key of the ring, while people go on working.

One text at a time, in a transaction of its own, each replaced only if it still is what was read: whoever writes
meanwhile wins, and a run that is killed leaves nothing half done. The next run finds what is left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from caucus_site.core.encryption import CannotOpen, EncryptedTextField, KeyRing, key_ring, sealed_fields

BATCH = 500


@dataclass(frozen=True)
class Unreadable:
    """A value that no key of the ring opens, and the record it belongs to."""

    table: str
    column: str
    public_id: str


@dataclass
class Tally:
    """What a run found. A value counts once, however often it is met."""

    resealed: int = 0
    already_current: int = 0
    overtaken: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)


# What lies sealed in tables that are not records, such as the secrets of second factors: each is asked once a run.
seals_elsewhere: list[Callable[[KeyRing], Tally]] = []


@dataclass(frozen=True)
class Column:
    """An encrypted column of a record's table, or of the table with its history."""

    model: type[models.Model]
    field: EncryptedTextField

    @property
    def is_history(self) -> bool:
        return self.tracked is not self.model

    @property
    def tracked(self) -> type[models.Model]:
        return getattr(self.model, "pgh_tracked_model", self.model)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def binding(self, public_id: Any) -> str:
        return f"{self.tracked._meta.db_table}.{self.field.column}:{public_id}"


def reseal_all(batch: int = BATCH) -> Tally:
    """Seal every value that is not under the first key anew; open all others to see that they can be read.

    Records come before their histories: the triggers copy what a record holds, so nothing old is copied any more by
    the time its history is gone through. Runs until a whole pass finds nothing to do.
    """
    ring = key_ring()
    columns = sorted(
        (Column(model, column) for model, column in sealed_fields()), key=lambda c: (c.is_history, c.table)
    )
    tally = latest = _pass(ring, columns, batch)
    while latest.resealed or latest.overtaken:
        latest = _pass(ring, columns, batch)
        tally.resealed += latest.resealed
        tally.overtaken += latest.overtaken
    # The last pass has met every value, those of this run among the current ones.
    tally.already_current = max(0, latest.already_current - tally.resealed)
    tally.unreadable = latest.unreadable
    for reseal in seals_elsewhere:
        found = reseal(ring)
        tally.resealed += found.resealed
        tally.already_current += found.already_current
        tally.unreadable += found.unreadable
    return tally


def _pass(ring: KeyRing, columns: list[Column], batch: int) -> Tally:
    tally = Tally()
    for column in columns:
        for key, public_id, ciphertext in _values(column, batch):
            binding = column.binding(public_id)
            try:
                text = ring.open(ciphertext, binding)
            except CannotOpen:
                tally.unreadable.append(Unreadable(column.table, column.field.column, str(public_id)))
                continue
            if ring.is_current(ciphertext):
                tally.already_current += 1
                continue
            replaced = _replace(column, columns, key, ciphertext, ring.seal(text, binding))
            tally.resealed += replaced
            tally.overtaken += not replaced
    return tally


def _values(column: Column, batch: int) -> Iterator[tuple[Any, Any, str]]:
    """Key, public id and ciphertext of every value, in steps that each read what is there now."""
    quote = connection.ops.quote_name
    pk, value = quote(column.model._meta.pk.column), quote(column.field.column)
    last = None
    while True:
        after = "" if last is None else f"AND {pk} > %(last)s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, public_id, {value} FROM {quote(column.table)}"  # noqa: S608  (names of our own models)
                f" WHERE {value} <> '' {after} ORDER BY {pk} LIMIT %(batch)s",
                {"last": last, "batch": batch},
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < batch:
            return
        last = rows[-1][0]


def _replace(column: Column, columns: list[Column], key: Any, old: str, new: str) -> int:
    """Put `new` for `old` in the row and in every line of its history that copied it; how many values that were.

    All of them together, because history tells by equal seals that a text did not change. Triggers stay out of it:
    what the records say is what they said, so there is no event, no version and nothing for partners to fetch.
    """
    quote = connection.ops.quote_name
    value = quote(column.field.column)
    with transaction.atomic(), pgtrigger.ignore(*_triggers_of(column.tracked)), connection.cursor() as cursor:
        if not column.is_history:
            cursor.execute(
                f"UPDATE {quote(column.table)} SET {value} = %s"  # noqa: S608
                f" WHERE {quote(column.model._meta.pk.column)} = %s AND {value} = %s",
                [new, key, old],
            )
            if not cursor.rowcount:
                return 0
            row, replaced = key, 1
        else:
            cursor.execute(
                f"SELECT pgh_obj_id FROM {quote(column.table)} WHERE pgh_id = %s AND {value} = %s",  # noqa: S608
                [key, old],
            )
            found = cursor.fetchone()
            if found is None:
                return 0
            row, replaced = found[0], 0
        for other in columns:
            if other.is_history and other.tracked is column.tracked and other.field.column == column.field.column:
                cursor.execute(
                    f"UPDATE {quote(other.table)} SET {value} = %s"  # noqa: S608
                    f" WHERE pgh_obj_id = %s AND {value} = %s",
                    [new, row, old],
                )
                replaced += cursor.rowcount
        return replaced


@cache
def _triggers_of(tracked: type[models.Model]) -> tuple[str, ...]:
    label = tracked._meta.label
    return tuple(f"{label}:{trigger.name}" for model, trigger in pgtrigger.registered() if model._meta.label == label)

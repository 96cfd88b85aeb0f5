"""Writing to the journal and proving that nobody has rewritten it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.dispatch import Signal

from caucus_site.core.models.journal import JournalEntry

# Sent with `entry` after each entry, in the transaction of the act: what a listener writes stands or falls with it.
recorded = Signal()


def record(verb: str, subject: Any = None, *, actor: Any = None, **details: Any) -> None:
    """Say once that something happened: `record("advocacy.statement_opened", statement, actor=user, window=…)`.

    Call it last in the transaction of the act (it takes the lock that orders all entries). Details are ids, dates and
    states, never names or texts.
    """
    with transaction.atomic():
        entry = JournalEntry.objects.create(
            verb=verb,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=getattr(subject, "public_id", None),
            actor_id=getattr(actor, "pk", None),
            details=details,
        )
        recorded.send(JournalEntry, entry=entry)


@dataclass(frozen=True)
class Flaw:
    """Where the chain does not hold, and why."""

    position: int
    reason: str


@dataclass(frozen=True)
class Head:
    """The last entry: kept elsewhere, it also proves that nothing was cut off the end."""

    position: int
    digest: str


def head() -> Head:
    last = JournalEntry.objects.order_by("-position").first()
    return Head(last.position, last.digest) if last else Head(0, "")


def flaws(expected_head: Head | None = None) -> Iterator[Flaw]:
    """Every entry that was edited, deleted, reordered or inserted by other means, oldest first.

    Digests are computed here, not in the database, so that whoever replaced the trigger's function is found too.
    """
    position, previous = 0, ""
    seen_expected = expected_head is None or expected_head.position == 0
    with transaction.atomic(), connection.cursor() as plain:
        plain.execute(
            "DECLARE journal NO SCROLL CURSOR FOR SELECT position,"
            " to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), verb, subject_type,"
            " coalesce(subject_id::text, ''), coalesce(actor_id::text, ''), details::text, previous_digest, digest"
            " FROM core_journalentry ORDER BY position"
        )
        while True:
            plain.execute("FETCH 5000 FROM journal")
            rows = plain.fetchall()
            if not rows:
                break
            for row in rows:
                found, *facts, said_previous, digest = row
                if found != position + 1:
                    yield Flaw(position + 1, f"missing: entry {position} is followed by entry {found}")
                elif said_previous != previous:
                    yield Flaw(found, "out of order: it does not continue the entry before it")
                text = "\x1f".join([said_previous, str(found), *facts])
                if hashlib.sha256(text.encode()).hexdigest() != digest:
                    yield Flaw(found, "edited: its digest does not match what it says")
                if expected_head and found == expected_head.position:
                    seen_expected = True
                    if digest != expected_head.digest:
                        yield Flaw(found, "rewritten: its digest differs from the one kept elsewhere")
                position, previous = found, digest
        plain.execute("CLOSE journal")
    if not seen_expected and expected_head is not None:
        yield Flaw(expected_head.position, f"cut off: the journal ends at {position}")

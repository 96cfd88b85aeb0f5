"""What every act pays: an entry in the journal, a seal and its opening."""

import os
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caucus_site.core import journal
from caucus_site.core.encryption import key_ring
from caucus_site.core.models import JournalEntry
from tests.bench.servers import switch_to
from tests.bench.table import Measure, median, milliseconds, milliseconds_of_work

ENTRIES = 200
LONG_JOURNAL = 20_000
SEALS = 1_000
TEXT = "+855 12 345 678, evenings only, ask for the assistant"


def measure(small: str, large: str, rounds: int) -> list[Measure]:
    return [journal_entries(small, large, rounds), *seals(rounds)]


def journal_entries(small: str, large: str, rounds: int) -> Measure:
    """One entry with its commit, in a short journal and in a long one."""
    switch_to(large)
    missing = LONG_JOURNAL - JournalEntry.objects.count()
    JournalEntry.objects.bulk_create([JournalEntry(verb="bench.filled") for _ in range(missing)], batch_size=1000)

    def write() -> None:
        for _entry in range(ENTRIES):
            journal.record("bench.happened", number=1)

    taken: dict[str, list[float]] = {small: [], large: []}
    for _round in range(rounds):
        for database in (small, large):
            switch_to(database)
            journal.record("bench.warmed")
            taken[database].append(milliseconds(write) / ENTRIES)
    return Measure(f"journal entry, after few and {LONG_JOURNAL}", median(taken[small]), median(taken[large]), 2)


def seals(rounds: int) -> list[Measure]:
    """Against the cipher alone, without key ring, row and text form."""
    ring, cipher = key_ring(), AESGCM(AESGCM.generate_key(256))
    sealed = [ring.seal(TEXT, f"bench.value:{number}") for number in range(SEALS)]
    nonce = os.urandom(12)
    bare = cipher.encrypt(nonce, TEXT.encode(), b"bench.value:1")

    def encrypt() -> None:
        for _value in range(SEALS):
            cipher.encrypt(os.urandom(12), TEXT.encode(), b"bench.value:1")

    def seal() -> None:
        for number in range(SEALS):
            ring.seal(TEXT, f"bench.value:{number}")

    def decrypt() -> None:
        for _value in range(SEALS):
            cipher.decrypt(nonce, bare, b"bench.value:1")

    def open_again() -> None:
        for number, value in enumerate(sealed):
            ring.open(value, f"bench.value:{number}")

    def compared(name: str, floor: Callable[[], None], act: Callable[[], None]) -> Measure:
        turns = [(milliseconds_of_work(floor), milliseconds_of_work(act)) for _round in range(rounds)]
        return Measure(name, min(turn[0] for turn in turns), min(turn[1] for turn in turns), 10)

    return [
        compared(f"cipher alone and seal, {SEALS} values", encrypt, seal),
        compared(f"cipher alone and open, {SEALS} values", decrypt, open_again),
    ]

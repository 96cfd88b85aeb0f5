"""Does the record hold what is known of the caucus? Each row of the inventory, with the records that hold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from seeds.models import SeededRecord


@dataclass(frozen=True)
class Row:
    """One row of the inventory: what it says in a phrase, the records found and the keys that have none."""

    name: str
    phrase: str
    held: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return bool(self.held) and not self.missing


def rows(inventory: Path) -> Iterator[Row]:
    """Look up every key of every row; a record deleted since counts as missing."""
    said: dict[str, dict[str, Any]] = yaml.safe_load(inventory.read_text(encoding="utf-8"))
    keys = {key for row in said.values() for key in row["records"]}
    seeded = SeededRecord.objects.filter(key__in=keys).select_related("subject_type").prefetch_related("subject")
    records = {record.key: record.subject for record in seeded}
    for name, row in said.items():
        held, missing = [], []
        for key in row["records"]:
            subject = records.get(key)
            if subject is None:
                missing.append(key)
            else:
                held.append(f"{subject._meta.verbose_name} “{subject}” ({key})")
        yield Row(name, row["phrase"], tuple(held), tuple(missing))

"""Does the record hold what is known of the caucus? Each row of the inventory, with the records that hold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    said = yaml.safe_load(inventory.read_text(encoding="utf-8"))
    seeded = {record.key: record for record in SeededRecord.objects.select_related("subject_type")}
    for name, row in said.items():
        held, missing = [], []
        for key in row["records"]:
            subject = seeded[key].subject if key in seeded else None
            if subject is None:
                missing.append(key)
            else:
                held.append(f"{subject._meta.verbose_name} “{subject}”")
        yield Row(name, row["phrase"], tuple(held), tuple(missing))

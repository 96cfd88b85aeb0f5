"""What reports are made of: lines that name records, in sections that count them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from caucus_site.reports.discretion import Discretion
from caucus_site.reports.worklists import Item


@dataclass
class Section:
    """So many records of one kind, the first of them by name. What is not named is counted all the same.

    `url` is the list of all such records; `whole_url` where the whole of this section is read, if not in the report.
    """

    title: Any
    nothing: Any = ""
    url: str = ""
    whole_url: str = ""
    count: int = 0
    figures: list[tuple[Any, int]] = field(default_factory=list)
    lines: list[Item] = field(default_factory=list)
    # Which versions of which records the lines were read from.
    versions: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        return self.count - len(self.lines)

    def name(self, rows: Iterable[tuple[Any, Item]], discretion: Discretion) -> None:
        for row, line in rows:
            if discretion.may_name(row, line.name, line.matter):
                self.lines.append(Item(_one_line(line.name), _one_line(line.matter), line.url))
                if hasattr(row, "public_id"):
                    self.versions.setdefault(row._meta.label_lower, {})[str(row.public_id)] = row.version


def _one_line(text: str) -> str:
    return " ".join(str(text).split())

"""The data files: what an entry may say, and the order in which entries can be loaded.

    - key: person/mu-sochua              unique among all files
      model: members.Person
      match: [code]                      optional: adopt the record that has these values already
      fields:
        name: Mu Sochua
        country: "@country/KH"           the record of another entry
        began_on: 2013-07                partial dates in EDTF
      sources:
        - {source: "@source/case-study", locator: footnote 12, field: began_on}

A file may give `defaults:` (model, sources) for its `entries:`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

REFERENCE = "@"
SAYABLE = {"key", "model", "match", "fields", "sources"}


class BadSeed(Exception):
    """A data file that cannot be loaded; the message names file, entry and mistake."""


@dataclass(frozen=True)
class Entry:
    """One record to be, as its file states it."""

    key: str
    model: str
    fields: dict[str, Any]
    sources: tuple[dict[str, Any], ...]
    match: tuple[str, ...]
    file: str

    @property
    def content_hash(self) -> str:
        said = json.dumps([self.model, self.fields, self.sources], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def references(self) -> set[str]:
        named = [*self.fields.values(), *(value for source in self.sources for value in source.values())]
        return {value[1:] for value in named if isinstance(value, str) and value.startswith(REFERENCE)}


def read(folder: Path) -> list[Entry]:
    """Every entry of every YAML file of the folder, each after those that it refers to."""
    entries: dict[str, Entry] = {}
    for file in sorted(folder.glob("*.yaml")):
        for entry in _entries_of(file):
            if entry.key in entries:
                raise BadSeed(f"{file.name}: {entry.key} is already an entry of {entries[entry.key].file}.")
            entries[entry.key] = entry
    for entry in entries.values():
        if missing := entry.references - entries.keys():
            raise BadSeed(f"{entry.file}: {entry.key} refers to {', '.join(sorted(missing))}, which no file has.")
    try:
        order = TopologicalSorter({entry.key: entry.references for entry in entries.values()}).static_order()
        return [entries[key] for key in order]
    except CycleError as error:
        raise BadSeed(f"These entries refer to each other in a circle: {', '.join(error.args[1])}.") from None


def _entries_of(file: Path) -> Iterator[Entry]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BadSeed(f"{file.name} is not YAML: {error}") from None
    if not isinstance(content, dict):
        content = {"entries": content}
    defaults = content.get("defaults", {})
    for said in content.get("entries") or []:
        if unknown := said.keys() - SAYABLE:
            raise BadSeed(f"{file.name}: {said.get('key')} says {', '.join(sorted(unknown))}; it may say {', '.join(sorted(SAYABLE))}.")
        try:
            yield Entry(
                key=said["key"],
                model=said.get("model", defaults.get("model")),
                fields={**defaults.get("fields", {}), **said["fields"]},
                sources=tuple(said.get("sources", defaults.get("sources", ()))),
                match=tuple(said.get("match", defaults.get("match", ()))),
                file=file.name,
            )
        except KeyError as error:
            raise BadSeed(f"{file.name}: {said.get('key', said)} lacks {error}.") from None

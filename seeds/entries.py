"""The data files: what an entry may say, and the order in which entries can be loaded.

    - key: person/mu-sochua              unique among all files
      model: members.Person
      match: [code]                      optional: adopt the record that has these values already,
                                         or lookups: {identifiers__scheme: wikidata, identifiers__value: Q1}
      fields:
        name: Mu Sochua
        country: "@country/KH"           the record of another entry
        began_on: 2013-07                partial dates in EDTF
      sources:
        - {source: "@source/case-study", locator: footnote 12, field: began_on}

A file may give `defaults:` for its `entries:`. Its sources hold for every entry that names none; its model for every
entry without one, and its fields and match for the entries of that model.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REFERENCE = "@"
SAYABLE = {"key", "model", "match", "fields", "sources"}
SAYABLE_OF_A_SOURCE = {"source", "field", "locator", "confidence", "as_of", "note"}


class BadSeed(Exception):
    """A data file that cannot be loaded; the message names file, entry and mistake."""


@dataclass(frozen=True)
class Entry:
    """One record to be, as its file states it."""

    key: str
    model: str
    fields: dict[str, Any]
    sources: tuple[dict[str, Any], ...]
    match: dict[str, Any]
    file: str

    @property
    def content_hash(self) -> str:
        said = json.dumps([self.model, self.fields, self.sources], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def references(self) -> set[str]:
        named = [*self.fields.values(), *self.match.values()]
        named += [value for source in self.sources for value in source.values()]
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
        order = TopologicalSorter({entry.key: sorted(entry.references) for entry in entries.values()}).static_order()
        return [entries[key] for key in order]
    except CycleError as error:
        raise BadSeed(f"These entries refer to each other in a circle: {', '.join(error.args[1])}.") from None


def _entries_of(file: Path) -> Iterator[Entry]:
    content = _content_of(file)
    defaults = content.get("defaults") or {}
    for said in content.get("entries") or []:
        if not isinstance(said, dict) or not isinstance(said.get("key"), str):
            raise BadSeed(f"{file.name}: every entry is a mapping with a key; this is not one: {str(said)[:80]}")
        yield _entry(said, defaults, file.name)


def _content_of(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader, in C if built
    except UnicodeDecodeError:
        raise BadSeed(f"{file.name} is not UTF-8.") from None
    except yaml.YAMLError as error:
        raise BadSeed(f"{file.name} is not YAML: {' '.join(str(error).split())}") from None
    if content is None or isinstance(content, list):
        return {"entries": content}
    if not isinstance(content, dict) or content.keys() - {"defaults", "entries"}:
        raise BadSeed(f"{file.name} is a list of entries, or has defaults and entries; it has something else.")
    return content


def _entry(said: dict[str, Any], defaults: dict[str, Any], file: str) -> Entry:
    key = said["key"]
    if unknown := said.keys() - SAYABLE:
        raise BadSeed(f"{file}: {key} says {_listed(unknown)}; an entry may say {_listed(SAYABLE)}.")
    model = said.get("model") or defaults.get("model")
    if not isinstance(model, str):
        raise BadSeed(f"{file}: {key} does not say of which model it is.")
    of_model = defaults if model == defaults.get("model") else {}
    fields = {**(of_model.get("fields") or {}), **_mapping(said.get("fields"), key, file)}
    if not fields:
        raise BadSeed(f"{file}: {key} lacks fields.")
    sources = said.get("sources", defaults.get("sources")) or []
    for source in sources:
        if "source" not in _mapping(source, key, file):
            raise BadSeed(f"{file}: {key} has a source that does not name one.")
        if unknown := source.keys() - SAYABLE_OF_A_SOURCE:
            raise BadSeed(
                f"{file}: {key} says {_listed(unknown)} of a source; it may say {_listed(SAYABLE_OF_A_SOURCE)}."
            )
    match = said.get("match", of_model.get("match")) or {}
    if not isinstance(match, dict):
        if lacking := set(match) - fields.keys():
            raise BadSeed(f"{file}: {key} is to be matched by {_listed(lacking)}, which it does not state.")
        match = {name: fields[name] for name in match}
    return Entry(key=key, model=model, fields=fields, sources=tuple(sources), match=match, file=file)


def _mapping(said: Any, key: str, file: str) -> dict[str, Any]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise BadSeed(f"{file}: {key} has {str(said)[:80]} where names with values belong.")
    return said


def _listed(names: Any) -> str:
    return ", ".join(sorted(map(str, names)))

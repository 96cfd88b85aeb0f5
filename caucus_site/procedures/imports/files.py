"""A file as JSON that is whole, storable and of the shape that the importer relies on; otherwise a sentence."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from caucus_site.procedures.imports import own
from caucus_site.procedures.imports.problems import Report, UnreadableFile

MANY = 10
# As JSON writes what no database column can hold: NUL, and halves of a surrogate pair.
SUSPECT = re.compile(r"\\u(0000|[dD][89a-fA-F])")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# What is read of each kind of object, or says nothing of its own (a class of object, an image that repeats `images`).
READ = {
    "persons": "id name given_name family_name honorific_prefix honorific_suffix sort_name email gender birth_date "
    "death_date image images identifiers other_names contact_details links sources",
    "persons/identifiers": "scheme identifier",
    "persons/other_names": "name lang note",
    "persons/contact_details": "type value",
    "memberships": "id person_id organization_id on_behalf_of_id area_id legislative_period_id role start_date "
    "end_date",
    "organizations": "id name classification identifiers other_names links seats iso_code",
    "areas": "id name type",
    "events": "id name classification organization_id start_date end_date",
}
COLLECTIONS = ("persons", "organizations", "memberships", "areas", "events")


def bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path}.") from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from None


def content_of(stored: bytes, name: str) -> dict[str, Any]:
    """The Popolo collections in the file. Raises `UnreadableFile` with place and reason."""
    try:
        text = stored.decode("utf-8-sig")
        content = json.loads(text)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise UnreadableFile(f"{name} is nested too deeply to be Popolo.") from None
    refusals = []
    if SUSPECT.search(text):
        refusals = [f"{place}: holds a character that cannot be stored" for place in _unstorable(content)]
    refusals = refusals or [
        f"{'/'.join(map(str, error.instance_path)) or 'the file'}: {error.message[:200]}"
        for error in _validator().iter_errors(content)
    ]
    refusals = refusals or list(_repeated_ids(content))
    if refusals:
        more = f"\n… and {len(refusals) - MANY} more" if len(refusals) > MANY else ""
        lines = "\n".join(refusals[:MANY])
        raise UnreadableFile(f"{name} is not Popolo as the importer knows it:\n{lines}{more}")
    return content


def say_what_is_not_read(content: dict[str, Any], report: Report) -> None:
    """One notice for every kind of fact that the file has and the importer does not take."""
    for key, value in content.items():
        if key not in COLLECTIONS and key != "meta" and value:
            report.notice(key, "", len(value) if isinstance(value, list) else 1, "this collection is not read")
    ours = {row["id"] for row in content["persons"] if own.id_of(row)}
    for kind, names in READ.items():
        collection, _slash, part = kind.partition("/")
        unread: Counter[str] = Counter()
        for row in content.get(collection, []):
            is_ours = own.id_of(row) if "identifiers" in row else row.get("person_id") in ours
            read = {*names.split(), *(own.READ.get(kind, "").split() if is_ours else ())}
            unread.update(
                name
                for said in (row.get(part) or [] if part else [row])
                for name, value in said.items()
                if value and name not in read
            )
        for name, number in sorted(unread.items()):
            report.notice(kind, name, number, "these values are not read")


@cache
def _validator() -> Draft202012Validator:
    schema = Path(__file__).with_name("popolo.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))


def _unstorable(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, str) and UNSTORABLE.search(value):
        yield place or "the file"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _unstorable(key, f"{place}/a name in it".strip("/"))
            yield from _unstorable(inner, f"{place}/{key!a}".replace("'", "").strip("/"))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unstorable(inner, f"{place}/{number}".strip("/"))


def _repeated_ids(content: dict[str, Any]) -> Iterator[str]:
    for collection in ("persons", "organizations", "areas", "events"):
        first: dict[str, int] = {}
        for number, said in enumerate(content.get(collection, [])):
            if said["id"] in first:
                earlier = f"{collection}/{first[said['id']]}"
                yield f"{collection}/{number}: has the id {said['id']}, which {earlier} has already"
            first.setdefault(said["id"], number)

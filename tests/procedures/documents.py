"""Small Popolo documents about people who do not exist."""

import json
import uuid
from typing import Any

CHAMBER = {"id": "legislature", "name": "House of Examples", "classification": "legislature"}
RED = {"id": "party/red", "name": "Red Party", "classification": "party"}
BLUE = {"id": "party/blue", "name": "Blue Party", "classification": "party"}
FIRST = {"id": "term/1", "name": "First Parliament", "start_date": "2008", "end_date": "2013"}
SECOND = {"id": "term/2", "name": "Second Parliament", "start_date": "2013-06-24"}
HILLS = {"id": "area/hills", "name": "Hills", "type": "constituency"}
COAST = {"id": "area/coast", "name": "Coast", "type": "constituency"}


def id_of(number: int) -> str:
    return str(uuid.UUID(int=number))


def person(number: int, name: str, *legacy: str, **facts: Any) -> dict[str, Any]:
    identifiers = [{"scheme": "everypolitician_legacy", "identifier": slug} for slug in legacy]
    identifiers += [{"scheme": "wikidata", "identifier": item} for item in facts.pop("wikidata", [])]
    return {"id": id_of(number), "name": name, "identifiers": identifiers, **facts}


def seat(number: int, term: str | None = "term/2", area: str | None = "area/hills", **facts: Any) -> dict[str, Any]:
    said = {"person_id": id_of(number), "organization_id": "legislature", "legislative_period_id": term}
    return {**said, "area_id": area, "on_behalf_of_id": "party/red", "role": "member", **facts}


def document(people: list[dict[str, Any]], seats: list[dict[str, Any]] | None = None, **other: Any) -> dict[str, Any]:
    return {
        "persons": people,
        "memberships": seats or [],
        "organizations": [CHAMBER, RED, BLUE],
        "areas": [HILLS, COAST],
        "events": [FIRST, SECOND],
        **other,
    }


def stored(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()

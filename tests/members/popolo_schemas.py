"""What a Popolo object looks like: in our own words, and by the published schemas where they lie beside us."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft3Validator, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT3

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/popolo-spec/schemas"
SCHEMA_OF = {
    "persons": "person",
    "organizations": "organization",
    "memberships": "membership",
    "posts": "post",
    "areas": "area",
    "events": "event",
}

ID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
POST_ID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}$"}
TEXT = {"type": "string", "pattern": r"\S"}
DATE = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
KNOWN = {"type": "string", "pattern": "^[0-9]{2}[0-9X]{2}(-[0-9]{2}){0,2}[?~%]?$"}


def dates(*names):
    return dict.fromkeys(names, DATE) | {f"{name}_edtf": KNOWN for name in names}


def an_object(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def many(of):
    return {"type": "array", "minItems": 1, "items": of}


LINK = an_object(["url"], url={"type": "string", "pattern": "^https?://"}, note=TEXT)
IDENTIFIER = an_object(["scheme", "identifier"], scheme=TEXT, identifier=TEXT)
NAME_PARTS = dict.fromkeys(("given_name", "family_name", "honorific_prefix", "honorific_suffix"), TEXT)
NAME = an_object(["name", "note"], name=TEXT, lang=TEXT, note=TEXT, **NAME_PARTS, **dates("start_date", "end_date"))

OWN = {
    "persons": an_object(
        ["id", "name", "identifiers"],
        id=ID,
        name=TEXT,
        sort_name=TEXT,
        **NAME_PARTS,
        other_names=many(NAME),
        identifiers=many(IDENTIFIER),
        gender={"enum": ["female", "male", "other"]},
        image=TEXT,
        links=many(LINK),
        sources=many(LINK),
        **dates("birth_date", "death_date"),
    ),
    "organizations": an_object(
        ["id", "name", "classification", "identifiers"],
        id=ID,
        name=TEXT,
        classification=TEXT,
        other_names=many(NAME),
        identifiers=many(IDENTIFIER),
        parent_id=ID,
        description=TEXT,
        links=many(LINK),
        seats={"type": "integer"},
        iso_code={"type": "string", "pattern": "^[A-Z]{2}$"},
        **dates("founding_date", "dissolution_date"),
    ),
    "memberships": an_object(
        ["id", "person_id", "organization_id"],
        id=ID,
        person_id=ID,
        organization_id=ID,
        on_behalf_of_id=ID,
        area_id=ID,
        post_id=POST_ID,
        legislative_period_id=ID,
        role=TEXT,
        label=TEXT,
        bench=TEXT,
        seat={"type": "integer", "minimum": 2},
        how_ended=TEXT,
        **dates("start_date", "end_date"),
    ),
    "posts": an_object(
        ["id", "organization_id", "label"], id=POST_ID, label=TEXT, role=TEXT, organization_id=ID, area_id=ID
    ),
    "areas": an_object(
        ["id", "name", "classification"],
        id=ID,
        name=TEXT,
        classification=TEXT,
        parent_id=ID,
        identifiers=many(IDENTIFIER),
    ),
    "events": an_object(
        ["id", "name", "classification", "organization_id"],
        id=ID,
        name=TEXT,
        classification={"const": "legislative period"},
        organization_id=ID,
        identifiers=many(IDENTIFIER),
        **dates("start_date", "end_date"),
    ),
}


@cache
def validators(collection):
    found = [Draft202012Validator(OWN[collection])]
    if PUBLISHED.is_dir():
        texts = [json.loads(path.read_text(encoding="utf-8")) for path in PUBLISHED.glob("*.json")]
        registry = Registry().with_resources(
            [(text["id"].removesuffix("#"), DRAFT3.create_resource(text)) for text in texts]
        )
        schema = json.loads((PUBLISHED / f"{SCHEMA_OF[collection]}.json").read_text(encoding="utf-8"))
        found.append(Draft3Validator(schema, registry=registry, format_checker=Draft3Validator.FORMAT_CHECKER))
    return found


def check(collection, objects):
    refusals = [
        f"{'/'.join(map(str, error.absolute_path))} of {said['id']}: {error.message}"
        for said in objects
        for validator in validators(collection)
        for error in validator.iter_errors(said)
    ]
    assert refusals[:10] == []


def check_document(document):
    """Valid, and whole: whatever an object points at is in the document."""
    for collection in SCHEMA_OF:
        check(collection, document[collection])
    ids = {collection: {said["id"] for said in document[collection]} for collection in SCHEMA_OF}
    for name, collection in {
        "person_id": "persons",
        "organization_id": "organizations",
        "on_behalf_of_id": "organizations",
        "area_id": "areas",
        "post_id": "posts",
        "legislative_period_id": "events",
    }.items():
        pointed_at = {said[name] for of in ("memberships", "posts", "events") for said in document[of] if name in said}
        assert pointed_at <= ids[collection], name

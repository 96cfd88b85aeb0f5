"""One record as the object that Popolo describes. What is not known is left out, and nothing here asks the database
for more than `rows` has arranged."""

import hashlib
from typing import Any

from members.api.popolo.words import (
    LEGISLATIVE_PERIOD,
    LEGISLATURE,
    PHOTOGRAPH,
    SCHEME,
    SHORT_NAME,
    SOURCE,
    dated,
    note_of,
)
from members.models import Area, ChamberTerm, Mandate, Organisation, OrganisationName, Person, PersonName

Shape = dict[str, Any]


def person(record: Person) -> Shape:
    names = list(record.names.all())
    links = [(link.url, link.note) for link in record.links.all()]
    shown = next((name for name in names if name.text == record.name and (name.given or name.family)), None)
    titled = next((name for name in names if name.honorific_prefix or name.honorific_suffix), None)
    return _told(
        id=str(record.public_id),
        name=record.name,
        sort_name=record.sort_name,
        given_name=shown and shown.given,
        family_name=shown and shown.family,
        honorific_prefix=titled and titled.honorific_prefix,
        honorific_suffix=titled and titled.honorific_suffix,
        other_names=[_other_name(name) for name in names],
        identifiers=_identifiers(record, record.identifiers.all()),
        gender=record.gender,
        **dated("birth_date", record.born_on),
        **dated("death_date", record.died_on),
        image=next((url for url, note in links if note == PHOTOGRAPH), None),
        links=[_told(url=url, note=note) for url, note in links if note != SOURCE],
        sources=[{"url": url} for url, note in links if note == SOURCE],
    )


def organization(record: Organisation) -> Shape:
    short = [{"name": record.short_name, "note": SHORT_NAME}] if record.short_name else []
    return _told(
        id=str(record.public_id),
        name=record.name,
        classification=LEGISLATURE if record.kind == Organisation.Kind.CHAMBER else record.kind,
        other_names=[*short, *(_other_name(name) for name in record.names.all())],
        identifiers=_identifiers(record, record.identifiers.all()),
        parent_id=_id(record.parent),
        description=record.description,
        **dated("founding_date", record.founded_on),
        **dated("dissolution_date", record.dissolved_on),
        links=[{"url": record.website, "note": "website"}] if record.website else [],
        seats=record.seats,
        iso_code=record.country and record.country.code,
    )


def membership(record: Mandate) -> Shape:
    """A mandate: a person's seat in a chamber, on behalf of a party."""
    return _told(
        id=str(record.public_id),
        person_id=_id(record.person),
        organization_id=_id(record.chamber),
        on_behalf_of_id=_id(record.party),
        area_id=_id(record.area),
        post_id=_post_id(record),
        legislative_period_id=_id(record.term),
        role=record.post,
        label=record.constituency,
        **dated("start_date", record.began_on),
        **dated("end_date", record.ended_on),
        bench=record.bench if record.bench != Mandate.Bench.UNKNOWN else None,
        seat=record.seat if record.seat > 1 else None,
        how_ended=record.how_ended,
    )


def post(record: Mandate) -> Shape:
    """What its holders hold one after the other: a role in a chamber, for an area where there is one."""
    return _told(
        id=_post_id(record),
        label=", ".join(filter(None, [record.post, record.area.name if record.area else ""])),
        role=record.post,
        organization_id=_id(record.chamber),
        area_id=_id(record.area),
    )


def area(record: Area) -> Shape:
    return _told(
        id=str(record.public_id),
        name=record.name,
        classification=record.kind,
        parent_id=_id(record.parent),
        identifiers=_identifiers(record, record.identifiers.all()),
    )


def event(record: ChamberTerm) -> Shape:
    """A legislative period."""
    return _told(
        id=str(record.public_id),
        name=record.name,
        classification=LEGISLATIVE_PERIOD,
        organization_id=_id(record.chamber),
        identifiers=_identifiers(record, []),
        **dated("start_date", record.began_on),
        **dated("end_date", record.ended_on),
    )


def _told(**members: Any) -> Shape:
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def _id(record: Any) -> str | None:
    return None if record is None else str(record.public_id)


def _identifiers(record: Any, others: Any) -> list[Shape]:
    own = {"scheme": SCHEME, "identifier": str(record.public_id)}
    return [own, *({"scheme": other.scheme, "identifier": other.value} for other in others if other.scheme != SCHEME)]


def _other_name(name: PersonName | OrganisationName) -> Shape:
    parts = {}
    if isinstance(name, PersonName):
        parts = {
            "given_name": name.given,
            "family_name": name.family,
            "honorific_prefix": name.honorific_prefix,
            "honorific_suffix": name.honorific_suffix,
        }
    return _told(
        name=name.text,
        lang=name.language,
        note=note_of(name.kind),
        **parts,
        **dated("start_date", name.began_on),
        **dated("end_date", name.ended_on),
    )


def _post_id(record: Mandate) -> str | None:
    """Posts are no records of their own, so their id is made of what makes them: where, and in which role."""
    if record.chamber is None or not (record.post or record.area):
        return None
    facts = f"{record.chamber.public_id}\x1f{record.post}"
    return f"{_id(record.area or record.chamber)}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"

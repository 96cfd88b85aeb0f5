"""Reading a Popolo file of one legislature into neutral facts about people.

Everything doubtful is left out and said, never repaired by guessing: a birth in 1357, a New Year's Day that stands for
a year, a death of somebody who sits, an address that is none. Ids of organisations, areas and periods mean something
only within their file.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate

from caucus_site.core.dates import NotAPartialDate, PartialDate
from caucus_site.procedures.imports import files
from caucus_site.procedures.imports.problems import Report, UnreadableFile

EARLIEST_BIRTH = 1850
OF_AGE = 18
STAND_FOR_UNKNOWN = {"1900-01-01", "2000-01-01"}
# Joiners are letters' business in Sinhala, Bengali, Persian or Kurdish, and slips where no such letter stands beside.
INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff]|(?:^|(?<=[\x00-\u024f]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f]|$)"
)
UNKNOWN_PARTIES = {"unknown", "party/unknown"}
CHAMBERS = {"", "legislature", "chamber", "parliament"}


@dataclass(frozen=True)
class NamedThing:
    """An organisation, area or period as the file has it: its id there, its name, its identifiers elsewhere."""

    row: str
    key: str
    name: str
    kind: str = ""
    began_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    other_names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    website: str = ""
    seats: int | None = None


@dataclass(frozen=True)
class Seat:
    """One membership of the chamber: on whose list, for which area, in which period."""

    row: str
    person: str
    chamber: NamedThing
    party: NamedThing | None
    area: NamedThing | None
    period: NamedThing | None
    role: str
    began_on: PartialDate | None
    ended_on: PartialDate | None


@dataclass
class Facts:
    """One person as the file tells, with what was doubtful already taken out."""

    row: str
    key: str
    name: str
    given_name: str = ""
    family_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    sort_name: str = ""
    gender: str = ""
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None
    other_names: dict[str, list[str]] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)


def read(stored: bytes, name: str, report: Report) -> list[Facts]:
    """The people of the file, in its order, each with their seats; what was left out goes into the report.

    Raises `UnreadableFile` when the file as a whole cannot be taken.
    """
    content = files.content_of(stored, name)
    files.say_what_is_not_read(content, report)
    organisations = {said["id"]: _named(said, "organizations", report) for said in content["organizations"]}
    areas = {said["id"]: _named(said, "areas", report) for said in content.get("areas", [])}
    periods = {said["id"]: _named(said, "events", report) for said in content.get("events", [])}
    pictures = Counter(url for said in content["persons"] for url in _pictures(said))
    people = {
        said["id"]: _facts(f"persons/{number}", said, pictures, report)
        for number, said in enumerate(content["persons"])
    }
    for number, said in enumerate(content["memberships"]):
        report.memberships += 1
        seat = _seat(f"memberships/{number}", said, organisations, areas, periods, people, report)
        if seat:
            people[seat.person].seats.append(seat)
    for person in people.values():
        _doubt_birth(person, report)
        _doubt_death(person, report)
    report.rows = len(people)
    return list(people.values())


def _named(said: dict[str, Any], collection: str, report: Report) -> NamedThing:
    row = f"{collection}/{said['id']}"
    other_names: dict[str, list[str]] = {}
    for other in said.get("other_names", []):
        _gather(other_names, other)
    return NamedThing(
        row=row,
        key=said["id"],
        name=_clean(said.get("name") or said["id"]),
        kind=said.get("classification") or said.get("type") or "",
        began_on=_date(row, "start_date", said.get("start_date"), report),
        ended_on=_date(row, "end_date", said.get("end_date"), report),
        identifiers=tuple(
            (scheme, value)
            for scheme, value in ((i["scheme"].strip(), i["identifier"].strip()) for i in said.get("identifiers", []))
            if value and len(scheme) <= 100 and len(value) <= 300
        ),
        other_names=tuple((text, tuple(languages)) for text, languages in other_names.items()),
        website=next((link["url"] for link in said.get("links", [])), ""),
        seats=said.get("seats"),
    )


def _gather(names: dict[str, list[str]], other: dict[str, Any]) -> None:
    """Each spelling once, with every language that the file files it under."""
    text = _clean(other["name"])
    if not text:
        return
    languages = names.setdefault(text, [])
    if other.get("lang") and other["lang"] not in languages:
        languages.append(other["lang"])


def _facts(row: str, said: dict[str, Any], pictures: Counter[str], report: Report) -> Facts:
    name = _clean(said["name"])
    if not any(character.isalnum() for character in name):
        raise UnreadableFile(f"{row} has no name that can be read: “{said['name']}”.")
    if name != said["name"]:
        report.notice(row, "name", said["name"], "invisible characters and extra spaces were taken out of the name")
    facts = Facts(
        row=row,
        key=said["id"],
        name=name,
        given_name=_clean(said.get("given_name") or ""),
        family_name=_clean(said.get("family_name") or ""),
        honorific_prefix=_clean(said.get("honorific_prefix") or ""),
        honorific_suffix=_clean(said.get("honorific_suffix") or ""),
        sort_name=_clean(said.get("sort_name") or ""),
        gender=said.get("gender") or "",
        born_on=_birth(row, said.get("birth_date"), report),
        died_on=_date(row, "death_date", said.get("death_date"), report),
        links=[(link["url"], link.get("note") or "") for link in said.get("links", [])],
    )
    facts.links += [(source["url"], "source") for source in said.get("sources", [])]
    for url in _pictures(said):
        if pictures[url] > 1:
            report.problem(row, "image", url, f"left out: {pictures[url]} people of the file have this picture")
        else:
            facts.links.append((url, "photograph"))
    for other in said.get("other_names", []):
        _gather(facts.other_names, other)
        if INVISIBLE.search(other["name"]):
            report.notice(row, "other_names", other["name"], "invisible characters were taken out of the name")
    for identifier in said.get("identifiers", []):
        pair = (identifier["scheme"].strip(), identifier["identifier"].strip())
        if len(pair[0]) > 100 or len(pair[1]) > 300:
            report.problem(row, "identifiers", ":".join(pair)[:400], "left out: too long for an identifier")
        elif pair not in facts.identifiers:
            facts.identifiers.append(pair)
    for detail in said.get("contact_details", []):
        _contact(row, "contact_details", detail["type"].strip(), detail["value"].strip(), facts, report)
    if said.get("email"):
        _contact(row, "email", "email", said["email"].strip(), facts, report)
    return facts


def _pictures(said: dict[str, Any]) -> list[str]:
    urls = [said.get("image"), *(image["url"] for image in said.get("images", []))]
    return list(dict.fromkeys(url for url in urls if url))


def _contact(row: str, name: str, kind: str, value: str, facts: Facts, report: Report) -> None:
    if not value:
        return
    if kind == "email":
        try:
            validate_email(value)
        except ValidationError:
            report.problem(row, name, value, "not an e-mail address; left out, correct it at the source or by hand")
            return
    if (kind, value) not in facts.contacts:
        facts.contacts.append((kind, value))


def _seat(
    row: str,
    said: dict[str, Any],
    organisations: dict[str, NamedThing],
    areas: dict[str, NamedThing],
    periods: dict[str, NamedThing],
    people: dict[str, Facts],
    report: Report,
) -> Seat | None:
    for name, known in (("person_id", people), ("organization_id", organisations)):
        if said[name] not in known:
            report.problem(row, "membership", said[name], f"left out: the file has no such {name.removesuffix('_id')}")
            return None
    chamber = organisations[said["organization_id"]]
    if chamber.kind.lower() not in CHAMBERS:
        report.problem(row, "membership", chamber.name, f"left out: a “{chamber.kind}” is no chamber of parliament")
        return None
    for name, known in (("on_behalf_of_id", organisations), ("area_id", areas), ("legislative_period_id", periods)):
        if said.get(name) and said[name] not in known:
            report.problem(row, name, said[name], "the file has no such entry; the mandate was taken without it")
    party = said.get("on_behalf_of_id") or ""
    if party in UNKNOWN_PARTIES:
        report.notice(row, "on_behalf_of_id", party, "the source says that it does not know the party")
        party = ""
    period = periods.get(said.get("legislative_period_id") or "")
    began = _date(row, "start_date", said.get("start_date"), report) or (period.began_on if period else None)
    ended = _date(row, "end_date", said.get("end_date"), report) or (period.ended_on if period else None)
    if began and ended and began.earliest > ended.latest:
        report.problem(row, "membership", f"{began.edtf}/{ended.edtf}", "left out: it would end before it begins")
        return None
    return Seat(
        row=row,
        person=said["person_id"],
        chamber=chamber,
        party=organisations.get(party),
        area=areas.get(said.get("area_id") or ""),
        period=period,
        role=_clean(said.get("role") or ""),
        began_on=began,
        ended_on=ended,
    )


def _date(row: str, name: str, said: str | None, report: Report) -> PartialDate | None:
    if not said:
        return None
    try:
        return PartialDate.from_edtf(said)
    except NotAPartialDate as error:
        report.problem(row, name, said, f"left out: {error}")
        return None


def _birth(row: str, said: str | None, report: Report) -> PartialDate | None:
    born = _date(row, "birth_date", said, report)
    if born is None:
        return None
    if not EARLIEST_BIRTH <= born.earliest.year <= localdate().year - OF_AGE:
        report.problem(row, "birth_date", said, "left out: nobody in the list can have been born then")
        return None
    if born.edtf in STAND_FOR_UNKNOWN:
        report.problem(row, "birth_date", said, "left out: this day usually stands for “unknown”")
        return None
    return born


def _doubt_birth(person: Facts, report: Report) -> None:
    """Somebody who took a seat as a child carries another person's birth."""
    seated = [seat for seat in person.seats if seat.began_on]
    if person.born_on is None or not seated:
        return
    first = min(seated, key=lambda seat: seat.began_on.latest)  # type: ignore[union-attr]
    assert first.began_on is not None  # noqa: S101
    if first.began_on.latest.year - person.born_on.earliest.year < OF_AGE:
        report.problem(
            person.row,
            "birth_date",
            person.born_on.edtf,
            f"left out: too young for the seat taken then ({first.row}, {first.began_on.edtf})",
        )
        person.born_on = None


def _doubt_death(person: Facts, report: Report) -> None:
    """Somebody who sits after having died carries another person's death, or has a seat that nobody has ended."""
    died = person.died_on
    if died is None:
        return
    if person.born_on and died.latest < person.born_on.earliest:
        report.problem(person.row, "death_date", died.edtf, f"left out: before the birth ({person.born_on.edtf})")
        person.died_on = None
        return
    for seat in person.seats:
        if seat.began_on and seat.began_on.earliest > died.latest:
            reason = f"left out: they took a seat after it ({seat.row}, {seat.began_on.edtf})"
        elif seat.began_on and seat.ended_on is None:
            reason = f"left out: the file has them sitting still ({seat.row}); if it is true, end that mandate as well"
        else:
            continue
        report.problem(person.row, "death_date", died.edtf, reason)
        person.died_on = None
        return


def _clean(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())

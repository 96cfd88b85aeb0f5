"""Reading a Popolo file of one legislature into neutral facts about people.

Everything doubtful is left out and said, never repaired by guessing: a birth in 1357, a New Year's Day that stands for a
year, a death before the seat began, an address that is none. Ids of organisations, areas and periods mean something
only within their file.
"""

import datetime
import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from jsonschema_rs import Draft202012Validator

from caucus_site.core.dates import NotAPartialDate, PartialDate
from caucus_site.procedures.imports.problems import Report, UnreadableFile

EARLIEST_BIRTH = 1850
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
UNKNOWN_PARTIES = {"unknown", "party/unknown"}
MANY = 10


@dataclass(frozen=True)
class NamedThing:
    """An organisation, area or period as the file has it: its id there, its name, its identifiers elsewhere."""

    key: str
    name: str
    kind: str = ""
    began_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


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
    sort_name: str = ""
    gender: str = ""
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None
    image: str = ""
    other_names: dict[str, list[str]] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)


def read(path: Path, report: Report) -> list[Facts]:
    """The people of the file, in its order, each with their seats; what was left out goes into the report."""
    content = _validated(path)
    organisations = {o["id"]: _named(o, "organizations", report) for o in content["organizations"]}
    areas = {a["id"]: _named(a, "areas", report) for a in content.get("areas", [])}
    periods = {e["id"]: _named(e, "events", report) for e in content.get("events", [])}
    people: dict[str, Facts] = {}
    for number, said in enumerate(content["persons"]):
        row = f"persons/{number}"
        if said["id"] in people:
            raise UnreadableFile(f"{path.name}: {row} has the id {said['id']}, which {people[said['id']].row} has already.")
        people[said["id"]] = _facts(row, said, report)
    for number, said in enumerate(content["memberships"]):
        report.memberships += 1
        seat = _seat(f"memberships/{number}", said, organisations, areas, periods, people, report)
        if seat:
            people[seat.person].seats.append(seat)
    for person in people.values():
        _doubt_death(person, report)
    report.rows = len(people)
    return list(people.values())


def _validated(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path}.") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{path.name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    errors = list(_validator().iter_errors(content))
    if errors:
        lines = [f"{'/'.join(map(str, e.instance_path)) or 'the file'}: {e.message[:200]}" for e in errors[:MANY]]
        more = f"\n… and {len(errors) - MANY} more" if len(errors) > MANY else ""
        raise UnreadableFile(f"{path.name} is not Popolo as the importer knows it:\n" + "\n".join(lines) + more)
    return content


@cache
def _validator() -> Draft202012Validator:
    schema = Path(__file__).with_name("popolo.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))


def _named(said: dict[str, Any], collection: str, report: Report) -> NamedThing:
    row = f"{collection}/{said['id']}"
    return NamedThing(
        key=said["id"],
        name=_clean(said.get("name") or said["id"]),
        kind=said.get("classification") or said.get("type") or "",
        began_on=_date(row, "start_date", said.get("start_date"), report),
        ended_on=_date(row, "end_date", said.get("end_date"), report),
        identifiers=tuple((i["scheme"], i["identifier"]) for i in said.get("identifiers", [])),
    )


def _facts(row: str, said: dict[str, Any], report: Report) -> Facts:
    name = _clean(said["name"])
    if name != said["name"]:
        report.notice(row, "name", said["name"], "invisible characters and extra spaces were taken out of the name")
    facts = Facts(
        row=row,
        key=said["id"],
        name=name,
        given_name=_clean(said.get("given_name") or ""),
        family_name=_clean(said.get("family_name") or ""),
        honorific_prefix=_clean(said.get("honorific_prefix") or ""),
        sort_name=_clean(said.get("sort_name") or ""),
        gender=said.get("gender") or "",
        born_on=_birth(row, said.get("birth_date"), report),
        died_on=_date(row, "death_date", said.get("death_date"), report),
        image=said.get("image") or "",
        links=[(link["url"], link.get("note") or "") for link in said.get("links", [])],
        sources=[source["url"] for source in said.get("sources", [])],
    )
    for other in said.get("other_names", []):
        text = _clean(other["name"])
        languages = facts.other_names.setdefault(text, [])
        if other.get("lang") and other["lang"] not in languages:
            languages.append(other["lang"])
    for identifier in said.get("identifiers", []):
        pair = (identifier["scheme"], identifier["identifier"].strip())
        if pair not in facts.identifiers:
            facts.identifiers.append(pair)
    for detail in said.get("contact_details", []):
        facts.contacts.append((detail["type"], detail["value"].strip()))
    if said.get("email"):
        _email(row, said["email"], facts, report)
    return facts


def _email(row: str, said: str, facts: Facts, report: Report) -> None:
    address = said.strip()
    try:
        validate_email(address)
    except ValidationError:
        report.problem(row, "email", said, "not an e-mail address; left out, correct it at the source or by hand")
        return
    if ("email", address) not in facts.contacts:
        facts.contacts.append(("email", address))


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
        chamber=organisations[said["organization_id"]],
        party=organisations.get(party),
        area=areas.get(said.get("area_id") or ""),
        period=period,
        role=said.get("role") or "",
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
    if not EARLIEST_BIRTH <= born.earliest.year <= datetime.date.today().year - 16:  # noqa: DTZ011
        report.problem(row, "birth_date", said, "left out: nobody in the list can have been born then")
        return None
    if born.edtf in {"1900-01-01", "2000-01-01"}:
        report.problem(row, "birth_date", said, "left out: this day usually stands for “unknown”")
        return None
    return born


def _doubt_death(person: Facts, report: Report) -> None:
    """Somebody who sits after having died carries another person's death."""
    if person.died_on is None:
        return
    died = person.died_on
    for seat in person.seats:
        if seat.began_on and seat.began_on.earliest > died.latest:
            report.problem(
                person.row, "death_date", died.edtf, f"left out: they took a seat after it ({seat.row}, {seat.began_on.edtf})"
            )
            person.died_on = None
            return
        if seat.ended_on is None and seat.period and seat.period.ended_on is None and seat.began_on:
            report.notice(person.row, "death_date", died.edtf, f"taken, although the file has them sitting still ({seat.row})")


def _clean(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())

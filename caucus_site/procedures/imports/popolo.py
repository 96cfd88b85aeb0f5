"""Reading a Popolo file of one legislature into neutral facts about people.

Everything doubtful is left out and said, never repaired by guessing: a birth in 1357, a New Year's Day that stands for
a year, a death of somebody who sits, an address that is none. Ids of organisations, areas and periods mean something
only within their file, unless they are our own.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from caucus_site.core.dates import NotAPartialDate, PartialDate
from caucus_site.procedures.imports import doubts, files, own
from caucus_site.procedures.imports.facts import Facts, NamedThing, Seat
from caucus_site.procedures.imports.problems import Report, UnreadableFile
from members.api.popolo import words
from members.models import OrganisationName, PersonName

# Joiners are letters' business in Sinhala, Bengali, Persian or Kurdish, and slips where no such letter stands beside.
INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff]|(?:^|(?<=[\x00-\u024f]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f]|$)"
)
UNKNOWN_PARTIES = {"unknown", "party/unknown"}
CHAMBERS = {"", "legislature", "chamber", "parliament"}


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
        doubts.doubt_birth(person, report)
        doubts.doubt_death(person, report)
    report.rows = len(people)
    return list(people.values())


def _named(said: dict[str, Any], collection: str, report: Report) -> NamedThing:
    row = f"{collection}/{said['id']}"
    other_names: dict[str, list[str]] = {}
    for other in said.get("other_names", []):
        _gather(other_names, other)
    thing = NamedThing(
        row=row,
        key=said["id"],
        name=_clean(said.get("name") or said["id"]),
        kind=said.get("classification") or said.get("type") or "",
        began_on=_date(row, said, "start_date", report),
        ended_on=_date(row, said, "end_date", report),
        identifiers=tuple(
            (scheme, value)
            for scheme, value in ((i["scheme"].strip(), i["identifier"].strip()) for i in said.get("identifiers", []))
            if value and len(scheme) <= 100 and len(value) <= 300 and scheme != words.SCHEME
        ),
        other_names=tuple((text, tuple(languages)) for text, languages in other_names.items()),
        website=next((link["url"] for link in said.get("links", [])), ""),
        seats=said.get("seats"),
    )
    return _own(thing, said, report) if own.id_of(said) else thing


def _own(thing: NamedThing, said: dict[str, Any], report: Report) -> NamedThing:
    dates = partial(_date, thing.row, report=report)
    return replace(
        thing,
        public_id=own.id_of(said),
        name=said.get("name") or thing.name,
        began_on=thing.began_on or dates(said, "founding_date"),
        ended_on=thing.ended_on or dates(said, "dissolution_date"),
        other_names=(),
        names=tuple(own.names(said, OrganisationName.Kind.values, dates)),
        short_name=own.short_name(said),
        description=said.get("description") or "",
        country=str(said.get("iso_code") or ""),
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
    public_id = own.id_of(said)
    cleaned = _clean(said["name"])
    if not any(character.isalnum() for character in cleaned):
        raise UnreadableFile(f"{row} has no name that can be read: “{said['name']}”.")
    if cleaned != said["name"] and not public_id:
        report.notice(row, "name", said["name"], "invisible characters and extra spaces were taken out of the name")
    born = _date(row, said, "birth_date", report)
    facts = Facts(
        row=row,
        key=said["id"],
        public_id=public_id,
        name=said["name"] if public_id else cleaned,
        given_name=_clean(said.get("given_name") or ""),
        family_name=_clean(said.get("family_name") or ""),
        honorific_prefix=_clean(said.get("honorific_prefix") or ""),
        honorific_suffix=_clean(said.get("honorific_suffix") or ""),
        sort_name=_clean(said.get("sort_name") or ""),
        gender=said.get("gender") or "",
        born_on=doubts.birth(row, born, report) if born else None,
        died_on=_date(row, said, "death_date", report),
        links=[(link["url"], link.get("note") or "") for link in said.get("links", [])],
    )
    facts.links += [(source["url"], words.SOURCE) for source in said.get("sources", [])]
    if public_id:
        facts.names = own.names(said, PersonName.Kind.values, partial(_date, row, report=report))
    else:
        _guess(facts, said, pictures, report)
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


def _guess(facts: Facts, said: dict[str, Any], pictures: Counter[str], report: Report) -> None:
    """Pictures and other names, as sources give them."""
    for url in _pictures(said):
        if pictures[url] > 1:
            reason = f"left out: {pictures[url]} people of the file have this picture"
            report.problem(facts.row, "image", url, reason)
        else:
            facts.links.append((url, words.PHOTOGRAPH))
    for other in said.get("other_names", []):
        _gather(facts.other_names, other)
        if INVISIBLE.search(other["name"]):
            report.notice(facts.row, "other_names", other["name"], "invisible characters were taken out of the name")


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
    is_own = bool(people[said["person_id"]].public_id)
    # A mandate of ours has days of its own, or none that are known.
    days = None if is_own else period
    began = _date(row, said, "start_date", report) or (days.began_on if days else None)
    ended = _date(row, said, "end_date", report) or (days.ended_on if days else None)
    if began and ended and began.earliest > ended.latest:
        report.problem(row, "membership", f"{began.edtf}/{ended.edtf}", "left out: it would end before it begins")
        return None
    seat = Seat(
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
    return own.seat(seat, said) if is_own else seat


def _date(row: str, said: dict[str, Any], name: str, report: Report) -> PartialDate | None:
    text = words.date_in(said, name)
    if not text:
        return None
    try:
        return PartialDate.from_edtf(text)
    except NotAPartialDate as error:
        report.problem(row, name, text, f"left out: {error}")
        return None


def _clean(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())

"""Rows of our own output, or of another Caucus: taken in every word, because nothing in them has to be guessed.

Such a row repeats its id as an identifier of the scheme “caucus”. A row of somebody else who merely keeps our id among
their identifiers is matched by it, and otherwise read like any other.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from caucus_site.core.dates import PartialDate
from caucus_site.procedures.imports.facts import Name, Seat
from caucus_site.procedures.imports.scripts import language_of
from members.api.popolo import words
from members.models import Mandate

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")

# What is read of such rows beside `files.READ`.
READ = {
    "persons": "birth_date_edtf death_date_edtf",
    "persons/other_names": "given_name family_name honorific_prefix honorific_suffix start_date start_date_edtf "
    "end_date end_date_edtf",
    "memberships": "id label bench seat how_ended start_date_edtf end_date_edtf",
    "organizations": "description founding_date founding_date_edtf dissolution_date dissolution_date_edtf",
    "areas": "classification identifiers",
    "events": "identifiers start_date_edtf end_date_edtf",
}

Dates = Callable[[dict[str, Any], str], PartialDate | None]


def id_of(said: dict[str, Any]) -> str:
    """The id under which a Caucus knows the row, if it is one of ours."""
    for identifier in said.get("identifiers", []):
        if (identifier["scheme"], identifier["identifier"]) == (words.SCHEME, said["id"]) and UUID.match(said["id"]):
            return said["id"]
    return ""


def names(said: dict[str, Any], kinds: list[str], date: Dates) -> list[Name]:
    """Every other name as it was told; the last of the kinds stands for a note that names none."""
    return [
        Name(
            text=other["name"],
            kind=words.kind_in(other.get("note") or "", kinds, otherwise=kinds[-1]),
            language=language_of([other.get("lang") or ""]),
            given=other.get("given_name") or "",
            family=other.get("family_name") or "",
            honorific_prefix=other.get("honorific_prefix") or "",
            honorific_suffix=other.get("honorific_suffix") or "",
            began_on=date(other, "start_date"),
            ended_on=date(other, "end_date"),
        )
        for other in said.get("other_names", [])
        if other["name"].strip() and other.get("note") != words.SHORT_NAME
    ]


def seat(seat: Seat, said: dict[str, Any]) -> Seat:
    """With what Popolo has no word for; other lists may mean something else by these, so no schema judges them."""
    number: Any = said.get("seat")
    bench, ending = said.get("bench"), said.get("how_ended")
    return replace(
        seat,
        public_id=said["id"] if UUID.match(said.get("id") or "") else "",
        number=number if number in range(1, 10) else 1,
        constituency=(said.get("label") or "")[:300],
        bench=bench if bench in Mandate.Bench.values else Mandate.Bench.UNKNOWN,
        how_ended=ending if ending in Mandate.Ending.values else "",
    )


def short_name(said: dict[str, Any]) -> str:
    short = (other["name"] for other in said.get("other_names", []) if other.get("note") == words.SHORT_NAME)
    return next(short, "")[:60]

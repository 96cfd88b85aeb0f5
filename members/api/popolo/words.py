"""Words that the output and the importer share, where Popolo itself has none."""

from typing import Any

from caucus_site.core.dates import PartialDate

# Scheme of the identifier that repeats a record's public id: it says that a row is in the words of this package.
SCHEME = "caucus"
# `birth_date_edtf`: the date as it is known, where `birth_date` cannot say it (“about 1980”, “the 1980s”).
EDTF = "_edtf"

# Notes of links and names.
PHOTOGRAPH = "photograph"
SOURCE = "source"
SHORT_NAME = "short name"

LEGISLATURE = "legislature"
LEGISLATIVE_PERIOD = "legislative period"


def dated(name: str, date: PartialDate | None) -> dict[str, str]:
    """The member with the date as Popolo can write it, and beside it the whole of what is known if that is more."""
    if date is None:
        return {}
    plain = date.edtf.rstrip("?~%")
    said = {} if "X" in plain else {name: plain}
    return said if said.get(name) == date.edtf else {**said, f"{name}{EDTF}": date.edtf}


def date_in(said: dict[str, Any], name: str) -> str | None:
    """What `dated` wrote, as EDTF."""
    return said.get(f"{name}{EDTF}") or said.get(name)


def note_of(kind: str) -> str:
    """A kind of name, for people to read."""
    return kind.replace("_", " ")


def kind_in(note: str, kinds: list[str], otherwise: str) -> str:
    kind = note.replace(" ", "_")
    return kind if kind in kinds else otherwise

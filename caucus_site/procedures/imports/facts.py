"""What a file says, in neutral words: people, their seats, and what those rest on."""

from dataclasses import dataclass, field

from caucus_site.core.dates import PartialDate


@dataclass(frozen=True)
class Name:
    """A name with everything that our own output tells of it."""

    text: str
    kind: str
    language: str = ""
    given: str = ""
    family: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    began_on: PartialDate | None = None
    ended_on: PartialDate | None = None


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
    # Of our own output only.
    public_id: str = ""
    names: tuple[Name, ...] = ()
    short_name: str = ""
    description: str = ""
    country: str = ""


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
    # Of our own output only.
    public_id: str = ""
    number: int = 1
    constituency: str = ""
    bench: str = "unknown"
    how_ended: str = ""


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
    # Of our own output only: the id under which a Caucus knows the person, and all names with all that is told of them.
    public_id: str = ""
    names: list[Name] = field(default_factory=list)

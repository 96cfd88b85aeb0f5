"""What seats rest on: the chamber, parties, areas and terms of a file, found or added."""

from collections.abc import Callable, Iterable
from typing import Any

from caucus_site.procedures.imports.popolo import NamedThing, Seat
from members.models import Area, AreaIdentifier, ChamberTerm, Country, Organisation, OrganisationIdentifier


class Registers:
    """The chambers, parties, areas and terms that the seats of one file name, by their id in the file."""

    def __init__(self, seats: Iterable[Seat], country: Country) -> None:
        self.country = country
        self.scheme = f"everypolitician/{country.code}"
        seats = list(seats)
        self.chambers = self._organisations(_distinct(seats, lambda seat: seat.chamber), Organisation.Kind.CHAMBER)
        self.parties = self._organisations(_distinct(seats, lambda seat: seat.party), Organisation.Kind.PARTY)
        self.areas = self._areas(_distinct(seats, lambda seat: seat.area))
        self.terms = self._terms(seats)

    def _organisations(self, things: dict[str, NamedThing], kind: str) -> dict[str, Organisation]:
        """By identifier anywhere, else by the same name, kind and country; an organisation gains identifiers."""
        pairs = {pair: key for key, thing in things.items() for pair in self._pairs(thing)}
        known = {
            (row.scheme, row.value): row.organisation
            for row in OrganisationIdentifier.objects.filter(
                scheme__in={scheme for scheme, _value in pairs}, value__in={value for _scheme, value in pairs}
            ).select_related("organisation")
        }
        namesakes = {
            organisation.name.casefold(): organisation
            for organisation in Organisation.objects.filter(kind=kind, country=self.country)
        }
        found: dict[str, Organisation] = {}
        for key, thing in things.items():
            organisation = next(
                (known[pair] for pair in self._pairs(thing) if pair in known and known[pair].kind == kind), None
            ) or namesakes.get(thing.name.casefold())
            if organisation is None:
                organisation = Organisation.objects.create(name=thing.name, kind=kind, country=self.country)
                namesakes[thing.name.casefold()] = organisation
            found[key] = organisation
            for scheme, value in self._pairs(thing):
                if (scheme, value) not in known:
                    known[scheme, value] = organisation
                    OrganisationIdentifier.objects.create(organisation=organisation, scheme=scheme, value=value)
        return found

    def _pairs(self, thing: NamedThing) -> list[tuple[str, str]]:
        return [*thing.identifiers, (self.scheme, thing.key)]

    def _areas(self, things: dict[str, NamedThing]) -> dict[str, Area]:
        known = {
            row.value: row.area
            for row in AreaIdentifier.objects.filter(scheme=self.scheme, value__in=things).select_related("area")
        }
        new = {
            key: Area(
                name=thing.name,
                country=self.country,
                kind=Area.Kind.CONSTITUENCY if thing.kind in {"", "constituency"} else Area.Kind.OTHER,
            )
            for key, thing in things.items()
            if key not in known
        }
        Area.objects.bulk_create(new.values(), batch_size=1000)
        AreaIdentifier.objects.bulk_create(
            [AreaIdentifier(area=area, scheme=self.scheme, value=key) for key, area in new.items()], batch_size=1000
        )
        return known | new

    def _terms(self, seats: list[Seat]) -> dict[tuple[str, str], ChamberTerm]:
        named = {(seat.chamber.key, seat.period.key): seat.period for seat in seats if seat.period}
        terms = {}
        for (chamber_key, key), period in named.items():
            terms[chamber_key, key], _made = ChamberTerm.objects.get_or_create(
                chamber=self.chambers[chamber_key],
                name=period.name,
                defaults={"began_on": period.began_on, "ended_on": period.ended_on},
            )
        return terms


def _distinct(seats: list[Seat], thing_of: Callable[[Seat], Any]) -> dict[str, NamedThing]:
    return {thing.key: thing for seat in seats if (thing := thing_of(seat)) is not None}

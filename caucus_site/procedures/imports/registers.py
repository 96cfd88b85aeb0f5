"""What seats rest on: the chamber, parties, areas and terms of a file, found or added."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.text import slugify

from caucus_site.procedures.imports import hands
from caucus_site.procedures.imports.popolo import NamedThing, Seat
from caucus_site.procedures.imports.problems import Report
from caucus_site.procedures.imports.scripts import language_of
from caucus_site.procedures.imports.web import whole_address
from members.models import (
    Area,
    AreaIdentifier,
    ChamberTerm,
    Country,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
)

BATCH = 1000
Pair = tuple[str, str]


class Registers:
    """The chambers, parties, areas and terms that the seats of one file name, by their id in the file."""

    def __init__(self, seats: Iterable[Seat], country: Country, report: Report) -> None:
        self.country = country
        self.report = report
        seats = list(seats)
        chambers = _distinct(seats, lambda seat: seat.chamber)
        # Ids such as “term/13” mean something only within their legislature, and a country can have two.
        legislature = slugify(min((thing.name for thing in chambers.values()), default=""), allow_unicode=True)
        self.scheme = f"everypolitician/{country.code}/{legislature}"[:100]
        self.chambers = self._organisations(chambers, Organisation.Kind.CHAMBER)
        self.parties = self._organisations(_distinct(seats, lambda seat: seat.party), Organisation.Kind.PARTY)
        self.areas = self._areas(_distinct(seats, lambda seat: seat.area))
        self.terms = self._terms(seats)

    # Organisations

    def _organisations(self, things: dict[str, NamedThing], kind: str) -> dict[str, Organisation]:
        """By identifier, else by one of its names; within kind and country. It gains identifiers and names."""
        pairs = {pair for thing in things.values() for pair in self._pairs(thing)}
        holders: dict[Pair, Organisation] = {
            (row.scheme, row.value): row.organisation
            for row in OrganisationIdentifier.objects.filter(
                scheme__in={scheme for scheme, _value in pairs}, value__in={value for _scheme, value in pairs}
            ).select_related("organisation")
        }
        namesakes = self._namesakes(kind)
        found: dict[str, Organisation] = {}
        for key, thing in things.items():
            organisation = self._known(thing, kind, holders) or namesakes.get(thing.name.casefold())
            if organisation is None:
                organisation = Organisation.objects.create(
                    name=thing.name,
                    kind=kind,
                    country=self.country,
                    website=self._website(thing),
                    seats=thing.seats if kind == Organisation.Kind.CHAMBER else None,
                )
                namesakes[thing.name.casefold()] = organisation
            found[key] = organisation
            for pair in self._pairs(thing):
                if pair not in holders:
                    holders[pair] = organisation
                    OrganisationIdentifier.objects.create(organisation=organisation, scheme=pair[0], value=pair[1])
                elif holders[pair] != organisation:
                    value = ":".join(pair)
                    self.report.notice(thing.row, "identifiers", value, f"left out: it names {holders[pair]} on record")
        self._other_names(things, found)
        return found

    def _known(self, thing: NamedThing, kind: str, holders: dict[Pair, Organisation]) -> Organisation | None:
        # Within the country: “independent politician” is one item of Wikidata for the whole world.
        of_country = (holders[pair] for pair in self._pairs(thing) if pair in holders)
        return next((o for o in of_country if o.kind == kind and o.country_id in {None, self.country.pk}), None)

    def _namesakes(self, kind: str) -> dict[str, Organisation]:
        organisations = Organisation.objects.filter(kind=kind, country=self.country).in_bulk()
        named = [(o.pk, text) for o in organisations.values() for text in (o.name, o.short_name)]
        named += OrganisationName.objects.filter(organisation__in=organisations).values_list("organisation", "text")
        bearers: dict[str, set[int]] = {}
        for pk, text in named:
            bearers.setdefault(text.casefold(), set()).add(pk)
        return {text: organisations[min(pks)] for text, pks in bearers.items() if text and len(pks) == 1}

    def _pairs(self, thing: NamedThing) -> list[Pair]:
        return [*thing.identifiers, (self.scheme, thing.key)]

    def _website(self, thing: NamedThing) -> str:
        address = whole_address(thing.website) or ""
        return address if len(address) <= 500 else ""

    def _other_names(self, things: dict[str, NamedThing], found: dict[str, Organisation]) -> None:
        wanted = {
            (found[key].pk, text[:300]): languages
            for key, thing in things.items()
            for text, languages in thing.other_names
            if text != found[key].name
        }
        held = OrganisationName.objects.filter(organisation__in=found.values()).values_list("organisation", "text")
        OrganisationName.objects.bulk_create(
            [
                OrganisationName(
                    organisation_id=pk,
                    text=text,
                    language=language_of(list(languages)),
                    kind=OrganisationName.Kind.TRANSLATION if languages else OrganisationName.Kind.ALIAS,
                )
                for (pk, text), languages in wanted.items()
                if (pk, text) not in set(held)
            ],
            batch_size=BATCH,
        )

    # Areas

    def _areas(self, things: dict[str, NamedThing]) -> dict[str, Area]:
        """By the file's id, else by a name that is the only one of its kind on both sides: ids change with releases."""
        known = {
            row.value: row.area
            for row in AreaIdentifier.objects.filter(scheme=self.scheme, value__in=things).select_related("area")
        }
        missing = {key: thing for key, thing in things.items() if key not in known}
        in_file = Counter(thing.name.casefold() for thing in things.values())
        on_record: dict[str, list[Area]] = {}
        for area in Area.objects.filter(country=self.country) if missing else ():
            on_record.setdefault(area.name.casefold(), []).append(area)
        new: dict[str, Area] = {}
        for key, thing in missing.items():
            namesakes = on_record.get(thing.name.casefold(), [])
            if len(namesakes) == 1 and in_file[thing.name.casefold()] == 1:
                known[key] = namesakes[0]
            else:
                is_constituency = thing.kind.lower() in {"", "constituency"}
                kind = Area.Kind.CONSTITUENCY if is_constituency else Area.Kind.OTHER
                new[key] = Area(name=thing.name, country=self.country, kind=kind)
        Area.objects.bulk_create(new.values(), batch_size=BATCH)
        found = known | new
        AreaIdentifier.objects.bulk_create(
            [AreaIdentifier(area=found[key], scheme=self.scheme, value=key) for key in missing], batch_size=BATCH
        )
        return found

    # Terms

    def _terms(self, seats: list[Seat]) -> dict[tuple[str, str], ChamberTerm]:
        named = {(seat.chamber.key, seat.period.key): seat.period for seat in seats if seat.period}
        on_record = {
            (term.chamber_id, term.name): term
            for term in ChamberTerm.objects.filter(chamber__in=self.chambers.values())
        }
        by_hand = hands.written_by_hand(ChamberTerm, [term.pk for term in on_record.values()])
        terms = {}
        for (chamber_key, key), period in named.items():
            chamber = self.chambers[chamber_key]
            term = on_record.get((chamber.pk, period.name)) or ChamberTerm(chamber=chamber, name=period.name)
            is_told = term.pk is None
            for name in ("began_on", "ended_on"):
                have, said = getattr(term, name), getattr(period, name)
                if said and said != have and not (have and term.pk in by_hand):
                    setattr(term, name, said)
                    is_told = True
            if is_told:
                term.save()
            on_record[chamber.pk, period.name] = terms[chamber_key, key] = term
        return terms


def _distinct(seats: list[Seat], thing_of: Callable[[Seat], Any]) -> dict[str, NamedThing]:
    return {thing.key: thing for seat in seats if (thing := thing_of(seat)) is not None}

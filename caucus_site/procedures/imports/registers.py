"""What seats rest on: the chamber, parties, areas and terms of a file, found or added."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.text import slugify

from caucus_site.procedures.imports import hands
from caucus_site.procedures.imports.facts import NamedThing, Seat
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
        ours = _ours(Organisation, things)
        namesakes = self._namesakes(kind)
        found: dict[str, Organisation] = {}
        for key, thing in things.items():
            organisation = ours.get(thing.public_id) or self._known(thing, kind, holders)
            organisation = organisation or namesakes.get(thing.name.casefold())
            if organisation is None:
                organisation = self._new_organisation(thing, kind)
                organisation.save()
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

    def _new_organisation(self, thing: NamedThing, kind: str) -> Organisation:
        organisation = Organisation(
            name=thing.name,
            kind=kind,
            country=self.country,
            website=self._website(thing),
            seats=thing.seats if kind == Organisation.Kind.CHAMBER else None,
        )
        if thing.public_id:
            organisation.public_id = uuid.UUID(thing.public_id)
            organisation.short_name, organisation.description = thing.short_name, thing.description
            organisation.founded_on, organisation.dissolved_on = thing.began_on, thing.ended_on
            organisation.country = Country.objects.filter(code=thing.country).first()
        return organisation

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
        return [*thing.identifiers, *([] if thing.public_id else [(self.scheme, thing.key)])]

    def _website(self, thing: NamedThing) -> str:
        address = whole_address(thing.website) or ""
        return address if len(address) <= 500 else ""

    def _other_names(self, things: dict[str, NamedThing], found: dict[str, Organisation]) -> None:
        held = set(OrganisationName.objects.filter(organisation__in=found.values()).values_list("organisation", "text"))
        wanted: dict[tuple[Any, ...], OrganisationName] = {}
        for key, thing in things.items():
            for name in self._names_of(thing):
                name.organisation = found[key]
                apart = (name.kind, name.language, name.began_on) if thing.public_id else ()
                if thing.public_id or name.text != found[key].name:
                    wanted[name.organisation_id, name.text, *apart] = name
        new = [name for (pk, text, *_apart), name in wanted.items() if (pk, text) not in held]
        OrganisationName.objects.bulk_create(new, batch_size=BATCH)

    def _names_of(self, thing: NamedThing) -> Iterable[OrganisationName]:
        for told in thing.names:
            days = {"began_on": told.began_on, "ended_on": told.ended_on}
            yield OrganisationName(text=told.text[:300], kind=told.kind, language=told.language, **days)
        for text, languages in thing.other_names:
            kind = OrganisationName.Kind.TRANSLATION if languages else OrganisationName.Kind.ALIAS
            yield OrganisationName(text=text[:300], kind=kind, language=language_of(list(languages)))

    # Areas

    def _areas(self, things: dict[str, NamedThing]) -> dict[str, Area]:
        """By the file's id, else by a name that is the only one of its kind on both sides: ids change with releases."""
        pairs = {key: self._area_pairs(thing) for key, thing in things.items()}
        rows = AreaIdentifier.objects.filter(
            scheme__in={scheme for of_area in pairs.values() for scheme, _value in of_area},
            value__in={value for of_area in pairs.values() for _scheme, value in of_area},
        )
        holders = {(row.scheme, row.value): row.area for row in rows.select_related("area")}
        ours = _ours(Area, things)
        found = {}
        for key, thing in things.items():
            holder = next((holders[pair] for pair in pairs[key] if pair in holders), None)
            if area := ours.get(thing.public_id) or holder:
                found[key] = area
        missing = {key: thing for key, thing in things.items() if key not in found}
        in_file = Counter(thing.name.casefold() for thing in things.values())
        on_record: dict[str, list[Area]] = {}
        for area in Area.objects.filter(country=self.country) if missing else ():
            on_record.setdefault(area.name.casefold(), []).append(area)
        new: dict[str, Area] = {}
        for key, thing in missing.items():
            namesakes = on_record.get(thing.name.casefold(), [])
            if len(namesakes) == 1 and in_file[thing.name.casefold()] == 1:
                found[key] = namesakes[0]
            else:
                new[key] = self._new_area(thing)
        Area.objects.bulk_create(new.values(), batch_size=BATCH)
        found |= new
        AreaIdentifier.objects.bulk_create(
            [
                AreaIdentifier(area=found[key], scheme=scheme, value=value)
                for (scheme, value), key in {pair: key for key, of_area in pairs.items() for pair in of_area}.items()
                if (scheme, value) not in holders
            ],
            batch_size=BATCH,
        )
        return found

    def _area_pairs(self, thing: NamedThing) -> list[Pair]:
        return list(thing.identifiers) if thing.public_id else [(self.scheme, thing.key)]

    def _new_area(self, thing: NamedThing) -> Area:
        if thing.public_id:
            kind = thing.kind if thing.kind in Area.Kind.values else Area.Kind.OTHER
            return Area(public_id=uuid.UUID(thing.public_id), name=thing.name, country=self.country, kind=kind)
        is_constituency = thing.kind.lower() in {"", "constituency"}
        kind = Area.Kind.CONSTITUENCY if is_constituency else Area.Kind.OTHER
        return Area(name=thing.name, country=self.country, kind=kind)

    # Terms

    def _terms(self, seats: list[Seat]) -> dict[tuple[str, str], ChamberTerm]:
        named = {(seat.chamber.key, seat.period.key): seat.period for seat in seats if seat.period}
        on_record = {
            (term.chamber_id, term.name): term
            for term in ChamberTerm.objects.filter(chamber__in=self.chambers.values())
        }
        by_hand = hands.written_by_hand(ChamberTerm, [term.pk for term in on_record.values()])
        ours = _ours(ChamberTerm, {key: period for (_chamber, key), period in named.items()})
        terms = {}
        for (chamber_key, key), period in named.items():
            chamber = self.chambers[chamber_key]
            term = ours.get(period.public_id) or on_record.get((chamber.pk, period.name))
            is_told = term is None
            if term is None:
                term = ChamberTerm(chamber=chamber, name=period.name)
                term.public_id = uuid.UUID(period.public_id) if period.public_id else term.public_id
            for name in ("began_on", "ended_on"):
                have, said = getattr(term, name), getattr(period, name)
                if said and said != have and not (have and term.pk in by_hand):
                    setattr(term, name, said)
                    is_told = True
            if is_told:
                term.save()
            on_record[chamber.pk, period.name] = terms[chamber_key, key] = term
        return terms


def _ours(model: Any, things: dict[str, NamedThing]) -> dict[str, Any]:
    """Those of our own output that are on record, by their public id."""
    ids = [thing.public_id for thing in things.values() if thing.public_id]
    return {str(row.public_id): row for row in model.objects.filter(public_id__in=ids)} if ids else {}


def _distinct(seats: list[Seat], thing_of: Callable[[Seat], Any]) -> dict[str, NamedThing]:
    return {thing.key: thing for seat in seats if (thing := thing_of(seat)) is not None}

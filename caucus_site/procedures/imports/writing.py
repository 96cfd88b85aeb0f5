"""Putting matched people into the record, set by set rather than row by row, and counting what became of each."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import models

from caucus_site.core.models import Citation, Source
from caucus_site.procedures.imports.matching import Match
from caucus_site.procedures.imports.popolo import Seat
from caucus_site.procedures.imports.problems import Report
from caucus_site.procedures.imports.registers import Registers
from caucus_site.procedures.imports.scripts import is_latin, kind_of_name, usable_language
from members.models import ContactDetail, Country, Identifier, Mandate, Person, PersonLink, PersonName

BATCH = 1000
CONTACT_KINDS = {
    "email": ContactDetail.Kind.EMAIL,
    "phone": ContactDetail.Kind.PHONE,
    "voice": ContactDetail.Kind.PHONE,
    "cell": ContactDetail.Kind.MOBILE,
    "mobile": ContactDetail.Kind.MOBILE,
    "fax": ContactDetail.Kind.FAX,
    "address": ContactDetail.Kind.ADDRESS,
    "twitter": ContactDetail.Kind.SOCIAL,
    "facebook": ContactDetail.Kind.SOCIAL,
}
BARE_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+(/.*)?$")


class Writer:
    """One file's people on their way into the record. Use inside a transaction."""

    def __init__(self, country: Country, source: Source, report: Report, progress: Callable[[str], None]) -> None:
        self.country = country
        self.source = source
        self.report = report
        self.progress = progress
        self.touched: set[int] = set()
        self.people: dict[int, Person] = {}
        self.guarded: set[int] = set()

    def write(self, matches: Iterable[Match]) -> None:
        """Create or complete everybody who is not ambiguous; afterwards the report's counts add up to its rows."""
        taken = [found for found in matches if not found.is_ambiguous]
        self.report.ambiguous = self.report.rows - len(taken)
        new = {found.facts.key for found in taken if found.person is None}
        self._people(taken)
        self.progress(f"{len(new)} new people, {len(taken) - len(new)} known")
        self._identifiers(taken)
        self._names(taken)
        self._contacts(taken)
        self._links(taken)
        self.progress("names, identifiers, contacts and links")
        self._mandates(taken)
        self.progress("mandates")
        self._citations(taken)
        self.report.created = len(new)
        self.report.updated = sum(
            found.facts.key not in new and found.person in self.touched for found in taken
        )
        self.report.unchanged = len(taken) - self.report.created - self.report.updated

    # People

    def _people(self, taken: list[Match]) -> None:
        known = {found.person for found in taken if found.person is not None}
        self.people = Person.objects.select_for_update().in_bulk(known)
        self.guarded = _edited_by_hand(known)
        created = []
        changed: list[Person] = []
        for found in taken:
            said = self._person_facts(found)
            if found.person is None:
                created.append((found, Person(country=self.country, **said)))
            elif self._adjust(self.people[found.person], said, found):
                changed.append(self.people[found.person])
        Person.objects.bulk_create([person for _found, person in created], batch_size=BATCH)
        for found, person in created:
            found.person = person.pk
            self.people[person.pk] = person
        if changed:
            Person.objects.bulk_update(changed, ["name", "sort_name", "gender", "born_on", "died_on"], batch_size=BATCH)
            self.touched |= {person.pk for person in changed}

    def _person_facts(self, found: Match) -> dict[str, Any]:
        facts = found.facts
        gender = facts.gender.lower()
        if gender and gender not in Person.Gender.values:
            self.report.notice(facts.row, "gender", facts.gender, "kept as “other”")
            gender = Person.Gender.OTHER
        return {
            "name": self._fits(found, "name", facts.name, Person),
            "sort_name": self._fits(found, "sort_name", facts.sort_name, Person) if facts.sort_name else "",
            "gender": gender,
            "born_on": facts.born_on,
            "died_on": facts.died_on,
        }

    def _fits(self, found: Match, field: str, value: str, model: type[models.Model]) -> str:
        longest = model._meta.get_field(field).max_length  # type: ignore[union-attr]
        if longest and len(value) > longest:
            self.report.problem(found.facts.row, field, value, f"cut after {longest} characters")
            return value[:longest]
        return value

    def _adjust(self, person: Person, said: dict[str, Any], found: Match) -> bool:
        """Fill gaps; replace what an import wrote; never replace what a person or the documented history says."""
        is_changed = False
        for name, value in said.items():
            have = getattr(person, name)
            if not value or have == value or (name == "sort_name" and not value):
                continue
            if have and person.pk in self.guarded:
                self.report.notice(found.facts.row, name, value, f"not taken: the record says “{have}” and was edited by hand")
                continue
            setattr(person, name, value)
            if name == "name" and have and not said["sort_name"] and person.sort_name == have:
                person.sort_name = value
            is_changed = True
        return is_changed

    # Parts of a person, each kind read once and added in sets

    def _add(self, model: Any, rows: list[Any]) -> None:
        model.objects.bulk_create(rows, batch_size=BATCH)
        self.touched |= {row.person_id for row in rows}

    def _identifiers(self, taken: list[Match]) -> None:
        held = _by_person(Identifier, taken, "scheme", "value")
        self._add(
            Identifier,
            [
                Identifier(person_id=found.person, scheme=scheme, value=value)
                for found in taken
                for scheme, value in found.pairs
                if (scheme, value) not in held[found.person]
            ],
        )

    def _names(self, taken: list[Match]) -> None:
        held = _by_person(PersonName, taken, "text")
        rows = []
        repeated = 0
        for found in taken:
            facts = found.facts
            person = self.people[found.person]  # type: ignore[index]
            texts = {text for (text,) in held[found.person]} | {person.name}
            wanted: list[PersonName] = []
            if facts.name not in texts:
                wanted.append(PersonName(text=facts.name, kind=PersonName.Kind.ALIAS))
            if facts.honorific_prefix:
                text = f"{facts.honorific_prefix} {facts.name}"
                kind = PersonName.Kind.WITH_HONORIFIC
                wanted.append(PersonName(text=text, kind=kind, honorific_prefix=facts.honorific_prefix))
            for text, languages in facts.other_names.items():
                repeated += max(len(languages) - 1, 0)
                language = self._language(found, languages)
                wanted.append(PersonName(text=text, language=language, kind=kind_of_name(text, language, self.country.code)))
            if (facts.given_name or facts.family_name) and not facts.other_names.get(facts.name):
                spelled = " ".join(filter(None, [facts.given_name, facts.family_name]))
                kind = PersonName.Kind.LATIN if is_latin(spelled) else PersonName.Kind.OWN_SCRIPT
                wanted.append(PersonName(text=spelled, kind=kind, given=facts.given_name, family=facts.family_name))
            for name in wanted:
                if name.text in texts:
                    continue
                name.text = self._fits(found, "text", name.text, PersonName)
                name.person_id = found.person  # type: ignore[assignment]
                texts.add(name.text)
                rows.append(name)
        if repeated:
            self.report.notice("persons", "other_names", repeated, "language labels repeat a spelling that was kept once")
        self._add(PersonName, rows)

    def _language(self, found: Match, languages: list[str]) -> str:
        for language in languages:
            if usable_language(language):
                return language
        if languages:
            self.report.notice(found.facts.row, "other_names/lang", ", ".join(languages), "not a language code; left empty")
        return ""

    def _contacts(self, taken: list[Match]) -> None:
        held: dict[int | None, set[tuple[str, str]]] = defaultdict(set)
        for detail in ContactDetail.objects.filter(person__in=[found.person for found in taken]):
            held[detail.person_id].add((detail.kind, detail.value))
        rows = []
        for found in taken:
            for label, value in found.facts.contacts:
                kind = CONTACT_KINDS.get(label, ContactDetail.Kind.OTHER)
                if (kind, value) in held[found.person]:
                    continue
                held[found.person].add((kind, value))
                shown = "" if label == kind else label[:60]
                rows.append(ContactDetail(person_id=found.person, kind=kind, value=value, label=shown))
        self._add(ContactDetail, rows)

    def _links(self, taken: list[Match]) -> None:
        held = _by_person(PersonLink, taken, "url")
        rows = []
        for found in taken:
            facts = found.facts
            links = [*facts.links, *((url, "source") for url in facts.sources)]
            if facts.image:
                links.append((facts.image, "photograph"))
            for said, note in links:
                url = self._address(found, said)
                if url is None or (url,) in held[found.person]:
                    continue
                held[found.person].add((url,))
                rows.append(PersonLink(person_id=found.person, url=url, note=note[:200]))
        self._add(PersonLink, rows)

    def _address(self, found: Match, said: str) -> str | None:
        address = said.strip()
        if BARE_HOST.match(address):
            address = f"http://{address}"
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > 1000:
            self.report.problem(found.facts.row, "links", said, "left out: not a whole web address")
            return None
        return address

    # Mandates

    def _mandates(self, taken: list[Match]) -> None:
        registers = Registers([seat for found in taken for seat in found.facts.seats], self.country)
        held: dict[int | None, list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(person__in=[found.person for found in taken]).order_by("pk"):
            held[mandate.person_id].append(mandate)
        new: list[Mandate] = []
        changed: list[Mandate] = []
        for found in taken:
            spare = list(held[found.person])
            for seat in found.facts.seats:
                wanted = _mandate(found, seat, registers)
                have = _same_mandate(wanted, spare)
                if have is None:
                    wanted.seat = self._free_seat(wanted, [*held[found.person], *(m for m in new if m.person_id == found.person)], seat)
                    new.append(wanted)
                    continue
                spare.remove(have)
                if _complete(have, wanted, may_replace=found.person not in self.guarded):
                    changed.append(have)
                else:
                    self.report.mandates_unchanged += 1
        self._add(Mandate, new)
        if changed:
            Mandate.objects.bulk_update(changed, ["party", "area", "term", "post", "began_on", "ended_on"], batch_size=BATCH)
            self.touched |= {mandate.person_id for mandate in changed}
        self.report.mandates_created = len(new)
        self.report.mandates_updated = len(changed)

    def _free_seat(self, wanted: Mandate, held: list[Mandate], seat: Seat) -> int:
        taken = {other.seat for other in held if other.chamber_id == wanted.chamber_id and _overlap(other, wanted)}
        number = next(n for n in range(1, 10) if n not in taken)
        if number > 1:
            self.report.notice(
                seat.row, "membership", seat.area.name if seat.area else "", f"taken as seat {number}: this person holds another at that time"
            )
        return number

    def _citations(self, taken: list[Match]) -> None:
        kind = ContentType.objects.get_for_model(Person)
        cited = set(
            Citation.objects.filter(subject_type=kind, source=self.source).values_list("subject_id", flat=True)
        )
        Citation.objects.bulk_create(
            [
                Citation(subject_type=kind, subject_id=found.person, source=self.source, locator=found.facts.row)
                for found in taken
                if found.person not in cited
            ],
            batch_size=BATCH,
        )


def _by_person(model: Any, taken: list[Match], *fields: str) -> dict[int | None, set[tuple[Any, ...]]]:
    held: dict[int | None, set[tuple[Any, ...]]] = defaultdict(set)
    people = [found.person for found in taken]
    for person, *values in model.objects.filter(person__in=people).values_list("person_id", *fields):
        held[person].add(tuple(values))
    return held


def _edited_by_hand(people: set[int]) -> set[int]:
    """Those whose row an account or the documented history has written."""
    histories: Any = Person.history.rel.related_model.objects.filter(pgh_obj_id__in=people)  # type: ignore[attr-defined]
    by_hand = models.Q(pgh_context__metadata__has_key="user") | models.Q(pgh_context__metadata__command="seed")
    return set(histories.filter(by_hand).values_list("pgh_obj_id", flat=True))


def _mandate(found: Match, seat: Seat, registers: Registers) -> Mandate:
    return Mandate(
        person_id=found.person,
        chamber=registers.chambers[seat.chamber.key],
        party=registers.parties[seat.party.key] if seat.party else None,
        area=registers.areas[seat.area.key] if seat.area else None,
        term=registers.terms[seat.chamber.key, seat.period.key] if seat.period else None,
        post=seat.role[:200],
        began_on=seat.began_on,
        ended_on=seat.ended_on,
    )


def _same_mandate(wanted: Mandate, held: list[Mandate]) -> Mandate | None:
    """The same term and area, else one of the same chamber and time that leaves term and area open."""
    of_chamber = [have for have in held if have.chamber_id == wanted.chamber_id]
    for have in of_chamber:
        if have.term_id == wanted.term_id and have.area_id == wanted.area_id and (have.term_id or _overlap(have, wanted)):
            return have
    for have in of_chamber:
        if have.term_id is None and have.area_id in {None, wanted.area_id} and _overlap(have, wanted):
            return have
    return None


def _overlap(one: Mandate, other: Mandate) -> bool:
    """Whether both surely held on one day, hand-over days aside: the rule of `one_seat_per_chamber_at_a_time`."""

    def certain(mandate: Mandate) -> tuple[Any, Any]:
        return (
            mandate.began_on.latest if mandate.began_on else None,
            mandate.ended_on.earliest if mandate.ended_on else None,
        )

    (begin, end), (other_begin, other_end) = certain(one), certain(other)
    if begin is None or other_begin is None:
        return False
    if (end is not None and end <= begin) or (other_end is not None and other_end <= other_begin):
        return False
    return (end is None or other_begin < end) and (other_end is None or begin < other_end)


def _complete(have: Mandate, wanted: Mandate, *, may_replace: bool) -> bool:
    is_changed = False
    for name in ("party_id", "area_id", "term_id", "post", "began_on", "ended_on"):
        old, new = getattr(have, name), getattr(wanted, name)
        if not new or old == new or (old and not may_replace):
            continue
        setattr(have, name, new)
        is_changed = True
    return is_changed

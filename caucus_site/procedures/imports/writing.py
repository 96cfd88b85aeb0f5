"""Putting matched people into the record, set by set rather than row by row, and counting what became of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from caucus_site.core.models import Citation, Source
from caucus_site.procedures.imports import hands
from caucus_site.procedures.imports.mandates import Mandates
from caucus_site.procedures.imports.matching import OWN, Match
from caucus_site.procedures.imports.problems import Report
from caucus_site.procedures.imports.scripts import is_latin, kind_of_name, language_of
from caucus_site.procedures.imports.web import whole_address
from members.models import ContactDetail, Country, Identifier, Person, PersonLink, PersonName

BATCH = 1000
FACTS = ("name", "sort_name", "gender", "born_on", "died_on")
NO_GENDER = {"unknown", "unspecified", "not known", "none"}
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


class Writer:
    """One file's people on their way into the record. Use inside a transaction."""

    def __init__(
        self, country: Country, source: Callable[[], Source], report: Report, progress: Callable[[str], None]
    ) -> None:
        self.country = country
        self.source = source
        self.report = report
        self.progress = progress
        self.touched: set[int] = set()
        self.people: dict[int, Person] = {}
        # By person that somebody has written by hand: the fields that ever said something.
        self.guarded: dict[int, set[str]] = {}

    def write(self, matches: Iterable[Match]) -> None:
        """Create or complete everybody who is not ambiguous; afterwards the report's counts add up to its rows."""
        matches = list(matches)
        taken = [found for found in matches if not found.is_ambiguous]
        self._leave_out([found for found in matches if found.is_ambiguous])
        new = {found.facts.key for found in taken if found.person is None}
        self._people(taken)
        self.progress(f"{len(new)} new people, {len(taken) - len(new)} known")
        self._identifiers(taken)
        self._names(taken)
        self._contacts(taken)
        self._links(taken)
        self.progress("names, identifiers, contacts and links")
        self.touched |= Mandates(taken, self.country, self.report).write()
        self.progress("mandates")
        # What tells us only what we have told is no source of it.
        self._citations([f for f in taken if not f.facts.public_id or f.facts.key in new or f.person in self.touched])
        self.report.created = len(new)
        self.report.updated = sum(found.facts.key not in new and found.person in self.touched for found in taken)
        self.report.unchanged = len(taken) - self.report.created - self.report.updated

    def _leave_out(self, ambiguous: list[Match]) -> None:
        self.report.ambiguous = len(ambiguous)
        for found in ambiguous:
            for seat in found.facts.seats:
                self.report.problem(
                    seat.row, "membership", found.facts.key, f"left out with its person ({found.facts.row})"
                )

    # People

    def _people(self, taken: list[Match]) -> None:
        known = {found.person for found in taken if found.person is not None}
        self.people = Person.objects.select_for_update().in_bulk(known)
        self.guarded = hands.fields_ever_filled(hands.states_of_hand_written(Person, known), FACTS)
        created = []
        changed: list[Person] = []
        for found in taken:
            said = self._person_facts(found)
            if found.person is None:
                own = {"public_id": found.own_id} if found.own_id else {}
                created.append((found, Person(country=self.country, **own, **said)))
            elif self._adjust(self.people[found.person], said, found):
                changed.append(self.people[found.person])
        Person.objects.bulk_create([person for _found, person in created], batch_size=BATCH)
        for found, person in created:
            found.person = person.pk
            self.people[person.pk] = person
        if changed:
            Person.objects.bulk_update(changed, [*FACTS, "country"], batch_size=BATCH)
            self.touched |= {person.pk for person in changed}

    def _person_facts(self, found: Match) -> dict[str, Any]:
        facts = found.facts
        gender = facts.gender.strip().lower()
        if gender in NO_GENDER:
            gender = ""
        if gender and gender not in Person.Gender.values:
            self.report.notice(facts.row, "gender", facts.gender, "kept as “other”")
            gender = Person.Gender.OTHER
        return {
            "name": self._fits(found, "name", facts.name, Person),
            "sort_name": self._fits(found, "sort_name", facts.sort_name, Person),
            "gender": gender,
            "born_on": facts.born_on,
            "died_on": facts.died_on,
        }

    def _fits(self, found: Match, field: str, value: str, model: type[models.Model]) -> str:
        longest = model._meta.get_field(field).max_length  # type: ignore[union-attr]
        if longest and len(value) > longest:
            self.report.problem(found.facts.row, field, value, f"cut after {longest} characters")
            return value[:longest].rstrip()
        return value

    def _adjust(self, person: Person, said: dict[str, Any], found: Match) -> bool:
        """Fill gaps; replace what an import wrote; never replace what a person or the documented history says."""
        before = {name: getattr(person, name) for name in FACTS}
        by_hand = self.guarded.get(person.pk, set())
        for name, value in said.items():
            if not value or before[name] == value:
                continue
            if name in by_hand:
                reason = "written or edited by hand on record, and left so"
                if name == "name":
                    reason += "; this one is kept as a further name"
                self.report.notice(found.facts.row, name, value, reason)
                continue
            setattr(person, name, value)
        if person.name != before["name"] and not said["sort_name"] and before["sort_name"] == before["name"]:
            person.sort_name = person.name
        if person.born_on and person.died_on and person.born_on.earliest > person.died_on.latest:
            self.report.problem(found.facts.row, "death_date", said["died_on"], "left out: before the birth on record")
            person.born_on, person.died_on = before["born_on"], before["died_on"]
        has_gained_country = person.country_id is None
        if has_gained_country:
            person.country = self.country
        return has_gained_country or any(getattr(person, name) != before[name] for name in FACTS)

    # Parts of a person, each kind read once and added in sets

    def _add(self, model: Any, rows: list[Any]) -> None:
        model.objects.bulk_create(rows, batch_size=BATCH)
        self.touched |= {row.person_id for row in rows}

    def _missing(
        self,
        model: Any,
        taken: list[Match],
        wanted: Callable[[Match], Iterable[Any]],
        field: str,
        *key: str,
        apart: tuple[str, ...] = (),
    ) -> list[Any]:
        """The wanted rows whose key their person does not have yet, nor had until somebody changed or removed it.

        Rows of the file with one key are one row, unless they differ in what keeps them `apart`.
        """
        people = [found.pk for found in taken]
        held: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
        for row in model.objects.filter(person__in=people):
            held[row.person_id].add(tuple(getattr(row, name) for name in key))
        undone = hands.values_ever(model, people, *key)
        rows = []
        for found in taken:
            told: set[tuple[Any, ...]] = set()
            for row in wanted(found):
                row.person_id = found.pk
                value = tuple(getattr(row, name) for name in key)
                whole = tuple(getattr(row, name) for name in apart or key)
                if value in held[row.person_id] or whole in told:
                    continue
                told.add(whole)
                if value in undone.get(row.person_id, ()):
                    shown = " ".join(filter(None, value))
                    reason = "not taken again: somebody has changed or removed it"
                    self.report.notice(found.facts.row, field, shown, reason)
                    continue
                rows.append(row)
        return rows

    def _identifiers(self, taken: list[Match]) -> None:
        def wanted(found: Match) -> Iterable[Identifier]:
            return (Identifier(scheme=scheme, value=value) for scheme, value in found.pairs if scheme != OWN)

        self._add(Identifier, self._missing(Identifier, taken, wanted, "identifiers", "scheme", "value"))

    def _names(self, taken: list[Match]) -> None:
        repeated = sum(len(codes) - 1 for found in taken for codes in found.facts.other_names.values() if codes)
        if repeated:
            reason = "language labels repeat a spelling that was kept once"
            self.report.notice("persons", "other_names", repeated, reason)
        apart = ("text", "kind", "language", "began_on")
        missing = self._missing(PersonName, taken, self._names_of, "other_names", "text", apart=apart)
        self._add(PersonName, missing)

    def _names_of(self, found: Match) -> Iterable[PersonName]:
        facts = found.facts
        names = [PersonName(**vars(name)) for name in facts.names] if facts.public_id else self._guessed_names(found)
        if facts.name not in {self.people[found.pk].name, *(name.text for name in names)}:
            names.append(PersonName(text=facts.name, kind=PersonName.Kind.ALIAS))
        for name in names:
            for field in ("text", "given", "family", "honorific_prefix", "honorific_suffix"):
                setattr(name, field, self._fits(found, field, getattr(name, field), PersonName))
        return names

    def _guessed_names(self, found: Match) -> list[PersonName]:
        """Those beside the name under which the person is shown, which comes again only to have its parts told."""
        facts = found.facts
        shown = self.people[found.pk].name
        names = []
        if facts.given_name or facts.family_name:
            kind = PersonName.Kind.LATIN if is_latin(facts.name) else PersonName.Kind.OWN_SCRIPT
            names.append(PersonName(text=facts.name, kind=kind, given=facts.given_name, family=facts.family_name))
        if facts.honorific_prefix or facts.honorific_suffix:
            text = " ".join(filter(None, [facts.honorific_prefix, facts.name, facts.honorific_suffix]))
            titles = {"honorific_prefix": facts.honorific_prefix, "honorific_suffix": facts.honorific_suffix}
            names.append(PersonName(text=text, kind=PersonName.Kind.WITH_HONORIFIC, **titles))
        for text, codes in facts.other_names.items():
            if text == shown:
                continue
            language = language_of(codes)
            if codes and not language:
                self.report.notice(facts.row, "other_names/lang", ", ".join(codes), "not a language code; left empty")
            names.append(PersonName(text=text, language=language, kind=kind_of_name(text, language, self.country.code)))
        by_text: dict[str, PersonName] = {}
        for name in names:
            by_text.setdefault(name.text, name)
        return list(by_text.values())

    def _contacts(self, taken: list[Match]) -> None:
        def wanted(found: Match) -> Iterable[ContactDetail]:
            for label, value in found.facts.contacts:
                kind = CONTACT_KINDS.get(label.lower(), ContactDetail.Kind.OTHER)
                yield ContactDetail(kind=kind, value=value, label="" if label == kind else label[:60])

        self._add(ContactDetail, self._missing(ContactDetail, taken, wanted, "contact_details", "kind", "value"))

    def _links(self, taken: list[Match]) -> None:
        def wanted(found: Match) -> Iterable[PersonLink]:
            for said, note in found.facts.links:
                address = whole_address(said)
                if address:
                    yield PersonLink(url=address, note=note[:200])
                elif said.strip():
                    self.report.problem(found.facts.row, "links", said, "left out: not a whole web address")

        self._add(PersonLink, self._missing(PersonLink, taken, wanted, "links", "url"))

    def _citations(self, taken: list[Match]) -> None:
        if not taken:
            return
        kind, source = ContentType.objects.get_for_model(Person), self.source()
        cited = set(Citation.objects.filter(subject_type=kind, source=source).values_list("subject_id", flat=True))
        Citation.objects.bulk_create(
            [
                Citation(subject_type=kind, subject_id=found.pk, source=source, locator=found.facts.row)
                for found in taken
                if found.person not in cited
            ],
            batch_size=BATCH,
        )

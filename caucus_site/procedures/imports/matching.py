"""Who in a file is whom on record: by identifiers, the file's own first, and never against the names."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from caucus_site.procedures.imports.facts import Facts
from caucus_site.procedures.imports.own import UUID
from caucus_site.procedures.imports.problems import Report
from members.api.popolo import words
from members.models import Identifier, Person, PersonName
from members.models.searching import words_of

Pair = tuple[str, str]

# Not kept as an identifier: it is the person's id here.
OWN = words.SCHEME
SOURCE = "everypolitician"
LEGACY = "everypolitician_legacy"
PREFIX = "person/"


@dataclass
class Match:
    """A person of the file, their identifiers as we keep them, and whom they are: a pk, nobody yet, or several."""

    facts: Facts
    pairs: list[Pair]
    person: int | None = None
    candidates: list[int] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """Of the person on record, once there is one."""
        assert self.person is not None  # noqa: S101
        return self.person

    @property
    def is_ambiguous(self) -> bool:
        return self.person is None and bool(self.candidates)

    @property
    def own_id(self) -> str:
        """Under which a Caucus knows the person whom it describes, unless somebody else here has that id."""
        return self.facts.public_id if (OWN, self.facts.public_id) in self.pairs else ""


def pairs_of(facts: Facts, country: str, report: Report) -> list[Pair]:
    """The person's identifiers, those that the file itself gave first.

    Older releases used a slug as id and newer ones keep it as a legacy identifier; slugs are unique only within a
    legislature, so their scheme names the country.
    """
    if facts.public_id:
        pairs = [(OWN, facts.public_id)]
    else:
        pairs = [(SOURCE, facts.key) if UUID.match(facts.key) else _legacy(facts.key, country)]
    for scheme, value in facts.identifiers:
        pair = _legacy(value, country) if scheme == LEGACY else (scheme, value)
        if not pair[1]:
            report.problem(facts.row, "identifiers", scheme, "left out: it is empty")
        elif scheme == OWN and not UUID.match(value):
            report.problem(facts.row, "identifiers", f"{scheme}:{value}", "left out: no id of a Caucus looks like this")
        elif pair not in pairs:
            pairs.append(pair)
    return pairs


def _legacy(slug: str, country: str) -> Pair:
    # One person's slug was empty: the bare prefix was their id then, and stays it here.
    return f"{LEGACY}/{country}", slug.removeprefix(PREFIX) or PREFIX


def match(people: Iterable[Facts], country: str, report: Report) -> list[Match]:
    """Find everybody at once; two rows of a file are never the same person on record.

    Our own ids and the source's present ones are taken at their word. Any other identifier can be wrong or shared, so
    whom it names must bear one of the names.
    """
    matches = [Match(facts, pairs_of(facts, country, report)) for facts in people]
    known = _known({pair for found in matches for pair in found.pairs})
    record = _Record({person for pair, person in known.items() if not _is_present_id(pair)})
    claimed: set[int] = set()
    # Who is known by an id of the source itself is found before a shared Wikidata item can lay claim to them.
    for is_asked in (_is_own_id, _is_present_id, _is_legacy_id, bool):
        for found in matches:
            if found.person is not None or found.candidates:
                continue
            asked = [pair for pair in found.pairs if pair in known and is_asked(pair) and known[pair] not in claimed]
            found.person = _whom(found, asked, known, record, report)
            if found.person is not None:
                claimed.add(found.person)
    _drop_taken(matches, known, report)
    return matches


def _whom(found: Match, asked: list[Pair], known: dict[Pair, int], record: "_Record", report: Report) -> int | None:
    candidates = {known[pair] for pair in asked}
    if _is_present_id(found.pairs[0]) and any(_is_legacy_id(pair) for pair in asked):
        # Another legislature of the country may use the same slug; there it names somebody with an id of their own.
        candidates -= record.sourced
    if not candidates:
        return None
    if len(candidates) == 1:
        (person,) = candidates
        if _is_present_id(asked[0]) or record.bears_a_name_of(person, found.facts):
            return person
    found.candidates = sorted(candidates)
    report.problem(
        found.facts.row,
        "identifiers",
        ", ".join(f"{scheme}:{value}" for scheme, value in asked),
        f"not imported: these identifiers name {len(candidates)} different people on record"
        if len(candidates) > 1
        else "not imported: whoever has this identifier on record bears none of these names; "
        "take it from them, or add one of the names",
    )
    return None


class _Record:
    """What is on record of those whom identifiers of the file name."""

    def __init__(self, people: set[int]) -> None:
        self.words: dict[int, set[str]] = defaultdict(set)
        for person, name in [
            *Person.objects.filter(pk__in=people).values_list("pk", "name"),
            *PersonName.objects.filter(person__in=people).values_list("person_id", "text"),
        ]:
            self.words[person] |= _words(name)
        self.sourced = set(
            Identifier.objects.filter(person__in=people, scheme=SOURCE).values_list("person_id", flat=True)
        )

    def bears_a_name_of(self, person: int, facts: Facts) -> bool:
        return any(self.words[person] & _words(name) for name in [facts.name, *facts.other_names])


def _words(name: str) -> set[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return set(words_of("".join(letter for letter in apart if not unicodedata.combining(letter))))


def _known(pairs: set[Pair]) -> dict[Pair, int]:
    values = defaultdict(set)
    for scheme, value in pairs:
        values[scheme].add(value)
    rows = Identifier.objects.filter(
        scheme__in=list(values), value__in=[value for of_scheme in values.values() for value in of_scheme]
    ).values_list("scheme", "value", "person_id")
    known = {(scheme, value): person for scheme, value, person in rows if (scheme, value) in pairs}
    ours = Person.objects.filter(public_id__in=values[OWN]).values_list("public_id", "pk")
    return known | {(OWN, str(public_id)): person for public_id, person in ours}


def _is_own_id(pair: Pair) -> bool:
    return pair[0] == OWN


def _is_present_id(pair: Pair) -> bool:
    return pair[0] in {OWN, SOURCE}


def _is_legacy_id(pair: Pair) -> bool:
    return pair[0].startswith(f"{LEGACY}/")


def _drop_taken(matches: list[Match], known: dict[Pair, int], report: Report) -> None:
    """An identifier names one person: the second claim to it is reported and left out."""
    taken: dict[Pair, str] = {}
    for found in matches:
        if found.is_ambiguous:
            continue
        kept = []
        for pair in found.pairs:
            holder = known.get(pair)
            if (holder is not None and holder != found.person) or pair in taken:
                other = taken.get(pair) or f"person {holder} on record"
                report.problem(
                    found.facts.row, "identifiers", f"{pair[0]}:{pair[1]}", f"left out: it already names {other}"
                )
                continue
            taken[pair] = found.facts.row
            kept.append(pair)
        found.pairs = kept

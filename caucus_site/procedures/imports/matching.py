"""Who in a file is whom on record: by identifiers, the file's own first."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from caucus_site.procedures.imports.popolo import Facts
from caucus_site.procedures.imports.problems import Report
from members.models import Identifier

Pair = tuple[str, str]

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
SOURCE = "everypolitician"
LEGACY = "everypolitician_legacy"


@dataclass
class Match:
    """A person of the file, their identifiers as we keep them, and whom they are: a pk, nobody yet, or several."""

    facts: Facts
    pairs: list[Pair]
    person: int | None = None
    candidates: list[int] = field(default_factory=list)

    @property
    def is_ambiguous(self) -> bool:
        return self.person is None and bool(self.candidates)


def pairs_of(facts: Facts, country: str) -> list[Pair]:
    """The person's identifiers, those that the file itself gave first.

    Older releases used a slug as id and newer ones keep it as a legacy identifier; slugs are unique only within a
    legislature, so their scheme names the country.
    """
    own = (SOURCE, facts.key) if UUID.match(facts.key) else (f"{LEGACY}/{country}", facts.key.removeprefix("person/"))
    pairs = [own]
    for scheme, value in facts.identifiers:
        pair = (f"{LEGACY}/{country}", value.removeprefix("person/")) if scheme == LEGACY else (scheme, value)
        if pair not in pairs:
            pairs.append(pair)
    return pairs


def match(people: Iterable[Facts], country: str, report: Report) -> list[Match]:
    """Find everybody at once, in one query; two rows of a file are never the same person on record."""
    matches = [Match(facts, pairs_of(facts, country)) for facts in people]
    known = _known({pair for found in matches for pair in found.pairs})
    claimed: dict[int, Match] = {}
    # Who is known by an id of the source itself is found before a shared Wikidata item can lay claim to them.
    for is_own in (True, False):
        for found in matches:
            if found.person is not None or found.candidates:
                continue
            candidates = list(
                dict.fromkeys(known[p] for p in found.pairs if p in known and _is_own(p) == is_own and known[p] not in claimed)
            )
            if len(candidates) == 1:
                found.person = candidates[0]
                claimed[found.person] = found
            elif candidates:
                found.candidates = candidates
                report.problem(
                    found.facts.row,
                    "identifiers",
                    ", ".join(f"{s}:{v}" for s, v in found.pairs if (s, v) in known),
                    f"not imported: these identifiers name {len(candidates)} different people on record",
                )
    _drop_taken(matches, known, report)
    return matches


def _known(pairs: set[Pair]) -> dict[Pair, int]:
    values = defaultdict(set)
    for scheme, value in pairs:
        values[scheme].add(value)
    rows = Identifier.objects.filter(
        scheme__in=list(values), value__in=[value for of_scheme in values.values() for value in of_scheme]
    ).values_list("scheme", "value", "person_id")
    return {(scheme, value): person for scheme, value, person in rows if (scheme, value) in pairs}


def _is_own(pair: Pair) -> bool:
    return pair[0] == SOURCE or pair[0].startswith(f"{LEGACY}/")


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

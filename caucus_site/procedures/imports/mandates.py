"""The seats of a file as mandates: found again, completed, or added, and never silently two of one."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from caucus_site.procedures.imports import hands
from caucus_site.procedures.imports.facts import Seat
from caucus_site.procedures.imports.matching import Match
from caucus_site.procedures.imports.problems import Report
from caucus_site.procedures.imports.registers import Registers
from members.models import Country, Mandate

BATCH = 1000
FACTS = ("party_id", "area_id", "term_id", "post", "began_on", "ended_on")
COLUMNS = ["party", "area", "term", "post", "began_on", "ended_on"]
MOST_SEATS = 9
Place = tuple[int | None, int | None, int | None, int | None]


class Mandates:
    """All seats of the people taken, written in two sets: what changed, then what is new."""

    def __init__(self, taken: Iterable[Match], country: Country, report: Report) -> None:
        self.taken = list(taken)
        self.report = report
        self.registers = Registers([seat for found in self.taken for seat in found.facts.seats], country, report)
        people = [found.pk for found in self.taken]
        self.held: dict[int, list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(person__in=people).order_by("pk"):
            self.held[mandate.person_id].append(mandate)
        ours = [seat.public_id for found in self.taken for seat in found.facts.seats if seat.public_id]
        self.elsewhere = {
            str(public_id)
            for public_id in Mandate.objects.filter(public_id__in=ours)
            .exclude(person__in=people)
            .values_list("public_id", flat=True)
        }
        states = hands.states_of_hand_written(Mandate, people)
        self.guarded = hands.fields_ever_filled(states, FACTS)
        self.once: dict[Place, int] = {place_of(state): state.pgh_obj_id for state in states}

    def write(self) -> set[int]:
        """Everybody one of whose mandates was added or changed."""
        new: list[Mandate] = []
        changed: list[Mandate] = []
        for found in self.taken:
            added, completed = self._of_person(found)
            new += added
            changed += completed
        self._update(changed)
        Mandate.objects.bulk_create(new, batch_size=BATCH)
        self.report.mandates_created = len(new)
        self.report.mandates_updated = len(changed)
        return {mandate.person_id for mandate in [*new, *changed]}

    def _of_person(self, found: Match) -> tuple[list[Mandate], list[Mandate]]:
        wanted = [(seat, self._mandate(found, seat)) for seat in found.facts.seats]
        pairs = self._pair(wanted, self.held[found.pk])
        changed = self._complete([(have, *wanted[number]) for number, have in pairs.items()])
        self.report.mandates_unchanged += len(pairs) - len(changed)
        standing = list(self.held[found.pk])
        new: list[Mandate] = []
        for number, (seat, mandate) in enumerate(wanted):
            if number in pairs:
                continue
            if place_of(mandate) in self.once:
                reason = "left out: somebody has removed or moved this mandate"
                self.report.problem(seat.row, "membership", seat.person, reason)
                continue
            mandate.seat = self._free_seat(mandate, standing, seat)
            if mandate.seat > MOST_SEATS:
                reason = f"left out: this person holds {MOST_SEATS} others of the chamber at that time"
                self.report.problem(seat.row, "membership", seat.person, reason)
                continue
            standing.append(mandate)
            new.append(mandate)
        return new, changed

    def _mandate(self, found: Match, seat: Seat) -> Mandate:
        registers = self.registers
        own = {"public_id": uuid.UUID(seat.public_id)} if seat.public_id not in {"", *self.elsewhere} else {}
        return Mandate(
            **own,
            person_id=found.pk,
            chamber=registers.chambers[seat.chamber.key],
            party=registers.parties[seat.party.key] if seat.party else None,
            area=registers.areas[seat.area.key] if seat.area else None,
            term=registers.terms[seat.chamber.key, seat.period.key] if seat.period else None,
            post=seat.role[:200],
            seat=seat.number,
            constituency=seat.constituency,
            bench=seat.bench,
            how_ended=seat.how_ended,
            began_on=seat.began_on,
            ended_on=seat.ended_on,
        )

    def _pair(self, wanted: list[tuple[Seat, Mandate]], held: list[Mandate]) -> dict[int, Mandate]:
        """Which mandate on record each seat is, by its number; the surest pairs are made first."""
        pairs: dict[int, Mandate] = {}
        spare = list(held)
        for is_same in (
            _is_the_same,
            _agrees_wholly,
            _agrees_in_place,
            self._was_moved_by_hand,
            _agrees_in_term,
            _is_left_open,
        ):
            for number, (_seat, mandate) in enumerate(wanted):
                if number in pairs:
                    continue
                have = next(
                    (have for have in spare if have.chamber_id == mandate.chamber_id and is_same(have, mandate)), None
                )
                if have is not None:
                    pairs[number] = have
                    spare.remove(have)
        return pairs

    def _was_moved_by_hand(self, have: Mandate, wanted: Mandate) -> bool:
        return self.once.get(place_of(wanted)) == have.pk

    def _complete(self, pairs: list[tuple[Mandate, Seat, Mandate]]) -> list[Mandate]:
        """Fill gaps and replace what an import wrote; the mandates that then say something else.

        All of a person together, because terms move together; dates that do not fit in the end are not taken.
        """
        changed: dict[int, tuple[Mandate, Seat, dict[str, Any]]] = {}
        for have, seat, wanted in pairs:
            before = {name: getattr(have, name) for name in FACTS}
            by_hand = self.guarded.get(have.pk, set())
            for name in FACTS:
                new = getattr(wanted, name)
                if new and new != before[name] and name not in by_hand:
                    setattr(have, name, new)
            if any(getattr(have, name) != before[name] for name in FACTS):
                changed[have.pk] = (have, seat, before)
        while (misfit := next((row for row in changed.values() if self._does_not_fit(row[0])), None)) is not None:
            have, seat, before = misfit
            value = f"{have.began_on or '…'} – {have.ended_on or '…'}"
            reason = "not taken: with the dates on record this mandate would run backwards or across another"
            self.report.problem(seat.row, "start_date", value, reason)
            for name in FACTS:
                setattr(have, name, before[name])
            del changed[have.pk]
        return [have for have, _seat, _before in changed.values()]

    def _does_not_fit(self, mandate: Mandate) -> bool:
        if mandate.began_on and mandate.ended_on and mandate.began_on.earliest > mandate.ended_on.latest:
            return True
        others = (
            other for other in self.held[mandate.person_id] if other is not mandate and other.seat == mandate.seat
        )
        return any(_is_across(other, mandate) for other in others)

    def _free_seat(self, wanted: Mandate, held: list[Mandate], seat: Seat) -> int:
        taken = {other.seat for other in held if _is_across(other, wanted)}
        number = next(n for n in (wanted.seat, *range(1, MOST_SEATS + 2)) if n not in taken)
        if wanted.seat != number <= MOST_SEATS:
            area = seat.area.name if seat.area else ""
            reason = f"taken as seat {number}: this person holds another at that time"
            self.report.notice(seat.row, "membership", area, reason)
        return number

    def _update(self, changed: list[Mandate]) -> None:
        if not changed:
            return
        try:
            with transaction.atomic():
                Mandate.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
        except IntegrityError:
            # Two seats that move together pass through each other row by row; without dates they lie nowhere.
            Mandate.objects.filter(pk__in=[mandate.pk for mandate in changed]).update(began_on=None)
            Mandate.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)


def place_of(mandate: Any) -> Place:
    return mandate.person_id, mandate.chamber_id, mandate.term_id, mandate.area_id


def _is_the_same(have: Mandate, wanted: Mandate) -> bool:
    return have.public_id == wanted.public_id


def _agrees_wholly(have: Mandate, wanted: Mandate) -> bool:
    return all(getattr(have, name) == getattr(wanted, name) for name in ("term_id", "area_id", "party_id", "began_on"))


def _agrees_in_place(have: Mandate, wanted: Mandate) -> bool:
    return have.area_id == wanted.area_id and _agrees_in_term(have, wanted)


def _agrees_in_term(have: Mandate, wanted: Mandate) -> bool:
    """The same term. Without one, the same days: areas are renamed between releases of a list, terms are not."""
    return have.term_id == wanted.term_id and (have.term_id is not None or _is_across(have, wanted))


def _is_left_open(have: Mandate, wanted: Mandate) -> bool:
    return have.term_id is None and have.area_id in {None, wanted.area_id} and _is_across(have, wanted)


def _is_across(one: Mandate, other: Mandate) -> bool:
    """Whether both surely held on one day in one chamber, hand-over days aside: `one_seat_per_chamber_at_a_time`."""
    (begin, end), (other_begin, other_end) = _surely(one), _surely(other)
    if one.chamber_id != other.chamber_id or begin is None or other_begin is None:
        return False
    if (end is not None and end <= begin) or (other_end is not None and other_end <= other_begin):
        return False
    return (end is None or other_begin < end) and (other_end is None or begin < other_end)


def _surely(mandate: Mandate) -> tuple[Any, Any]:
    began, ended = mandate.began_on, mandate.ended_on
    return began.latest if began else None, ended.earliest if ended else None

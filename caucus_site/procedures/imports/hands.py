"""What people have written, as the history shows, so that no import undoes it.

Whatever was not written by an import counts: staff at the desk, the documented history, other procedures, psql.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from members.models import Person


def states_of_hand_written(model: Any, people: Iterable[int]) -> list[Any]:
    """Every state ever, oldest first, of those rows of these people that somebody has created, changed or deleted."""
    states = model.history.rel.related_model.objects.all()
    owner = "pgh_obj_id__in" if model is Person else "person_id__in"
    by_hand = states.filter(**{owner: people}).exclude(pgh_context__metadata__has_key="batch")
    return list(states.filter(pgh_obj_id__in=by_hand.values("pgh_obj_id")).order_by("pgh_id"))


def written_by_hand(model: Any, rows: Iterable[int]) -> set[int]:
    """Those of these rows, by primary key, that somebody has created or changed."""
    states = model.history.rel.related_model.objects.filter(pgh_obj_id__in=rows)
    return set(states.exclude(pgh_context__metadata__has_key="batch").values_list("pgh_obj_id", flat=True))


def fields_ever_filled(states: Iterable[Any], fields: Iterable[str]) -> dict[int, set[str]]:
    """By row that a person has written: what it ever said something in. What is empty now was emptied on purpose."""
    filled: dict[int, set[str]] = defaultdict(set)
    for state in states:
        filled[state.pgh_obj_id] |= {name for name in fields if getattr(state, name)}
    return dict(filled)


def values_ever(model: Any, people: Iterable[int], *fields: str) -> dict[int, set[tuple[Any, ...]]]:
    """By person: what rows that somebody has written said at any time, corrected and deleted values included."""
    values: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for state in states_of_hand_written(model, people):
        values[state.person_id].add(tuple(getattr(state, name) for name in fields))
    return values

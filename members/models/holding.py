"""One thing at a time: how overlapping periods are refused, by the database and in a sentence."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q

from caucus_site.core.periods import Period

# The days on which something surely held, without its last: parliaments end one term and begin the next on the same
# day, so a shared day of hand-over is no overlap. An open end stays open, an empty range empty.
DAYS_BEFORE_HANDOVER = Func(
    F("days_certain"),
    Func(F("days_certain"), template="daterange(NULL, upper(%(expressions)s) - 1)", output_field=DateRangeField()),
    # In this order: a migration writes the keywords sorted, and Django takes another order for another expression.
    arg_joiner=" * ",
    template="(%(expressions)s)",
    output_field=DateRangeField(),
)


def one_at_a_time(name: str, same: Iterable[Any], message: Any, condition: Q | None = None) -> ExclusionConstraint:
    """Refuse two rows that agree in everything in `same` and surely held at the same time."""
    return ExclusionConstraint(
        name=name,
        expressions=[*[(part, RangeOperators.EQUAL) for part in same], (DAYS_BEFORE_HANDOVER, RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=message,
    )


def held_at_the_same_time(record: Period, *conditions: Q, **same: Any) -> Any:
    """The stored record that agrees in `same` and surely held while this one did, or None: the same rule for forms."""
    if record.began_on is None:
        return None
    first: datetime.date = record.began_on.latest
    last = record.ended_on.earliest if record.ended_on else None
    if last is not None and last <= first:
        return None
    others = type(record)._default_manager.annotate(held=DAYS_BEFORE_HANDOVER).exclude(pk=record.pk)
    return others.filter(*conditions, held__overlap=DateRange(first, last), **same).first()

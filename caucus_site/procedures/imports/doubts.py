"""Births and deaths that cannot be those of the person they stand with."""

from django.utils.timezone import localdate

from caucus_site.core.dates import PartialDate
from caucus_site.procedures.imports.facts import Facts
from caucus_site.procedures.imports.problems import Report

EARLIEST_BIRTH = 1850
OF_AGE = 18
STAND_FOR_UNKNOWN = {"1900-01-01", "2000-01-01"}


def birth(row: str, born: PartialDate, report: Report) -> PartialDate | None:
    """The day of birth, unless nobody in the list can have it."""
    if not EARLIEST_BIRTH <= born.earliest.year <= localdate().year - OF_AGE:
        report.problem(row, "birth_date", born.edtf, "left out: nobody in the list can have been born then")
        return None
    if born.edtf in STAND_FOR_UNKNOWN:
        report.problem(row, "birth_date", born.edtf, "left out: this day usually stands for “unknown”")
        return None
    return born


def doubt_birth(person: Facts, report: Report) -> None:
    """Somebody who took a seat as a child carries another person's birth."""
    seated = [seat for seat in person.seats if seat.began_on]
    if person.born_on is None or not seated:
        return
    first = min(seated, key=lambda seat: seat.began_on.latest)  # type: ignore[union-attr]
    assert first.began_on is not None  # noqa: S101
    if first.began_on.latest.year - person.born_on.earliest.year < OF_AGE:
        report.problem(
            person.row,
            "birth_date",
            person.born_on.edtf,
            f"left out: too young for the seat taken then ({first.row}, {first.began_on.edtf})",
        )
        person.born_on = None


def doubt_death(person: Facts, report: Report) -> None:
    """Somebody who sits after having died carries another person's death, or has a seat that nobody has ended."""
    died = person.died_on
    if died is None:
        return
    if person.born_on and died.latest < person.born_on.earliest:
        report.problem(person.row, "death_date", died.edtf, f"left out: before the birth ({person.born_on.edtf})")
        person.died_on = None
        return
    for seat in person.seats:
        if seat.began_on and seat.began_on.earliest > died.latest:
            reason = f"left out: they took a seat after it ({seat.row}, {seat.began_on.edtf})"
        elif seat.began_on and seat.ended_on is None:
            reason = f"left out: the file has them sitting still ({seat.row}); if it is true, end that mandate as well"
        else:
            continue
        report.problem(person.row, "death_date", died.edtf, reason)
        person.died_on = None
        return

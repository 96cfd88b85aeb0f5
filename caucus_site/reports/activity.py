"""What the caucus did, year by year, as figures and as a drawing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from advocacy.models import Statement
from events.models import FactFindingMission, Gathering

WIDTH, HEIGHT, FOOT = 720, 180, 22


@dataclass(frozen=True)
class Bar:
    """One coloured piece of a year's column, in drawing units from the top left."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Year:
    """One year with its figure for each kind of activity."""

    year: int
    counts: tuple[int, ...]
    x: float

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Chart:
    """Stacked columns and the same figures as a table."""

    kinds: tuple[Any, ...]
    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    highest: int
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT


KINDS = (("gatherings", _("Gatherings")), ("missions", _("Missions")), ("statements", _("Statements")))


def by_year(who: Any) -> Chart | None:
    """Activity the asker may see, from its first year to its last; None when there is none yet. Three queries."""
    tallies = [
        _per_year(Gathering.objects.visible_to(who), "began_on_earliest"),
        _per_year(FactFindingMission.objects.visible_to(who), "began_on_earliest"),
        _per_year(Statement.objects.visible_to(who), "issued_on_earliest"),
    ]
    known = sorted({year for tally in tallies for year in tally})
    if not known:
        return None
    span = range(known[0], known[-1] + 1)
    step = WIDTH / len(span)
    years = tuple(
        Year(year, tuple(t[year] for t in tallies), round(step * (i + 0.5), 1)) for i, year in enumerate(span)
    )
    highest = max(year.total for year in years)
    return Chart(KINDS, years, tuple(_bars(years, step, highest)), highest)


def _per_year(rows: QuerySet, day: str) -> Counter[int]:
    counted = (
        rows.filter(**{f"{day}__isnull": False})
        .order_by()
        .values(year=ExtractYear(day))
        .annotate(number=Count("pk"))
        .values_list("year", "number")
    )
    return Counter(dict(counted))


def _bars(years: tuple[Year, ...], step: float, highest: int) -> list[Bar]:
    bars = []
    scale = (HEIGHT - FOOT - 16) / highest
    for year in years:
        top = float(HEIGHT - FOOT)
        for (kind, _label), number in zip(KINDS, year.counts, strict=True):
            if number:
                top -= number * scale
                bars.append(
                    Bar(
                        round(year.x - step * 0.35, 1),
                        round(top, 1),
                        round(step * 0.7, 1),
                        round(number * scale, 1),
                        kind,
                    )
                )
    return bars

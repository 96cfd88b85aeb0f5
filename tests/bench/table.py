"""What was measured, and whether it is good enough."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """Two durations in milliseconds and how they compare; without a bar it is there to be known."""

    name: str
    small: float
    large: float
    bar: float | None = None

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def is_missed(self) -> bool:
        return self.bar is not None and self.ratio > self.bar

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return ""
        return "MISSED" if self.is_missed else "good"

    @property
    def row(self) -> tuple[str, ...]:
        bar = "" if self.bar is None else f"{self.bar:g}"
        return self.name, f"{self.small:.2f}", f"{self.large:.2f}", f"{self.ratio:.2f}", bar, self.verdict


HEADINGS = ("what (ms)", "small", "large", "ratio", "bar", "verdict")


def as_text(measures: list[Measure]) -> str:
    rows = [HEADINGS, *(measure.row for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = []
    for name, *figures in rows:
        columns = [name.ljust(widths[0]), *map(str.rjust, figures, widths[1:])]
        lines.append("  ".join(columns).rstrip())
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def milliseconds_of_work(act: Callable[[], object]) -> float:
    """What this process itself worked, whatever else the machine had to do."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def median(durations: list[float]) -> float:
    return statistics.median(durations)

"""What an import could not take as it stood, said so that somebody can mend it."""

from dataclasses import asdict, dataclass, field
from typing import Any

# Addresses and numbers are sealed on record, so the report that is kept must not spell them out either.
SEALED_ON_RECORD = {"email", "contact_details"}


class UnreadableFile(Exception):
    """The file as a whole cannot be imported; the message says why and where."""


@dataclass(frozen=True)
class Problem:
    """One value that was not taken: where it stands, what it said, why not."""

    row: str
    field: str
    value: str
    reason: str


@dataclass
class Report:
    """What became of every row. People are created, updated, unchanged or ambiguous; the four add up to `rows`.

    `problems` are values that were left out, `notices` are things that were taken in a way worth knowing. A membership
    that became no mandate is a problem of the field “membership”: mandates and these add up to `memberships`.
    """

    batch: str = ""
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ambiguous: int = 0
    memberships: int = 0
    mandates_created: int = 0
    mandates_updated: int = 0
    mandates_unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def problem(self, row: str, field: str, value: Any, reason: str) -> None:
        self.problems.append(Problem(row, field, str(value), reason))

    def notice(self, row: str, field: str, value: Any, reason: str) -> None:
        self.notices.append(Problem(row, field, str(value), reason))

    @property
    def memberships_left_out(self) -> int:
        return sum(problem.field == "membership" for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def to_keep(self) -> dict[str, Any]:
        """The same without what is sealed elsewhere; the file and the row still say which value it was."""
        kept = self.as_dict()
        for said in [*kept["problems"], *kept["notices"]]:
            if said["field"] in SEALED_ON_RECORD:
                said["value"] = "…"
        return kept

"""Funders, grants that run, have ended and are about to, and what members and hosts put in themselves."""

from decimal import Decimal

from advocacy.models import Allocation, Campaign, Contribution, Funder, Grant, GrantDeadline
from events.models import FactFindingMission, Gathering
from members.models import Membership
from seeds.demo.stage import Stage, marked

State = Grant.State
# Funder, title, chapter, amount, currency, state, began, ended, restrictions, why it ended.
GRANTS = (
    (0, "Core support of the Nepal chapter", 0, 120_000, "EUR", State.RUNNING, -690, 40, "No office space.", ""),
    (1, "Fact-finding at sea", 2, 45_000, "USD", State.RUNNING, -300, 75, "", ""),
    (2, "Parliaments and memorandums", None, 260_000, "EUR", State.RUNNING, -500, 600, "No air travel in class.", ""),
    (3, "Small grants for aides", 1, 900_000, "LKR", State.RUNNING, -100, 265, "", ""),
    (0, "Annual assemblies", None, 80_000, "EUR", State.RUNNING, -365, 88, "Travel and interpreters only.", ""),
    (1, "Voting from abroad", 1, 30_000, "USD", State.PROMISED, 30, 395, "", ""),
    (2, "Shelter visits", 2, None, "", State.APPLIED, 120, 480, "", ""),
    (3, "A house of our own", None, 500_000, "EUR", State.REFUSED, None, None, "", "Not within the fund's priorities."),
    (0, "First years of the chapters", None, 150_000, "EUR", State.CLOSED, -1400, -700, "", "It had run its course."),
    (2, "Training of focal points", 1, 60_000, "EUR", State.ENDED, -800, -60, "", "No reason was given."),
)


def create(
    stage: Stage, gatherings: list[Gathering], missions: list[FactFindingMission], campaigns: list[Campaign]
) -> None:
    funders = stage.put(
        Funder(organisation=organisation, note="Invented: likes short reports.")
        for organisation in stage.bodies["funders"]
    )
    grants = stage.put(
        Grant(
            funder=funders[funder],
            via_organisation=stage.bodies["partners"][5] if funder == 2 else None,
            title=marked(title),
            programme="Invented programme",
            chapter=None if chapter is None else stage.chapters[chapter],
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            restrictions=restrictions,
            state=state,
            began_on=None if began is None else stage.on(began),
            ended_on=None if ended is None else stage.on(ended),
            end_reason=reason,
        )
        for funder, title, chapter, amount, currency, state, began, ended, restrictions, reason in GRANTS
    )
    _deadlines(stage, grants)
    _spend(stage, grants, gatherings, missions, campaigns)
    _give(stage, gatherings, missions, campaigns)


def _deadlines(stage: Stage, grants: list[Grant]) -> None:
    Kind = GrantDeadline.Kind  # noqa: N806
    stage.put(
        GrantDeadline(
            grant=grants[grant],
            kind=kind,
            due_on=stage.day(due),
            done_on=None if done is None else stage.day(done),
        )
        for grant, kind, due, done in (
            (0, Kind.REPORT, -200, -205), (0, Kind.REPORT, -12, None), (0, Kind.RENEWAL, 18, None),
            (1, Kind.CLAIM, 30, None), (1, Kind.REPORT, 105, None), (2, Kind.REPORT, -135, -120),
            (2, Kind.CLAIM, 60, None), (4, Kind.RENEWAL, 45, None), (8, Kind.REPORT, -670, -668),
            (9, Kind.REPORT, -30, None),
        )
    )  # fmt: skip


def _spend(
    stage: Stage,
    grants: list[Grant],
    gatherings: list[Gathering],
    missions: list[FactFindingMission],
    campaigns: list[Campaign],
) -> None:
    """So that it can be said what stops when a grant ends."""
    lines: list[tuple[int, str, object, int | None, str]] = [
        (0, "chapter", stage.chapters[0], 70_000, "Staff and mail"),
        (0, "campaign", campaigns[0], 30_000, "Leaflets and radio"),
        (1, "mission", missions[2], 18_000, "Boats and interpreters"),
        (1, "mission", missions[9], 12_000, "Travel"),
        (2, "campaign", campaigns[2], 90_000, "Hearings"),
        (3, "chapter", stage.chapters[1], None, "Running costs"),
        (4, "gathering", gatherings[3], 41_000, "Assembly"),
        (4, "gathering", gatherings[4], 39_000, "Assembly"),
        (8, "gathering", gatherings[0], 38_000, "Assembly"),
        (9, "campaign", campaigns[6], 22_000, "Training"),
    ]
    stage.put(
        Allocation(
            grant=grants[grant],
            budget_line=line,
            amount=None if amount is None else Decimal(amount),
            currency=grants[grant].currency if amount is not None else "",
            **{activity: towards},
        )
        for grant, activity, towards, amount, line in lines
    )


def _give(
    stage: Stage, gatherings: list[Gathering], missions: list[FactFindingMission], campaigns: list[Campaign]
) -> None:
    Kind = Contribution.Kind  # noqa: N806
    givers = stage.of(Membership.Category.SITTING)
    partners = stage.bodies["partners"]
    towards: list[tuple[str, object]] = [
        ("gathering", gatherings[3]),
        ("mission", missions[4]),
        ("campaign", campaigns[1]),
        ("chapter", stage.chapters[2]),
    ]
    stage.put(
        Contribution(
            kind=Kind.OWN_BUDGET if number % 2 else Kind.IN_KIND,
            what=("Own flight", "Hall for two days", "Interpreters", "Staff time")[number % 4],
            by_person=givers[number].person if number % 3 else None,
            by_organisation=None if number % 3 else partners[number % len(partners)],
            given_on=stage.roughly(-20 - 15 * number),
            amount=Decimal(150 + 40 * number) if number % 4 else None,
            currency="USD" if number % 4 else "",
            **{activity: thing},
        )
        for number in range(16)
        for activity, thing in [towards[number % len(towards)]]
    )

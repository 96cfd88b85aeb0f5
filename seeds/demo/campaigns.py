"""Campaigns in every state, the invented memorandums they are about, and the concerns that members carry."""

import datetime
from decimal import Decimal

from advocacy.models import (
    Campaign,
    CampaignStage,
    Concern,
    ConcernStep,
    Demand,
    Indicator,
    IndicatorReading,
    Instrument,
    InstrumentClause,
    Recommendation,
    Statement,
)
from caucus_site.core.models import Compartment
from events.models import Gathering, IssueTheme
from members.models import Membership
from seeds.demo.stage import Stage, marked

Category = Membership.Category
Level, State = Campaign.Level, Campaign.State
# Code, title, corridor, force, days since adoption (None: not adopted).
INSTRUMENTS = (
    ("DEMO-MOU-NP-MY", "Memorandum on the employment of workers", "NP-MY", "binding", -900),
    ("DEMO-MOU-LK-KW", "Memorandum on domestic work", "LK-KW", "non_binding", -400),
    ("DEMO-MOU-MM-TH", "Draft memorandum on fishers", "MM-TH", "proposal", None),
)
CLAUSES = (
    ("1", "Fees", "Workers bear no cost of recruitment.", "Good, but there is nobody to enforce it."),
    ("2", "Passports", "Documents are kept safe by the employer.", "This permits what it should forbid."),
    ("3", "Wages", "", "The clause is missing."),
    ("4", "Disputes", "Disputes are settled amicably.", "No deadline, no office, no interpreter."),
)
# Title, aim, level, chapter, corridor, state, began, ended, public.
CAMPAIGNS = (
    ("Wages by the tenth", "Wages paid by the tenth of the month, on record.", Level.BILATERAL, 0, "NP-MY",
     State.RUNNING, -420, None, True),
    ("A contract I can read", "Contracts in the worker's language before departure.", Level.NATIONAL, 1, None,
     State.RUNNING, -200, None, True),
    ("Read the memorandum", "Every memorandum before a committee.", Level.REGIONAL, 0, None, State.RUNNING, -600, None,
     False),
    ("Her own passport", "Nobody else keeps a domestic worker's passport.", Level.BILATERAL, 1, "LK-KW", State.PAUSED,
     -500, None, True),
    ("Births at the border", "Every child registered.", Level.NATIONAL, 2, None, State.WON, -900, -150, True),
    ("Safe boats", "Inspections at sea.", Level.BILATERAL, 2, "MM-TH", State.PLANNED, 60, None, False),
    ("No to the levy", "The levy on returnees is dropped.", Level.NATIONAL, 1, None, State.ENDED, -1000, -500, True),
)  # fmt: skip
CONCERNS = (
    "Six months without wages, and the agent does not answer.",
    "The sending agency asks for a second fee.",
    "A daughter has not called for eight weeks.",
    "The return ticket was taken from the wages.",
)


def agree(stage: Stage) -> list[Instrument]:
    return stage.put(
        Instrument(
            code=code,
            title=marked(title),
            short_title=marked(title.split()[-1].capitalize()),
            kind=Instrument.Kind.MOU if adopted is not None else Instrument.Kind.PROPOSAL,
            force=force,
            adopted_on=None if adopted is None else stage.on(adopted),
            in_force_on=None if adopted is None else stage.month(adopted + 90),
            corridor=stage.corridors[corridor],
            has_monitoring=None if adopted is None else force == "binding",
            note="Invented. No such memorandum exists.",
        )
        for code, title, corridor, force, adopted in INSTRUMENTS
    )


def create(stage: Stage, instruments: list[Instrument]) -> list[Campaign]:
    campaigns = stage.put(
        Campaign(
            title=marked(title),
            aim=aim,
            level=level,
            corridor=stage.corridors[corridor] if corridor else None,
            chapter=stage.chapters[chapter],
            instrument=instruments[number] if number in {0, 2} else None,
            state=state,
            is_public=is_public,
            began_on=stage.on(began),
            ended_on=None if ended is None else stage.on(ended),
            note="Invented for the demonstration.",
        )
        for number, (title, aim, level, chapter, corridor, state, began, ended, is_public) in enumerate(CAMPAIGNS)
    )
    stages = CampaignStage.Stage.values
    owners = stage.of(Category.SITTING)
    running = [c for c in campaigns if c.state != State.PLANNED]
    stage.put(
        CampaignStage(
            campaign=campaign,
            country=stage.countries[code],
            as_of=stage.day(as_of),
            stage=stages[(2 * step + place + column) % len(stages)],
            blocker="Invented: the finance committee has not met." if step == 2 else "",
            institution=stage.bodies[code][0],
            next_step="Invented: ask for a hearing." if step == 2 else "Invented.",
            next_step_on=stage.day(20 * column - 15) if step == 2 else None,
            owner=stage.chance.choice(owners).person,
        )
        for place, campaign in enumerate(running)
        for column, code in enumerate(("NP", "LK", "TH", "MY")[: 2 + place % 3])
        for step, as_of in enumerate((-400, -210, -30))
    )
    stage.put(
        Demand(campaign=campaign, number=number, text=text)
        for campaign in campaigns
        for number, text in enumerate((campaign.aim, "Figures every year, by country.", "A desk for complaints."), 1)
    )
    indicators = stage.put(
        Indicator(campaign=campaign, name=name, unit=unit, target=target, is_public=is_public)
        for campaign in running
        for name, unit, target, is_public in (
            ("Questions asked", "questions", Decimal(40), True),
            ("Workers reached", "people", Decimal(5000), False),
        )
    )
    stage.put(
        IndicatorReading(
            indicator=indicator,
            from_on=stage.on(-90 * (quarter + 1)) if indicator.unit == "people" else None,
            happened_on=stage.on(-90 * quarter - 1),
            value=Decimal(
                stage.chance.randint(1, 6) if indicator.unit == "questions" else stage.chance.randint(90, 700)
            ),
            is_approximate=indicator.unit == "people",
        )
        for indicator in indicators
        for quarter in range(8)
    )
    return campaigns


def assess(stage: Stage, instruments: list[Instrument], recommendations: list[Recommendation]) -> None:
    about = [r for r in recommendations if r.title == marked("Debate the memorandum")]
    stage.put(
        InstrumentClause(
            instrument=instrument,
            number=number,
            heading=heading,
            text=text,
            assessment=assessment,
            recommendation=about[0] if heading == "Wages" and about else None,
        )
        for instrument in instruments
        for number, heading, text, assessment in CLAUSES
    )


def hear(stage: Stage, circles: dict[str, Compartment]) -> list[Concern]:
    """Concerns in every state; of the closed ones, some senders have not been told back."""
    carriers = stage.of(Category.SITTING)
    member = stage.player_of("parliamentarian")
    states, corridors = Concern.State.values, list(stage.corridors.values())
    return stage.put(
        Concern(
            compartment=circles["DEMO-WREN"],
            code=f"C-DEMO-{number:03}",
            received_on=stage.roughly(-40 - 9 * number),
            from_organisation=stage.bodies["partners"][number % 4] if number % 2 else None,
            sender=f"Invented sender, sender.{number}@example.net",
            corridor=corridors[number % len(corridors)],
            theme=IssueTheme.values[number % len(IssueTheme.values)],
            text=f"Invented: {CONCERNS[number % len(CONCERNS)]}",
            carried_by=None if number % len(states) == 0 else (member if number % 3 == 0 else carriers[number]).person,
            state=states[number % len(states)],
            told_back_on=stage.day(-5) if states[number % len(states)] == "closed" and number % 2 else None,
        )
        for number in range(25)
    )


def carry(
    stage: Stage,
    concerns: list[Concern],
    gatherings: list[Gathering],
    statements: list[Statement],
    recommendations: list[Recommendation],
) -> None:
    Kind = ConcernStep.Kind  # noqa: N806
    way = (Kind.RECEIVED, Kind.HANDED_ON, Kind.MINISTRY, Kind.PARLIAMENT, Kind.FORUM, Kind.STATEMENT, Kind.ANSWER)
    reached = {"received": 1, "carried": 2, "raised": 6, "answered": 7, "closed": 7}
    held = [g for g in gatherings if g.state == Gathering.State.HELD]
    steps = []
    for number, concern in enumerate(concerns):
        began: datetime.date = concern.received_on.latest if concern.received_on else stage.today
        start = min((began - stage.today).days, -10)
        kinds = list(way[: reached[concern.state]]) + ([Kind.TOLD_BACK] if concern.told_back_on else [])
        for place, kind in enumerate(kinds):
            offset = start + (-start * place) // (len(kinds) + 1)
            steps.append(
                ConcernStep(
                    concern=concern,
                    happened_on=stage.on(-5) if kind == Kind.TOLD_BACK else stage.on(offset),
                    kind=kind,
                    text="Invented for the demonstration.",
                    by_person=concern.carried_by if kind != Kind.RECEIVED else None,
                    gathering=held[number % len(held)] if kind == Kind.FORUM else None,
                    statement=statements[number % 7] if kind == Kind.STATEMENT and number % 2 else None,
                    recommendation=recommendations[number] if kind == Kind.STATEMENT and not number % 2 else None,
                )
            )
    stage.put(steps)

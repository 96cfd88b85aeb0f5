"""Closed circles, protected people and what was done to them, and the caucus standing by. All of it invented."""

from advocacy.models import SolidarityCase, SolidarityStep, Statement
from caucus_site.core.models import Compartment, CompartmentReader
from members.models import Incident, Level, Membership, Protection
from seeds.demo.stage import Player, Stage

# Code, purpose, readers, days until it closes. The names tell nothing, as they should.
CIRCLES = {
    "DEMO-LAKE": ("Safety of members (demonstration)", ("cases", "secretariat"), None),
    "DEMO-FERN": ("Safety of one member, narrower (demonstration)", ("cases",), None),
    "DEMO-TIDE": ("Testimony of missions (demonstration)", ("cases", "secretariat"), None),
    "DEMO-REED": ("Who stands behind the codes (demonstration)", ("cases",), 200),
    "DEMO-WREN": ("Referred concerns (demonstration)", ("cases", "secretariat", "parliamentarian"), None),
    "DEMO-MOSS": ("Closed last month (demonstration)", ("cases",), -30),
}
REASONS = (
    "Invented: threatened after a question in parliament.",
    "Invented: charged under a law on public order.",
    "Invented: asked for it while travelling.",
)


def open_circles(stage: Stage) -> dict[str, Compartment]:
    made = stage.put(
        Compartment(name=name, purpose=purpose, closes_on=None if closes is None else stage.day(closes))
        for name, (purpose, _readers, closes) in CIRCLES.items()
    )
    circles = {compartment.name: compartment for compartment in made}
    readers = [
        CompartmentReader(compartment=circles[name], reader=stage.accounts[reader])
        for name, (_purpose, named, _closes) in CIRCLES.items()
        for reader in named
    ]
    readers.append(
        CompartmentReader(compartment=circles["DEMO-TIDE"], reader=stage.accounts["finance"], until=stage.day(-10))
    )
    stage.put(readers)
    return circles


def protect(stage: Stage, circles: dict[str, Compartment]) -> list[Incident]:
    """Protections of every level, in force, lifted and run out, and the incidents behind some of them."""
    endangered = [p for p in stage.players if p.is_reserved and p.person.died_on is None]
    officer, secretariat = stage.accounts["cases"], stage.accounts["secretariat"]
    levels = [Level.GUARDED, Level.HIDDEN, Level.GUARDED, Level.LOCKED, Level.GUARDED, Level.HIDDEN]
    stage.put(
        Protection(
            person=player.person,
            level=levels[number % len(levels)],
            set_by=officer if number % 2 else secretariat,
            set_at=stage.moment(-60 - 20 * number, 9),
            until=stage.day(30) if number == 2 else None,
            reason=REASONS[number % len(REASONS)],
        )
        for number, player in enumerate(endangered)
    )
    others = stage.of(Membership.Category.SITTING, chapter=stage.chapters[2])[-4:]
    stage.put(
        [
            Protection(
                person=others[0].person, level=Level.OPEN, set_by=officer, set_at=stage.moment(-20, 10),
                reason="Invented: asked to stay open.",
            ),
            Protection(
                person=others[1].person, level=Level.GUARDED, set_by=officer, set_at=stage.moment(-300, 10),
                lifted_by=secretariat, lifted_at=stage.moment(-100, 10), reason=REASONS[0],
            ),
            Protection(
                person=others[2].person, level=Level.GUARDED, set_by=officer, set_at=stage.moment(-200, 10),
                until=stage.day(-50), reason=REASONS[1],
            ),
        ]
    )  # fmt: skip
    kinds, states = Incident.Kind.values, Incident.Status.values
    return stage.put(
        Incident(
            compartment=circles["DEMO-FERN" if number % 4 == 3 else "DEMO-LAKE"],
            person=endangered[number % len(endangered)].person,
            kind=kinds[number % len(kinds)],
            happened_on=stage.roughly(-40 - 25 * number),
            place=endangered[number % len(endangered)].country,
            description="Invented for the demonstration. A car followed the member home for two weeks.",
            status=states[number % len(states)],
        )
        for number in range(len(kinds) + 4)
    )


def stand_by(
    stage: Stage, circles: dict[str, Compartment], incidents: list[Incident], appeals: list[Statement]
) -> None:
    """One case in each state, with its steps."""
    State = SolidarityCase.State  # noqa: N806
    cases = stage.put(
        SolidarityCase(
            compartment=circles["DEMO-FERN" if number % 2 else "DEMO-LAKE"],
            code=f"S-DEMO-{number:02}",
            person=incidents[number].person,
            incident=incidents[number],
            statement=appeals[number % len(appeals)] if state in {State.APPEALED, State.RESOLVED} else None,
            state=state,
            opened_on=stage.on(-150 - 30 * number),
            closed_on=stage.on(-20) if state in {State.RESOLVED, State.CLOSED} else None,
            aim="Invented: free passage home, and the charges dropped.",
            outcome="Invented: safe." if state in {State.RESOLVED, State.CLOSED} else "",
        )
        for number, state in enumerate(State.values)
    )
    friends: list[Player] = stage.of(Membership.Category.SITTING, Membership.Category.FORMER)
    steps = ("A call to the family's lawyer.", "A letter to the speaker.", "A visit to the court, with two colleagues.")
    stage.put(
        SolidarityStep(
            case=case,
            happened_on=stage.on(-140 + 35 * number),
            what=f"Invented: {what}",
            by_person=stage.chance.choice(friends).person if number != 1 else None,
            by_organisation=stage.bodies["partners"][0] if number == 1 else None,
        )
        for case in cases
        for number, what in enumerate(steps)
    )

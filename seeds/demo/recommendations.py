"""What was asked of whom, what became of it, and what members did about it in parliament."""

from advocacy.models import (
    Answer,
    Campaign,
    Concern,
    FollowUp,
    Instrument,
    ParliamentaryAction,
    Recommendation,
    RecommendationAddressee,
    RecommendationFinding,
    Statement,
)
from events.models import FactFindingMission, Finding
from members.models import Membership
from seeds.demo.stage import CHAPTER_COUNTRIES, Stage, marked
from seeds.demo.words import ASKS

Category = Membership.Category
State = Recommendation.State
HEARD = {
    State.ACKNOWLEDGED: FollowUp.Kind.ANSWER,
    State.ACCEPTED: FollowUp.Kind.MEETING,
    State.UNDER_WAY: FollowUp.Kind.OBSERVATION,
    State.DONE: FollowUp.Kind.POLICY_CHANGE,
    State.REJECTED: FollowUp.Kind.ANSWER,
    State.SILENT: FollowUp.Kind.NO_ANSWER,
}


def create(stage: Stage, statements: list[Statement], missions: list[FactFindingMission]) -> list[Recommendation]:
    issued = [s for s in statements if s.state == Statement.State.PUBLISHED]
    reported = [m for m in missions if m.state in {"reporting", "published", "closed"}]
    origins: list[tuple[Statement | None, FactFindingMission | None]] = [(statement, None) for statement in issued]
    origins += [(None, mission) for mission in reported]
    people = stage.of(Category.SITTING, Category.FORMER)
    made: list[Recommendation] = []
    for place, (statement, mission) in enumerate(origins):
        origin = statement or mission
        chapter = origin.chapter if origin else None
        for number in range(1, 4 + place % 2):
            count = len(made)
            title, text = ASKS[(place + number) % len(ASKS)]
            made.append(
                Recommendation(
                    statement=statement,
                    mission=mission,
                    number=number,
                    title=marked(title),
                    text=text,
                    urgency=Recommendation.Urgency.IMMEDIATE if number == 1 and place % 2 else "ordinary",
                    state=State.values[count % len(State.values)],
                    made_on=None if statement else stage.on(-250 + 18 * place),
                    review_on=stage.day(30 * (count % 7) - 60) if count % 3 else None,
                    responsible_chapter=chapter,
                    responsible_person=stage.chance.choice(people).person if count % 2 else None,
                    note="Invented.",
                )
            )
    recommendations = stage.put(made)
    stage.put(
        RecommendationAddressee(recommendation=recommendation, organisation=body)
        for number, recommendation in enumerate(recommendations)
        for body in stage.some(stage.bodies[CHAPTER_COUNTRIES[number % 3]], 1, 2)
    )
    # To governments only where nothing is said of what they did: they are real.
    stage.put(
        RecommendationAddressee(recommendation=recommendation, country=stage.countries[CHAPTER_COUNTRIES[number % 3]])
        for number, recommendation in enumerate(r for r in recommendations if r.state == State.OPEN)
    )
    findings: dict[int, list[Finding]] = {}
    for finding in stage.made:
        if isinstance(finding, Finding):
            findings.setdefault(finding.mission_id, []).append(finding)
    stage.put(
        RecommendationFinding(recommendation=recommendation, finding=finding)
        for recommendation in recommendations
        for finding in findings.get(recommendation.mission_id or 0, [])[: recommendation.number % 3]
    )
    return recommendations


def act(
    stage: Stage,
    recommendations: list[Recommendation],
    statements: list[Statement],
    campaigns: list[Campaign],
    concerns: list[Concern],
    instruments: list[Instrument],
) -> None:
    """Parliamentary actions of every kind, each in answer to something, most of them answered."""
    Kind, Review = ParliamentaryAction.Kind, ParliamentaryAction.Review  # noqa: N806
    members = [p for p in stage.of(Category.SITTING) if p.mandate_on(stage.today)]
    former = stage.of(Category.FORMER)
    issued = [s for s in statements if s.state == Statement.State.PUBLISHED]
    actions = []
    for number in range(84):
        kind = Kind.values[number % len(Kind.values)]
        is_outside = kind in {Kind.MEDIA, Kind.RESOURCE_PERSON, Kind.MEETING}
        player = stage.chance.choice(former if is_outside and number % 2 else members)
        offset = -stage.chance.randint(5, 700)
        mandate = player.mandate_on(stage.day(offset))
        about = number % 5
        actions.append(
            ParliamentaryAction(
                person=player.person,
                kind=kind,
                title=marked(f"{Kind(kind).label}: {ASKS[number % len(ASKS)][0].lower()}"),
                text="Invented for the demonstration.",
                chamber=mandate.chamber if mandate else None,
                country=player.country,
                happened_on=stage.roughly(offset),
                url=f"https://example.org/hansard/{number}" if number % 4 == 0 else "",
                recommendation=stage.chance.choice(recommendations) if about == 0 else None,
                statement=stage.chance.choice(issued) if about == 1 else None,
                campaign=stage.chance.choice(campaigns) if about == 2 else None,
                concern=stage.chance.choice(concerns) if about == 3 else None,
                instrument=stage.chance.choice(instruments) if about == 4 else None,
                is_public=number % 3 != 2 and about != 3,
                review=Review.values[0] if offset > -40 else Review.values[2] if number % 17 == 0 else Review.ACCEPTED,
                entered_by=stage.accounts["secretariat"],
            )
        )
    actions = stage.put(actions)
    answered = [a for number, a in enumerate(actions) if number % 2 == 0 and a.happened_on]
    stage.put(
        Answer(
            action=action,
            organisation=stage.bodies[action.country.code][number % 2] if action.country else None,
            happened_on=stage.on(min((action.happened_on.latest - stage.today).days + 14, 0)),
            text="Invented: the matter is being looked into.",
            stance=Answer.Stance.values[number % len(Answer.Stance.values)],
        )
        for number, action in enumerate(answered)
        if action.happened_on and action.happened_on.latest <= stage.today
    )
    _follow(stage, recommendations, actions)


def _follow(stage: Stage, recommendations: list[Recommendation], actions: list[ParliamentaryAction]) -> None:
    """The last word on some came lately, on others more than ninety days ago."""
    Kind = FollowUp.Kind  # noqa: N806
    by_recommendation = {action.recommendation_id: action for action in actions if action.recommendation_id}
    entries = []
    for number, recommendation in enumerate(recommendations):
        origin = recommendation.made_on or (recommendation.statement.issued_on if recommendation.statement else None)
        first = (origin.latest - stage.today).days if origin else -200
        sent = min(first + 7, -1)
        secretariat = stage.accounts["secretariat"]
        entries.append(
            FollowUp(
                recommendation=recommendation, happened_on=stage.on(sent), kind=Kind.SENT, is_public=True,
                text="Invented: sent with a covering letter.", entered_by=secretariat,
                by_organisation=stage.bodies["partners"][0],
            )
        )  # fmt: skip
        if recommendation.state in HEARD and sent < -30:
            last = min(sent + 25, -1) if number % 2 else -stage.chance.randint(4, 60)
            entries.append(
                FollowUp(
                    recommendation=recommendation, happened_on=stage.on(last), kind=HEARD[State(recommendation.state)],
                    text="Invented: what was heard.", outcome=recommendation.state, is_public=number % 3 == 0,
                    evidence_url=f"https://example.org/answers/{number}" if number % 3 == 0 else "",
                    entered_by=secretariat,
                )
            )  # fmt: skip
        action = by_recommendation.get(recommendation.pk)
        if action:
            entries.append(
                FollowUp(
                    recommendation=recommendation, happened_on=action.happened_on, kind=Kind.RAISED_IN_PARLIAMENT,
                    text="Invented: raised in parliament.", action=action, by_person=action.person,
                    entered_by=secretariat,
                )
            )  # fmt: skip
        if number % 6 == 0 and sent < -60:
            entries.append(
                FollowUp(
                    recommendation=recommendation, happened_on=stage.month(sent + 40), kind=Kind.REMINDER,
                    text="Invented: a reminder, by mail and by telephone.", entered_by=secretariat,
                )
            )  # fmt: skip
    stage.put(entries)

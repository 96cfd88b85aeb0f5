"""Statements in every state, their texts in several languages, and who has signed them."""

from dataclasses import dataclass

from advocacy.models import (
    Campaign,
    Endorsement,
    EndorsementWithdrawal,
    Statement,
    StatementInvitation,
    StatementText,
)
from events.models import FactFindingMission, Gathering
from members.models import Incident, Membership
from seeds.demo.stage import Player, Stage, marked
from seeds.demo.words import BODIES, TITLES

Category = Membership.Category
Kind, State = Statement.Kind, Statement.State
Standing = StatementText.Standing
CHAPTER_LANGUAGES = (("ne",), ("si", "ta"), ("th",))
ISSUED = {State.PUBLISHED, State.WITHDRAWN}


@dataclass(frozen=True)
class Draft:
    """One statement: title, what it asks, kind, state, whose, and the days of its window or of its issue."""

    title: str
    asks: str
    kind: str
    state: str
    chapter: int
    opens: int | None = None
    closes: int | None = None
    threshold: int | None = None
    issued: int | None = None
    signers: tuple[int, int] = (0, 0)
    gathering: int | None = None
    mission: int | None = None
    incident: int | None = None
    campaign: int | None = None
    forwards: int | None = None
    embargo: int | None = None


DRAFTS = (
    Draft("No fees for work", "no worker pays for a job", Kind.DECLARATION, State.PUBLISHED, 0, -1140, -1126, None,
          -1124, (40, 50), gathering=0),
    Draft("Out of the locked house", "domestic workers hold their own papers", Kind.STATEMENT, State.PUBLISHED, 1,
          -700, -670, None, -668, (30, 40), mission=1),
    Draft("On the fishing boats", "boats are inspected at sea", Kind.JOINT_STATEMENT, State.PUBLISHED, 2, -420, -400,
          20, -398, (25, 35), mission=2),
    Draft("Kandy resolution", "every memorandum is read in committee first", Kind.RESOLUTION, State.PUBLISHED, 1,
          -770, -764, None, -763, (35, 45), gathering=1),
    Draft("To the ministers of labour", "hostels are inspected", Kind.OPEN_LETTER, State.PUBLISHED, 0, -160, -130, 25,
          -128, (25, 30), mission=4),
    Draft("Free our colleague", "our colleague is released", Kind.URGENT_APPEAL, State.PUBLISHED, 2, -100, -98, None,
          -97, (15, 25), incident=0),
    Draft("The chapter takes up the appeal", "our colleague is released", Kind.URGENT_APPEAL, State.PUBLISHED, 0,
          -95, -92, None, -90, (10, 20), forwards=5),
    Draft("Assembly declaration of this year", "votes abroad are counted", Kind.DECLARATION, State.PUBLISHED, 0, -40,
          -34, None, -2, (30, 40), gathering=3, embargo=6),
    Draft("Wages on time", "wages are paid by the tenth", Kind.STATEMENT, State.OPEN, 0, -10, 5, 60, None, (20, 28),
          campaign=0),
    Draft("Contracts in one's own language", "contracts are translated", Kind.JOINT_STATEMENT, State.OPEN, 1, -20, 25,
          30, None, (34, 40), campaign=1),
    Draft("Children of the border", "births are registered", Kind.STATEMENT, State.OPEN, 2, -30, -1, None, None,
          (18, 24)),
    Draft("Before the council meets", "the council hears workers", Kind.OPEN_LETTER, State.OPEN, 2, 4, 40, 40, None),
    Draft("For the right to leave an employer", "leaving is no offence", Kind.DECLARATION, State.OPEN, 0, -2, None,
          100, None, (8, 14)),
    Draft("Urgent: a charge against a member", "the charge is dropped", Kind.URGENT_APPEAL, State.OPEN, 1, -1, 2, 15,
          None, (9, 13), incident=1),
    Draft("On returnees", "returnees find work", Kind.STATEMENT, State.REVIEW, 1),
    Draft("On the new memorandum", "clauses on wages are added", Kind.RESOLUTION, State.REVIEW, 0, campaign=2),
    Draft("Plantation report", "the report is answered", Kind.STATEMENT, State.DRAFT, 0, mission=5),
    Draft("Seafarers' day", "seafarers come home", Kind.JOINT_STATEMENT, State.DRAFT, 2),
    Draft("Letter on detention", "children are not detained", Kind.OPEN_LETTER, State.DRAFT, 2),
    Draft("Adopted in the harbour", "harbour inspections are public", Kind.RESOLUTION, State.ADOPTED, 1, -60, -30,
          20, None, (22, 30)),
    Draft("Adopted by the hills", "loans for fees are void", Kind.DECLARATION, State.ADOPTED, 0, -50, -20, None, None,
          (20, 26)),
    Draft("Withdrawn before it was issued", "a bill is dropped", Kind.STATEMENT, State.WITHDRAWN, 2, -300, -280, None,
          None, (5, 9)),
    Draft("Withdrawn after an error of fact", "a figure is corrected", Kind.STATEMENT, State.WITHDRAWN, 1, -260, -240,
          None, -238, (12, 18)),
)  # fmt: skip


def create(
    stage: Stage,
    gatherings: list[Gathering],
    missions: list[FactFindingMission],
    incidents: list[Incident],
    campaigns: list[Campaign],
) -> list[Statement]:
    statements: list[Statement] = []
    for draft in DRAFTS:
        # One by one: a statement may take up one before it.
        statements += stage.put([_statement(stage, draft, gatherings, missions, incidents, campaigns, statements)])
    texts = stage.put(
        text for draft, statement in zip(DRAFTS, statements, strict=True) for text in _texts(draft, statement)
    )
    originals = {text.statement_id: text for text in texts if text.is_original}
    signed = stage.put(
        signature
        for draft, statement in zip(DRAFTS, statements, strict=True)
        for signature in _signatures(stage, draft, statement, originals[statement.pk])
    )
    stage.put(
        EndorsementWithdrawal(
            endorsement=signature,
            withdrawn_on=min(signature.signed_at.date() + (stage.today - stage.day(-3)), stage.today),
            reason="Invented: on the party's request." if number % 2 else "",
            recorded_by=stage.accounts["secretariat"],
        )
        for number, signature in enumerate(signed[5::45])
        if signature.signed_at
    )
    invited = stage.of(Category.SITTING)[:6]
    stage.put(
        StatementInvitation(statement=statement, person=player.person, may_comment=number % 3 != 2)
        for statement in statements
        if statement.state in {State.DRAFT, State.REVIEW}
        for number, player in enumerate(invited)
    )
    return statements


def _statement(
    stage: Stage,
    draft: Draft,
    gatherings: list[Gathering],
    missions: list[FactFindingMission],
    incidents: list[Incident],
    campaigns: list[Campaign],
    before: list[Statement],
) -> Statement:
    is_adopted = draft.state in {State.ADOPTED, State.PUBLISHED} or draft.issued is not None
    adopted = draft.closes if is_adopted else None
    return Statement(
        kind=draft.kind,
        title=marked(draft.title),
        state=draft.state,
        chapter=stage.chapters[draft.chapter],
        gathering=None if draft.gathering is None else gatherings[draft.gathering],
        mission=None if draft.mission is None else missions[draft.mission],
        incident=None if draft.incident is None else incidents[draft.incident],
        campaign=None if draft.campaign is None else campaigns[draft.campaign],
        forwarded_from=None if draft.forwards is None else before[draft.forwards],
        adopted_on=None if adopted is None else stage.on(adopted),
        issued_on=None if draft.issued is None else stage.on(draft.issued),
        opens_at=None if draft.opens is None else stage.moment(draft.opens, 3),
        closes_at=None if draft.closes is None else stage.moment(draft.closes, 18),
        time_zone=stage.chapters[draft.chapter].time_zone,
        threshold=draft.threshold,
        embargo_until=None if draft.embargo is None else stage.moment(draft.embargo, 6),
        published_at=None if draft.issued is None else stage.moment(draft.issued, 8),
        note="Invented for the demonstration.",
    )


def _texts(draft: Draft, statement: Statement) -> list[StatementText]:
    is_settled = draft.state not in {State.DRAFT, State.REVIEW}
    texts = [
        StatementText(
            statement=statement,
            language="en",
            title=statement.title,
            body=BODIES["en"].format(subject=draft.asks),
            is_original=True,
            standing=Standing.AUTHORISED if is_settled else Standing.DRAFT,
        )
    ]
    own = CHAPTER_LANGUAGES[draft.chapter]
    others = (*own, "bn") if draft.kind == Kind.DECLARATION else (*own, "km") if draft.kind == Kind.STATEMENT else own
    standings = (Standing.AUTHORISED, Standing.REVIEWED) if is_settled else (Standing.MACHINE, Standing.DRAFT)
    texts += [
        StatementText(
            statement=statement,
            language=language,
            title=TITLES[language],
            body=BODIES[language],
            standing=standings[min(number, 1)],
        )
        for number, language in enumerate(others)
    ]
    return texts


def _signatures(stage: Stage, draft: Draft, statement: Statement, text: StatementText) -> list[Endorsement]:
    if draft.opens is None or draft.signers == (0, 0):
        return []
    willing = [p for p in stage.of(Category.SITTING, Category.FORMER) if p.mandates and _has_sat(stage, p, draft.opens)]
    signers = stage.some(willing, *draft.signers)
    last = min(draft.closes - 1 if draft.closes is not None else -1, -1)
    signatures = [_signature(stage, draft, statement, text, player, last) for player in signers]
    if draft.kind == Kind.JOINT_STATEMENT:
        signatures += [
            Endorsement(
                statement=statement,
                organisation=organisation,
                text=text,
                signed_on=stage.on(last),
                signed_as_name=organisation.name,
                door=Endorsement.Door.PAPER,
                entered_by=stage.accounts["secretariat"],
            )
            for organisation in stage.bodies["partners"][:4]
        ]
    return signatures


def _has_sat(stage: Stage, player: Player, day: int) -> bool:
    first = player.mandates[0].began_on
    return first is not None and first.latest <= stage.day(day)


def _signature(
    stage: Stage, draft: Draft, statement: Statement, text: StatementText, player: Player, last: int
) -> Endorsement:
    opens = draft.opens if draft.opens is not None else last
    offset = stage.chance.randint(min(opens, last), last)
    moment = stage.moment(offset, stage.chance.randint(4, 17))
    mandate = player.mandate_on(stage.day(offset))
    is_hidden = stage.chance.random() < 0.06
    door = stage.chance.choice(Endorsement.Door.values[:3])
    return Endorsement(
        statement=statement,
        person=player.person,
        text=text,
        signed_at=moment,
        signed_on=stage.on(offset),
        signed_as_name=player.person.name,
        signed_as_title="Member of Parliament" if mandate else "Former Member of Parliament",
        party=mandate.party.name if mandate and mandate.party else "",
        chamber=mandate.chamber.name if mandate else "",
        country=player.country.name,
        standing=Endorsement.Standing.SITTING if mandate else Endorsement.Standing.FORMER,
        door=door,
        entered_by=stage.accounts["secretariat"] if door == Endorsement.Door.STAFF else None,
        is_hidden=is_hidden,
        hidden_until=stage.day(60) if is_hidden and offset % 2 else None,
    )

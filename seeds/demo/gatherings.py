"""Assemblies, workshops and visits: held, to come, put off and called off, and what they resolved."""

import datetime
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from events.models import (
    ActionItem,
    ActionPlan,
    Attendance,
    Capacity,
    Decision,
    FactFindingMission,
    Gathering,
    GatheringHost,
    GatheringSeries,
    ProgrammeItem,
)
from members.models import Membership
from seeds.demo.stage import Player, Stage, marked

Category = Membership.Category
Happening = TypeVar("Happening", Gathering, FactFindingMission)
Kind, Level, State = Gathering.Kind, Gathering.Level, Gathering.State
PLACES = {
    "NP": (("Kathmandu", "Pokhara", "Biratnagar"), "Asia/Kathmandu"),
    "LK": (("Colombo", "Kandy", "Jaffna"), "Asia/Colombo"),
    "TH": (("Bangkok", "Chiang Mai", "Mae Sot"), "Asia/Bangkok"),
}
THEMES = (
    "Recruitment without fees",
    "Domestic work is work",
    "What a memorandum must say",
    "Voting from abroad",
    "Coming home",
    "Seafarers and fishers",
)
SESSIONS = ("Opening and minutes", "What members did since the last meeting", "Voices of migrants", "Resolutions")
ITEMS = (
    ("Meet on recruitment fees before the next round.", ActionItem.State.OPEN),
    ("Send a mission to those who pay them.", ActionItem.State.UNDER_WAY),
    ("Publish the memorandum side by side with the clauses we miss.", ActionItem.State.UNDER_WAY),
    ("Train aides in following recommendations.", ActionItem.State.OPEN),
    ("Open an office in the harbour.", ActionItem.State.DROPPED),
)
DECISIONS = (
    "Every chapter names a focal point for domestic work.",
    "The draft memorandum goes to the labour committees before the next round.",
    "Former members are invited to every mission.",
)
CAPACITIES: dict[str, Capacity] = {
    Category.SITTING: Capacity.SITTING,
    Category.FORMER: Capacity.FORMER,
    Category.STAFF: Capacity.STAFF,
    Category.CIVIL_SOCIETY: Capacity.CIVIL_SOCIETY,
    Category.ACADEMIC: Capacity.ACADEMIC,
}


@dataclass(frozen=True)
class Plan:
    """One gathering: what, whose (a chapter's number), how long ago or ahead, how many days, in which state."""

    title: str
    kind: str
    level: str
    chapter: int
    day: int
    days: int = 1
    state: str = State.HELD
    forum: int | None = None
    is_public: bool = True


def plans() -> list[Plan]:
    named = [
        Plan("First annual assembly", Kind.ASSEMBLY, Level.REGIONAL, 0, -1130, 3),
        Plan("Second annual assembly", Kind.ASSEMBLY, Level.REGIONAL, 1, -765, 3),
        Plan("Third annual assembly", Kind.ASSEMBLY, Level.REGIONAL, 2, -400, 3),
        Plan("Fourth annual assembly", Kind.ASSEMBLY, Level.REGIONAL, 0, -35, 3),
        Plan("Fifth annual assembly", Kind.ASSEMBLY, Level.REGIONAL, 1, 330, 3, State.PLANNED, is_public=False),
        Plan("Launch of the chapter", Kind.LAUNCH, Level.NATIONAL, 2, -500),
        Plan("Side meeting at the dialogue", Kind.SIDE_EVENT, Level.INTER_REGIONAL, 0, -1200, 2, forum=0),
        Plan("Side meeting at the people's assembly", Kind.SIDE_EVENT, Level.REGIONAL, 1, -640, 2, forum=1),
        Plan("Side meeting at the council", Kind.SIDE_EVENT, Level.GLOBAL, 2, 48, 2, State.ANNOUNCED, forum=2),
        Plan("Consultation on the corridor to Kuwait", Kind.CONSULTATION, Level.BILATERAL, 1, 12, 1, State.ANNOUNCED),
        Plan("Exchange visit of labour committees", Kind.EXCHANGE_VISIT, Level.BILATERAL, 0, 75, 4, State.PLANNED,
             is_public=False),
        Plan("Workshop on election law", Kind.WORKSHOP, Level.NATIONAL, 2, 20, 1, State.POSTPONED),
        Plan("Seminar on remittances", Kind.SEMINAR, Level.NATIONAL, 0, -90, 1, State.CANCELLED),
        Plan("Visit to a border shelter", Kind.FIELD_VISIT, Level.GRASSROOTS, 2, -150, 2, is_public=False),
    ]  # fmt: skip
    kinds = (Kind.COMMITTEE_MEETING, Kind.WORKSHOP, Kind.SEMINAR, Kind.MEETING, Kind.CONSULTATION, Kind.FIELD_VISIT)
    routine = [
        Plan(
            f"{Kind(kinds[number % 6]).label}: {THEMES[number % len(THEMES)].lower()}",
            kinds[number % 6],
            Level.NATIONAL if number % 3 else Level.GRASSROOTS,
            number % 3,
            -1000 + 52 * number,
            is_public=number % 4 != 3,
        )
        for number in range(19)
    ]
    return named + routine


def create(stage: Stage) -> list[Gathering]:
    series = stage.one(
        GatheringSeries(name=marked("Annual assemblies"), chapter=None, description="Invented, once a year.")
    )
    told = plans()
    gatherings = stage.put(_gathering(stage, plan, series) for plan in told)
    partners = stage.bodies["partners"]
    stage.put(
        GatheringHost(gathering=gathering, organisation=organisation, role=role)
        for number, gathering in enumerate(gatherings)
        for organisation, role in (
            (partners[number % 4], GatheringHost.Role.ORGANISER),
            (stage.bodies["funders"][number % 4], GatheringHost.Role.FUNDER),
            (partners[5 + number % 5], GatheringHost.Role.SUPPORTER if number % 2 else GatheringHost.Role.HOST),
        )[: 1 + number % 3]
    )
    stage.put(item for gathering, plan in zip(gatherings, told, strict=True) for item in _programme(gathering, plan))
    stage.put(
        Decision(gathering=gathering, number=number, text=text)
        for gathering in gatherings
        if gathering.state == State.HELD and gathering.kind in {Kind.ASSEMBLY, Kind.COMMITTEE_MEETING}
        for number, text in enumerate(DECISIONS, start=1)
    )
    stage.put(
        attendance
        for gathering, plan in zip(gatherings, told, strict=True)
        for attendance in _attendances(stage, gathering, plan)
    )
    return gatherings


def _where(plan: Plan) -> tuple[str, str, str]:
    code = list(PLACES)[plan.chapter]
    towns, zone = PLACES[code]
    return code, towns[abs(plan.day) % len(towns)], zone


def _gathering(stage: Stage, plan: Plan, series: GatheringSeries) -> Gathering:
    code, town, zone = _where(plan)
    is_ahead = plan.day > 0
    forum = None if plan.forum is None else stage.bodies["forums"][plan.forum]
    return Gathering(
        title=marked(plan.title),
        kind=plan.kind,
        level=plan.level,
        theme=THEMES[abs(plan.day) % len(THEMES)],
        series=series if plan.kind == Kind.ASSEMBLY else None,
        chapter=stage.chapters[plan.chapter],
        state=plan.state,
        began_on=stage.on(plan.day),
        ended_on=stage.on(plan.day + plan.days - 1),
        starts_at=stage.moment(plan.day, 9, zone) if is_ahead else None,
        ends_at=stage.moment(plan.day + plan.days - 1, 17, zone) if is_ahead else None,
        time_zone=zone,
        place=town,
        country=stage.countries[code],
        parallel_to=forum,
        parallel_event="Its yearly meeting" if forum else "",
        summary="Invented for the demonstration.",
        is_public=plan.is_public and plan.state != State.PLANNED,
    )


def _programme(gathering: Gathering, plan: Plan) -> list[ProgrammeItem]:
    def at(hour: int) -> datetime.datetime | None:
        if gathering.starts_at is None:
            return None
        return gathering.starts_at.astimezone(ZoneInfo(gathering.time_zone)).replace(hour=hour)

    if plan.kind not in {Kind.ASSEMBLY, Kind.CONSULTATION, Kind.SIDE_EVENT}:
        return []
    return [
        ProgrammeItem(
            gathering=gathering, position=number, title=title, starts_at=at(8 + number), ends_at=at(9 + number)
        )
        for number, title in enumerate(SESSIONS, start=1)
    ]


def _attendances(stage: Stage, gathering: Gathering, plan: Plan) -> list[Attendance]:
    own = stage.of(*CAPACITIES, chapter=stage.chapters[plan.chapter])
    abroad = [p for p in stage.of(*CAPACITIES) if p.chapter != stage.chapters[plan.chapter]]
    is_large = plan.kind == Kind.ASSEMBLY
    present = stage.some(own, 18 if is_large else 9, 26 if is_large else 15)
    if plan.level not in {Level.NATIONAL, Level.GRASSROOTS}:
        present += stage.some(abroad, 10, 22)
    for name in ("parliamentarian", "former"):
        mine = stage.player_of(name)
        if plan.chapter == 0 and mine not in present:
            present.append(mine)
    return [_attendance(stage, gathering, player, number) for number, player in enumerate(present)]


def _attendance(stage: Stage, gathering: Gathering, player: Player, number: int) -> Attendance:
    Role, Answer = Attendance.Role, Attendance.Answer  # noqa: N806
    weights = [5, 8, 2, 2] if gathering.state != State.HELD else [1, 12, 1, 2]
    answer = stage.chance.choices(Answer.values, weights=weights)[0]
    has_attended = None
    if gathering.state == State.HELD and stage.chance.random() < 0.9:
        has_attended = answer != Answer.DECLINED and stage.chance.random() < 0.85
    day = gathering.began_on.earliest if gathering.began_on else stage.today
    capacity = CAPACITIES[player.calling]
    if capacity in {Capacity.SITTING, Capacity.FORMER}:
        capacity = (
            Capacity.SITTING if player.mandate_on(day) else Capacity.FORMER if player.mandates else Capacity.OTHER
        )
    return Attendance(
        gathering=gathering,
        person=player.person,
        role={0: Role.CHAIR, 1: Role.SPEAKER, 2: Role.ORGANISER}.get(number, Role.PARTICIPANT),
        capacity=capacity,
        capacity_text="MP, Committee on Labour" if capacity == Capacity.SITTING and number % 5 == 0 else "",
        delegation=player.country,
        answer=answer,
        has_attended=has_attended,
        is_public=bool(has_attended) and player.is_parliamentarian,
    )


def resolve(stage: Stage, gatherings: list[Gathering], missions: list[FactFindingMission]) -> None:
    """An action plan of each assembly held, its items in every state, some of them overdue."""
    assemblies = [g for g in gatherings if g.kind == Kind.ASSEMBLY and g.state == State.HELD]
    adopted = stage.put(
        ActionPlan(
            gathering=assembly,
            title=marked(f"Plan of the {assembly.title.split(' (')[0].lower()}"),
            summary="Invented for the demonstration.",
            began_on=assembly.ended_on,
            ended_on=stage.year(330 - 365 * (len(assemblies) - 1 - number)),
            is_public=number < 2,
        )
        for number, assembly in enumerate(assemblies)
    )
    people = stage.of(Category.SITTING, Category.FORMER)
    items = []
    for place, plan in enumerate(adopted):
        adopted_on = plan.gathering.ended_on.latest if plan.gathering.ended_on else stage.today
        meeting = _next([g for g in gatherings if g.state == State.HELD and g.kind != Kind.ASSEMBLY], adopted_on)
        visit = _next([m for m in missions if m.state in {"published", "closed"}], adopted_on)
        fulfilments = {1: meeting, 2: visit}
        for number, (text, unfulfilled) in enumerate(ITEMS, start=1):
            by = fulfilments.get(number)
            items.append(
                ActionItem(
                    plan=plan,
                    number=number,
                    text=text,
                    owner_person=stage.chance.choice(people).person if number % 3 == 1 else None,
                    owner_organisation=stage.bodies["partners"][place] if number % 3 == 2 else None,
                    owner_chapter=stage.chapters[place % 3] if number % 3 == 0 else None,
                    due_on=stage.month((adopted_on - stage.today).days + 60 * number),
                    state=ActionItem.State.DONE if by else unfulfilled,
                    fulfilled_on=by.ended_on if by else None,
                    fulfilment="Invented." if by else "",
                    fulfilled_by_gathering=meeting if number == 1 else None,
                    fulfilled_by_mission=visit if number == 2 else None,
                )
            )
    stage.put(items)


def _next(events: list[Happening], day: datetime.date) -> Happening | None:
    """The first of the events that began after the day."""
    later = [(event.began_on.earliest, event) for event in events if event.began_on and event.began_on.earliest > day]
    return min(later, key=lambda dated: dated[0])[1] if later else None

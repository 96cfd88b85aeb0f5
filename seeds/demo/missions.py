"""Fact-finding missions in every state: who sent them, who went, where, whom they met, what they found."""

from dataclasses import dataclass

from caucus_site.core.models import Compartment
from events.models import (
    Capacity,
    Delegate,
    FactFindingMission,
    Finding,
    IssueTheme,
    MissionPlace,
    OrganisationMet,
    PersonMet,
)
from members.models import Membership
from seeds.demo.gatherings import CAPACITIES
from seeds.demo.stage import Stage, marked

Category = Membership.Category
Initiator, State = FactFindingMission.InitiatorKind, FactFindingMission.State
WENT = {State.IN_THE_FIELD, State.REPORTING, State.PUBLISHED, State.CLOSED}


@dataclass(frozen=True)
class Journey:
    """One mission: its subject, the country and towns, whose it is, how long ago or ahead, its state."""

    subject: str
    country: str
    towns: tuple[str, ...]
    chapter: int
    day: int
    state: str
    initiator: str = Initiator.CAUCUS
    is_closed_off: bool = False
    is_public: bool = False


JOURNEYS = (
    Journey("Recruitment fees on the way to Malaysia", "MY", ("Penang", "Klang"), 0, -1050, State.PUBLISHED,
            is_public=True),
    Journey("Domestic workers in Kuwait", "KW", ("Kuwait City",), 1, -820, State.PUBLISHED, Initiator.CHAPTER,
            True, True),
    Journey("Fishers at the gulf", "TH", ("Songkhla", "Ranong", "Samut Sakhon"), 2, -560, State.CLOSED,
            Initiator.PARTNER, is_public=True),
    Journey("Detention at the border", "TH", ("Mae Sot",), 2, -330, State.CLOSED, Initiator.MEMBER, True),
    Journey("Wages on plantations", "MY", ("Johor", "Kuala Lumpur"), 0, -190, State.PUBLISHED, Initiator.CHAPTER,
            is_public=True),
    Journey("Families left behind in the hills", "NP", ("Dang", "Surkhet"), 0, -80, State.REPORTING),
    Journey("Returnees on the south coast", "LK", ("Galle", "Matara"), 1, -45, State.REPORTING, Initiator.MEMBER, True),
    Journey("Factory towns", "KR", ("Ansan", "Gimhae"), 0, -3, State.IN_THE_FIELD, Initiator.CHAPTER, True),
    Journey("Voting from abroad", "KR", ("Seoul",), 1, 26, State.PREPARING),
    Journey("Brick kilns", "PK", ("Kasur",), 2, 70, State.APPROVED, Initiator.PARTNER, True),
    Journey("Port workers", "LK", ("Trincomalee",), 1, 120, State.PROPOSED, Initiator.MEMBER),
    Journey("Palm oil estates", "ID", ("Medan",), 2, -140, State.CANCELLED, Initiator.CHAPTER),
)  # fmt: skip
FINDINGS = (
    (IssueTheme.RECRUITMENT, "Workers pay for their jobs", "Two in three had borrowed to pay an agent."),
    (
        IssueTheme.DOCUMENTS,
        "Passports are kept by employers",
        "Nobody we met held their own passport on a working day.",
    ),
    (IssueTheme.WAGES, "Contracts are replaced on arrival", "The second contract promised less than the first."),
    (IssueTheme.PROTECTION, "There is nobody to complain to", "The nearest labour office was a day's travel away."),
    (IssueTheme.FAMILIES, "Children wait without papers", "Birth certificates were refused for want of a passport."),
)
ENCOUNTERS = (
    ("A domestic worker, in her second year", "shelter resident"),
    ("A foreman who asked not to be named", "foreman"),
    ("A lawyer of the legal aid clinic", "lawyer"),
    ("A labour attaché", "labour attaché"),
    ("Two brothers from one village", "plantation workers"),
)


def create(stage: Stage, circles: dict[str, Compartment]) -> list[FactFindingMission]:
    missions = stage.put(_mission(stage, journey, circles) for journey in JOURNEYS)
    stage.put(
        Delegate(**facts) for journey, mission in zip(JOURNEYS, missions, strict=True)
        for facts in _delegates(stage, journey, mission)
    )  # fmt: skip
    places = stage.put(
        MissionPlace(
            mission=mission,
            place=town,
            country=stage.countries[journey.country],
            purpose="Invented: to hear workers and to meet the labour office.",
            began_on=stage.on(journey.day + 2 * number),
            ended_on=stage.on(journey.day + 2 * number + 1),
        )
        for journey, mission in zip(JOURNEYS, missions, strict=True)
        if journey.state != State.PROPOSED
        for number, town in enumerate(journey.towns)
    )
    partners = stage.bodies["partners"]
    stage.put(
        OrganisationMet(place=place, organisation=organisation, note="Invented.")
        for number, place in enumerate(places)
        if place.mission.state in WENT
        for organisation in (partners[number % len(partners)], stage.bodies[place.country.code][number % 3])
    )
    went = [(journey, mission) for journey, mission in zip(JOURNEYS, missions, strict=True) if journey.state in WENT]
    stage.put(
        PersonMet(
            mission=mission,
            name=who,
            role=role,
            organisation=stage.bodies[journey.country][2] if number == 3 else None,
            met_on=stage.on(journey.day + number % 3),
        )
        for journey, mission in went
        for number, (who, role) in enumerate(ENCOUNTERS)
    )
    stage.put(
        Finding(
            mission=mission, number=number, title=title, text=f"{text} Invented for the demonstration.", theme=theme
        )
        for place, (journey, mission) in enumerate(went)
        if journey.state != State.IN_THE_FIELD
        for number, (theme, title, text) in enumerate(FINDINGS[: 3 + place % 3], start=1)
    )
    return missions


def _mission(stage: Stage, journey: Journey, circles: dict[str, Compartment]) -> FactFindingMission:
    chapter = stage.chapters[journey.chapter]
    starter = stage.of(Category.SITTING, chapter=chapter)[7]
    days = 2 * len(journey.towns)
    return FactFindingMission(
        title=marked(journey.subject),
        initiator_kind=journey.initiator,
        initiating_chapter=chapter if journey.initiator == Initiator.CHAPTER else None,
        initiating_person=starter.person if journey.initiator == Initiator.MEMBER else None,
        initiating_organisation=stage.bodies["partners"][0] if journey.initiator == Initiator.PARTNER else None,
        chapter=chapter,
        caucus_link="Invented: the caucus reads the report before it is published."
        if journey.initiator in {Initiator.MEMBER, Initiator.PARTNER}
        else "",
        state=journey.state,
        terms_of_reference="Invented. To hear workers themselves and to say what could change soon.",
        outcome="Invented: five demands, two of them to be met at once." if journey.is_public else "",
        compartment=circles["DEMO-TIDE"] if journey.is_closed_off else None,
        is_public=journey.is_public,
        published_at=stage.moment(journey.day + 60, 8) if journey.is_public else None,
        began_on=None if journey.state == State.PROPOSED else stage.on(journey.day),
        ended_on=None if journey.state == State.PROPOSED else stage.on(journey.day + days),
    )


def _delegates(stage: Stage, journey: Journey, mission: FactFindingMission) -> list[dict[str, object]]:
    if journey.state == State.PROPOSED:
        return []
    chapter = stage.chapters[journey.chapter]
    Role = Delegate.Role  # noqa: N806
    travellers = [
        *((player, Role.MEMBER) for player in stage.some(stage.of(Category.SITTING, chapter=chapter), 3)),
        *((player, Role.MEMBER) for player in stage.some(stage.of(Category.FORMER, chapter=chapter), 1)),
        *((p, Role.MEMBER) for p in stage.some([p for p in stage.of(Category.SITTING) if p.chapter is None], 2)),
        *((player, Role.EXPERT) for player in stage.some(stage.of(Category.ACADEMIC), 1)),
        *((player, Role.STAFF) for player in stage.some(stage.of(Category.STAFF, chapter=chapter), 1)),
        *((player, Role.INTERPRETER) for player in stage.some(stage.of(Category.CIVIL_SOCIETY), 1)),
    ]
    member = stage.player_of("parliamentarian")
    if journey.chapter == 0 and all(player is not member for player, _role in travellers):
        travellers.append((member, Role.MEMBER))
    facts = []
    for number, (player, role) in enumerate(travellers):
        capacity = CAPACITIES[player.calling]
        if player.is_parliamentarian:
            capacity = Capacity.SITTING if player.mandate_on(stage.day(journey.day)) else Capacity.FORMER
        facts.append(
            {
                "mission": mission,
                "person": player.person,
                "role": Role.LEAD if number == 0 else role,
                "capacity": capacity,
                "country": player.country,
                "is_public": journey.is_public and player.is_parliamentarian,
            }
        )
    return facts

"""Three national chapters below the regional caucus, and who belongs to them as what."""

import datetime

from caucus_site.core.dates import PartialDate
from members.models import (
    Aide,
    Chapter,
    ChapterName,
    ChapterObjective,
    ChapterSupporter,
    Membership,
    Office,
)
from seeds.demo.stage import CHAPTER_COUNTRIES, Player, Stage, marked

Category, Status = Membership.Category, Membership.Status
# Country: name in its own language, language, time zone, days since the launch, state.
LAUNCHES = {
    "NP": ("आप्रवासी श्रमसम्बन्धी संसदीय समूह, नेपाल (प्रदर्शन)", "ne", "Asia/Kathmandu", -2400, Chapter.State.ACTIVE),
    "LK": ("தொழிலாளர் புலம்பெயர்வு நாடாளுமன்றக் குழு (செயல்விளக்கம்)", "ta", "Asia/Colombo", -1700, Chapter.State.ACTIVE),
    "TH": ("กลุ่มสมาชิกรัฐสภาว่าด้วยแรงงานข้ามชาติ (สาธิต)", "th", "Asia/Bangkok", -500, Chapter.State.ACTIVE),
}
OBJECTIVES = (
    "Read every memorandum on labour migration before it is signed, and ask for the clauses that are missing.",
    "Follow each recommendation until an answer has come, and tell those who raised the matter.",
    "Keep former members at work: what they know must not leave with their seat.",
)


def create(stage: Stage) -> None:
    """The chapters themselves; people join them in `fill`."""
    for code in CHAPTER_COUNTRIES:
        country = stage.countries[code]
        own_name, language, zone, launch, state = LAUNCHES[code]
        chapter = stage.one(
            Chapter(
                name=marked(f"Parliamentary Caucus on Labour Migration, {country.name}"),
                short_name=f"{country.name} (demo)",
                parent=stage.root,
                country=country,
                state=state,
                launched_on=stage.on(launch),
                vision="Nobody pays for a job abroad with their freedom.",
                type_note="An invented chapter, made to show how Caucus looks when it is in use.",
                time_zone=zone,
            )
        )
        stage.chapters.append(chapter)
        stage.put(
            ChapterName(chapter=chapter, text=text, language=lang, began_on=began, ended_on=ended)
            for text, lang, began, ended in (
                (
                    marked(f"Working Group on Migrants, {country.name}"),
                    "en",
                    stage.year(launch - 400),
                    stage.on(launch),
                ),
                (chapter.name, "en", stage.on(launch), None),
                (own_name, language, stage.on(launch), None),
            )
        )
        stage.put(
            ChapterObjective(chapter=chapter, position=position, text=text)
            for position, text in enumerate(OBJECTIVES, start=1)
        )
        partners = stage.bodies["partners"]
        Role = ChapterSupporter.Role  # noqa: N806
        stage.put(
            ChapterSupporter(chapter=chapter, organisation=organisation, role=role, began_on=began, ended_on=ended)
            for organisation, role, began, ended in (
                (partners[0], Role.SECRETARIAT, stage.on(launch), None),
                (partners[5], Role.INITIATOR, stage.year(launch - 300), stage.year(launch)),
                (stage.bodies["funders"][len(stage.chapters) - 1], Role.FUNDER, stage.month(-500), None),
                (partners[len(stage.chapters)], Role.PARTNER, stage.month(-300), None),
            )
        )


def fill(stage: Stage) -> None:
    memberships = [_membership(stage, player) for player in stage.players if player.chapter]
    stage.put(memberships)
    former_sitting = [
        Membership(
            person=membership.person,
            chapter=membership.chapter,
            category=Category.SITTING,
            status=Status.LAPSED,
            began_on=stage.on(-1650),
            ended_on=stage.on(-900),
        )
        for membership in memberships[::4]
        if membership.category == Category.FORMER and membership.began_on == stage.on(-900)
    ]
    stage.put(former_sitting)
    for chapter in stage.chapters:
        _offices(stage, chapter)
    _aides(stage)


def _membership(stage: Stage, player: Player) -> Membership:
    """Most are active; some are only invited, lapsed or gone."""
    place = stage.chance.random()
    began: PartialDate | None = stage.roughly(stage.chance.randint(-450, -60))
    ended: PartialDate | None = None
    status = Status.ACTIVE
    launch = player.chapter.launched_on if player.chapter else None
    if player.calling == Category.FORMER:
        began = max(stage.on(-900), launch or stage.on(-900), key=lambda date: date.earliest)
    if player.person.died_on:
        status, ended = Status.LEFT, player.person.died_on
    elif player.person.account_id or player.is_reserved:
        pass
    elif _is_elect(player, stage.today) or place < 0.08:
        status, began = Status.INVITED, None
    elif place < 0.13:
        status = Status.LAPSED
    elif place < 0.18:
        status, ended = Status.LEFT, stage.roughly(stage.chance.randint(-40, -10))
        began = stage.year(-480)
    return Membership(
        person=player.person,
        chapter=player.chapter,
        category=player.calling,
        status=status,
        began_on=began,
        ended_on=ended,
    )


def _is_elect(player: Player, today: datetime.date) -> bool:
    """Elected, and not sworn in yet."""
    return any(mandate.began_on and mandate.began_on.earliest > today for mandate in player.mandates)


def _offices(stage: Stage, chapter: Chapter) -> None:
    Kind = Office.Kind  # noqa: N806
    sitting = stage.of(Category.SITTING, chapter=chapter)
    former = stage.of(Category.FORMER, chapter=chapter)
    others = stage.of(Category.CIVIL_SOCIETY, Category.STAFF, chapter=chapter)
    coordinator = stage.player_of("coordinator")
    if coordinator.chapter != chapter:
        coordinator = others[0]
    began = stage.on(-420)
    stage.put(
        Office(person=player.person, chapter=chapter, kind=kind, title=title, began_on=since, ended_on=until)
        for player, kind, title, since, until in (
            (sitting[2], Kind.CHAIR, "", began, None),
            (former[0], Kind.CHAIR, "Founding chair", stage.year(-1500), began),
            (sitting[3], Kind.CHAIR, "Co-chair", began, None),
            (former[1], Kind.ADVISORY_COMMITTEE, "", began, None),
            (former[2], Kind.ADVISORY_COMMITTEE, "", began, None),
            (sitting[4], Kind.ADVISORY_COMMITTEE, "", stage.month(-300), None),
            (sitting[5], Kind.CONVENOR, "", stage.month(-200), None),
            (sitting[6], Kind.FOCAL_POINT, "Focal point for domestic work", stage.month(-250), None),
            (others[1], Kind.FOCAL_POINT, "", stage.year(-900), stage.month(-100)),
            (coordinator, Kind.COORDINATOR, "", stage.month(-350), None),
        )
    )


def _aides(stage: Stage) -> None:
    Purpose = Aide.Purpose  # noqa: N806
    purposes = (
        [Purpose.READ],
        [Purpose.READ, Purpose.ANSWER],
        [Purpose.READ, Purpose.REPORT, Purpose.PROFILE],
        [Purpose.READ, Purpose.SIGN],
    )
    aides = []
    for chapter in stage.chapters:
        members = stage.of(Category.SITTING, chapter=chapter)
        staff = stage.of(Category.STAFF, chapter=chapter)
        for number, (aide, member) in enumerate(zip(staff, members[:1] + members[4:], strict=False)):
            is_over = number == 2
            aides.append(
                Aide(
                    aide=aide.person,
                    acts_for=member.person,
                    purposes=purposes[number % len(purposes)],
                    began_on=stage.on(-500 if is_over else -120),
                    ended_on=stage.on(-90 if is_over else 240),
                )
            )
    stage.put(aides)

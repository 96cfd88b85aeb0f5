"""Four hundred invented people: names in their scripts, seats they hold, held or will hold, and how to reach them."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from members.models import (
    Area,
    Biography,
    ChamberTerm,
    ContactDetail,
    Identifier,
    Mandate,
    Membership,
    Organisation,
    Person,
    PersonLink,
    PersonName,
    StandingEvent,
)
from seeds.demo.names import TONGUES, Name
from seeds.demo.organisations import TERMS
from seeds.demo.stage import CHAPTER_COUNTRIES, Player, Stage

Category = Membership.Category
Ending = Mandate.Ending
# Language, country, how many.
TROUPES = (
    ("ne", "NP", 100), ("si", "LK", 58), ("ta", "LK", 40), ("th", "TH", 92), ("km", "KH", 20), ("bn", "BD", 18),
    ("my", "MM", 14), ("ko", "KR", 12), ("zh-Hant", "MY", 14), ("vi", "VN", 10), ("ur", "PK", 10), ("id", "ID", 12),
    ("fil", "PH", 12),
)  # fmt: skip
# Out of twenty of a troupe; whose seat is lost or still to come counts as sitting, as in the caucus's lists.
CALLINGS = ("seated",) * 8 + ("lost", "elect") + (Category.FORMER,) * 5 + (Category.STAFF,) * 2 + (
    Category.CIVIL_SOCIETY, Category.CIVIL_SOCIETY, Category.ACADEMIC,
)  # fmt: skip
# Who signs in, by country, calling and place in its troupe.
ACCOUNTS = {
    ("NP", "seated", 1): "parliamentarian",
    ("NP", Category.FORMER, 4): "former",
    ("NP", Category.CIVIL_SOCIETY, 1): "coordinator",
    ("KH", Category.ACADEMIC, 1): "observer",
}
# Kept for the scenes of danger, so that a protected person does not sign an ordinary statement.
RESERVED = {("NP", "seated"): (12, 13), ("LK", "seated"): (12, 13, 30), ("TH", "seated"): (12, 13, 14),
            ("KH", Category.FORMER): (2, 3), ("MM", Category.FORMER): (1, 2), ("BD", "seated"): (4,)}  # fmt: skip
LIVES = (
    "Invented for the demonstration. Came to the caucus through a visit to a shelter and has asked about wages since.",
    "Invented for the demonstration. Worked on fishing boats before politics; speaks for seafarers.",
    "Invented for the demonstration. A lawyer who reads memorandums for a living and for pleasure.",
    "Invented for the demonstration. Taught at a village school from which half the parents went abroad.",
)


def create(stage: Stage) -> None:
    seen: set[str] = set()
    place: Counter[tuple[str, str]] = Counter()
    details: list[tuple[Player, Name, str]] = []
    for language, code, number in TROUPES:
        for position in range(number):
            calling = CALLINGS[position % len(CALLINGS)]
            place[code, calling] += 1
            player, drawn = _player(stage, seen, language, code, calling)
            if known := ACCOUNTS.get((code, calling, place[code, calling])):
                player.person.account = stage.accounts[known]
            player.is_reserved = place[code, calling] in RESERVED.get((code, calling), ())
            details.append((player, drawn, calling))
            stage.players.append(player)
    stage.put(player.person for player in stage.players)
    stage.put(
        Identifier(person=p.person, scheme="demonstration", value=f"D-{n:04}") for n, p in enumerate(stage.players)
    )
    stage.put(name for player, drawn, _calling in details for name in _names(stage, player, drawn))
    _mandates(stage, details)
    stage.put(contact for number, player in enumerate(stage.players) for contact in _contacts(stage, number, player))
    _profiles(stage)
    _standing_events(stage)
    for name in ACCOUNTS.values():
        account = stage.accounts[name]
        account.full_name = stage.player_of(name).person.name
        account.save(update_fields=["full_name"])


def _player(stage: Stage, seen: set[str], language: str, code: str, calling: str) -> tuple[Player, Name]:
    tongue, country = TONGUES[language], stage.countries[code]
    is_woman = stage.chance.random() < 0.45
    name = tongue.name(stage.chance, is_woman=is_woman)
    while name.latin in seen:
        name = tongue.name(stage.chance, is_woman=is_woman)
    seen.add(name.latin)
    is_member = calling in {"seated", "lost", "elect"}
    category = Category.SITTING if is_member else calling
    person = Person(
        name=name.latin,
        sort_name=f"{name.family[0]}, {name.given[0]}",
        gender=Person.Gender.FEMALE if is_woman else Person.Gender.MALE,
        languages=[tongue.code, "en"],
        born_on=stage.roughly(-stage.chance.randint(30 * 365, 68 * 365)),
        country=country,
        has_public_profile=category in {Category.SITTING, Category.FORMER},
    )
    chapter = stage.chapters[CHAPTER_COUNTRIES.index(code)] if code in CHAPTER_COUNTRIES else None
    return Player(person, tongue, country, category, chapter), name


def _names(stage: Stage, player: Player, name: Name) -> Iterator[PersonName]:
    Kind, person = PersonName.Kind, player.person  # noqa: N806
    if name.own and name.own != name.latin:
        yield PersonName(
            person=person,
            text=name.own,
            kind=Kind.OWN_SCRIPT,
            language=player.tongue.code,
            given=name.given[1],
            family=name.family[1],
        )
    chance = stage.chance.random()
    if player.calling == Category.SITTING and chance < 0.4:
        yield PersonName(
            person=person,
            text=f"Hon. {name.latin}",
            kind=Kind.WITH_HONORIFIC,
            language="und-Latn",
            honorific_prefix="Hon.",
            began_on=stage.on(TERMS[1][0]),
        )
    if chance > 0.75:
        turned = (
            f"{name.family[0]} {name.given[0]}"
            if not player.tongue.family_first
            else " ".join((name.given[0], name.family[0]))
        )
        yield PersonName(person=person, text=turned, kind=Kind.ALIAS, language="und-Latn")
    if chance > 0.95:
        former = stage.chance.choice([part for part in player.tongue.families if part != name.family])
        yield PersonName(
            person=person,
            text=f"{name.given[0]} {former[0]}",
            kind=Kind.FORMER,
            language="und-Latn",
            ended_on=stage.year(-4000),
        )


def _mandates(stage: Stage, details: list[tuple[Player, Name, str]]) -> None:
    areas: dict[int, list[Area]] = {}
    for area in stage.made:
        if isinstance(area, Area):
            areas.setdefault(area.country_id, []).append(area)
    terms = {(term.chamber_id, term.number): term for term in stage.made if isinstance(term, ChamberTerm)}
    before, running, coming = TERMS

    def seat(
        player: Player, chamber: Organisation, party: Organisation | None, number: int, days: tuple[int, int | None],
        how_ended: str = "", *, is_rough: bool = False,
    ) -> Mandate:  # fmt: skip
        began, ended = days
        on = stage.month if is_rough else stage.on
        return Mandate(
            person=player.person,
            chamber=chamber,
            party=party,
            area=stage.chance.choice(areas[player.country.pk]),
            post="Whip" if stage.chance.random() < 0.05 else "Member",
            bench=stage.chance.choice(Mandate.Bench.values),
            term=terms[chamber.pk, number],
            began_on=on(began),
            ended_on=None if ended is None else on(ended),
            how_ended=how_ended,
        )

    for player, _name, calling in details:
        assembly, *senate = stage.chambers[player.country.code]
        chamber = stage.chance.choice([assembly, assembly, *senate])
        parties = stage.parties[player.country.code]
        party, other = stage.chance.sample([*parties, None], 2)
        held: list[Mandate] = []
        sat_before = stage.chance.random() < 0.35
        if calling in {"seated", "lost"} and sat_before:
            held.append(seat(player, chamber, party, 7, (before[0], before[1] - 1), Ending.TERM_ENDED))
        if calling == "seated" and stage.chance.random() < 0.12:
            change = -stage.chance.randint(200, 700)
            held.append(seat(player, chamber, party, 8, (running[0], change), Ending.CHANGED_PARTY))
            held.append(seat(player, chamber, other, 8, (change + 1, None)))
        elif calling == "seated":
            held.append(seat(player, chamber, party, 8, (running[0], None)))
        elif calling == "lost":
            how = stage.chance.choice([Ending.RESIGNED, Ending.REMOVED, Ending.APPOINTED, Ending.PARTY_DISSOLVED])
            held.append(seat(player, chamber, party, 8, (running[0], -stage.chance.randint(15, 75)), how))
        elif calling == "elect":
            held.append(seat(player, chamber, party, 9, (coming[0], coming[1] - 1)))
        elif calling == Category.FORMER:
            how = stage.chance.choice([Ending.TERM_ENDED, Ending.DEFEATED, Ending.CHAMBER_DISSOLVED])
            days = (before[0] + stage.chance.choice([0, 0, 400]), before[1] - 1)
            held.append(seat(player, chamber, party, 7, days, how, is_rough=stage.chance.random() < 0.4))
        player.mandates = held
    stage.put(mandate for player in stage.players for mandate in player.mandates)


def _contacts(stage: Stage, number: int, player: Player) -> Iterator[ContactDetail]:
    """Addresses under example.org and example.net and numbers of the range kept for films: nobody answers there."""
    Kind, Purpose, Consent = ContactDetail.Kind, ContactDetail.Purpose, ContactDetail.Consent  # noqa: N806
    if number % 9 == 8:
        return
    name = unicodedata.normalize("NFKD", player.person.name).encode("ascii", "ignore").decode().lower()
    consent = stage.chance.choices(Consent.values, weights=[2, 6, 1, 1])[0]
    answered = None if consent == Consent.NOT_ASKED else stage.day(-stage.chance.randint(20, 500))
    yield ContactDetail(
        person=player.person,
        kind=Kind.EMAIL,
        value=f"{name.replace(' ', '.')}.{number}@example.{stage.chance.choice(['org', 'net'])}",
        label="Office",
        purposes=[Purpose.CAUCUS, Purpose.NEWS] + ([Purpose.COLLEAGUES] if number % 2 else []),
        consent=consent,
        consented_on=answered,
        is_preferred=True,
        began_on=stage.year(-700),
    )
    if number % 3 == 0:
        yield ContactDetail(
            person=player.person,
            kind=Kind.MOBILE if number % 2 else Kind.MESSENGER,
            value=f"+44 7700 900{number:03}",
            label="Only in an emergency" if number % 2 else "",
            purposes=[Purpose.URGENT, Purpose.SAFETY],
            consent=Consent.GIVEN,
            consented_on=stage.day(-200),
        )
    if number % 20 == 0:
        yield ContactDetail(
            person=player.person,
            kind=Kind.ADDRESS,
            value=f"{number + 1} Example Road, Demonstration Ward, {player.country.name}",
            purposes=[Purpose.CAUCUS],
            ended_on=stage.month(-100) if number % 40 == 0 else None,
        )


def _profiles(stage: Stage) -> None:
    public = [player for player in stage.players if player.is_parliamentarian]
    stage.put(
        Biography(person=player.person, language="en", text=LIVES[number % len(LIVES)])
        for number, player in enumerate(public)
        if number % 3 != 2
    )
    stage.put(
        Biography(person=player.person, language="ne", text="प्रदर्शनका लागि बनाइएको काल्पनिक व्यक्ति।")
        for player in public[:20]
        if player.tongue.code == "ne"
    )
    stage.put(
        PersonLink(person=player.person, url=f"https://example.org/people/{number}", note="Own page (nothing there)")
        for number, player in enumerate(public)
        if number % 7 == 0
    )


def _standing_events(stage: Stage) -> None:
    Kind = StandingEvent.Kind  # noqa: N806
    events = [
        StandingEvent(person=player.person, kind=Kind.SWORN_IN, happened_on=mandate.began_on, is_public=True)
        for player in stage.players[::3]
        for mandate in player.mandates
        if player.mandate_on(stage.today) is mandate
    ]
    for number, player in enumerate(stage.of(Category.FORMER)[::2]):
        ending = player.mandates[0].how_ended
        kind = Kind.DEFEATED if ending == Ending.DEFEATED else (Kind.RESIGNED, Kind.RETURNED)[number % 2]
        events.append(StandingEvent(person=player.person, kind=kind, happened_on=player.mandates[0].ended_on))
    fates = (Kind.CHARGED, Kind.SUSPENDED, Kind.BARRED, Kind.IN_EXILE, Kind.DETAINED, Kind.RELEASED, Kind.REINSTATED)
    for number, player in enumerate(p for p in stage.players if p.is_reserved):
        kind = fates[number % len(fates)]
        events.append(
            StandingEvent(
                person=player.person,
                kind=kind,
                happened_on=stage.roughly(-stage.chance.randint(60, 400)),
                until_on=stage.on(300) if kind in {Kind.SUSPENDED, Kind.BARRED} else None,
                is_public=number % 3 == 0,
                note="Invented.",
            )
        )
    lost = [p for p in stage.players if p.mandates and p.mandates[-1].how_ended == Ending.PARTY_DISSOLVED]
    events.extend(
        StandingEvent(
            person=player.person,
            kind=Kind.PARTY_DISSOLVED,
            happened_on=player.mandates[-1].ended_on,
            is_public=True,
        )
        for player in lost
    )
    late = stage.of(Category.FORMER, chapter=stage.chapters[1])[-1]
    late.is_reserved, late.person.died_on = True, stage.month(-200)
    late.person.save(update_fields=["died_on"])
    events.append(StandingEvent(person=late.person, kind=Kind.DIED, happened_on=stage.month(-200), is_public=True))
    stage.put(events)

"""Invented chambers, parties, ministries and partners. The word “demonstration” is part of every name."""

from members.models import (
    Area,
    ChamberTerm,
    Corridor,
    Country,
    ForumAccess,
    Organisation,
    OrganisationName,
    Succession,
)
from seeds.demo.stage import CHAPTER_COUNTRIES, COUNTRIES, Stage, marked

Kind = Organisation.Kind
PARTIES = ("Harvest Party", "River Alliance", "New Lantern Movement", "Workers' Compass")
# From, to: days from the first load. The second is running, the third elected or to be elected.
TERMS = ((-2700, -875), (-875, 950), (950, 2775))
CORRIDORS = (("NP", "MY"), ("NP", "KR"), ("LK", "KW"), ("MM", "TH"), ("KH", "TH"), ("BD", "SA"))
PARTNERS: tuple[tuple[str, str, str | None], ...] = (
    (Kind.CIVIL_SOCIETY, "Open Door Migrant Network", None),
    (Kind.CIVIL_SOCIETY, "Returnees' Circle", "NP"),
    (Kind.CIVIL_SOCIETY, "House of Safe Journeys", "LK"),
    (Kind.CIVIL_SOCIETY, "Borderland Help Desk", "TH"),
    (Kind.CIVIL_SOCIETY, "Letters Home", "PH"),
    (Kind.UNION, "Federation of Workers Abroad", None),
    (Kind.UNION, "Domestic Workers' Table", "LK"),
    (Kind.EMPLOYERS, "Association of Fair Recruiters", "TH"),
    (Kind.UNIVERSITY, "Institute for Moving People", "TH"),
    (Kind.UNIVERSITY, "Hill College of Labour Studies", "NP"),
    (Kind.MEDIA, "The Morning Ferry", "LK"),
    (Kind.OTHER, "Shelter by the Lake", "MY"),
)
FUNDERS: tuple[tuple[str, str], ...] = (
    (Kind.FOUNDATION, "Blue Bridge Foundation"),
    (Kind.FOUNDATION, "Lantern Trust"),
    (Kind.DONOR, "Agency for Common Futures"),
    (Kind.DONOR, "Northern Solidarity Fund"),
)
FORUMS: tuple[tuple[str, str], ...] = (
    (Kind.FORUM, "Dialogue of the Corridors"),
    (Kind.FORUM, "People's Assembly on Work and Movement"),
    (Kind.INTERGOVERNMENTAL, "Council of the Two Seas"),
    (Kind.INTER_PARLIAMENTARY, "League of Lawmakers for Decent Work"),
)


def create(stage: Stage) -> None:
    for code in COUNTRIES:
        _parliament(stage, stage.countries[code])
    _partners(stage)
    _access(stage)
    for origin, destination in CORRIDORS:
        _corridor(stage, origin, destination)


def _parliament(stage: Stage, country: Country) -> None:
    chambers = [("Demonstration Assembly", 120)]
    if country.code in CHAPTER_COUNTRIES:
        chambers.append(("Demonstration Senate", 60))
    stage.chambers[country.code] = stage.put(
        Organisation(kind=Kind.CHAMBER, name=f"{name}, {country.name}", country=country, seats=seats)
        for name, seats in chambers
    )
    parties = PARTIES if country.code in CHAPTER_COUNTRIES else PARTIES[:3]
    stage.parties[country.code] = stage.put(
        Organisation(
            kind=Kind.PARTY,
            name=marked(f"{name}, {country.name}"),
            short_name="".join(word[0] for word in name.split()) + f"-{country.code}",
            country=country,
            founded_on=stage.year(-365 * (18 + place)),
        )
        for place, name in enumerate(parties)
    )
    stage.put(
        ChamberTerm(
            chamber=chamber,
            name=f"Term {number}",
            number=number,
            began_on=stage.on(began),
            ended_on=stage.on(ended - 1),
        )
        for chamber in stage.chambers[country.code]
        for number, (began, ended) in enumerate(TERMS, start=7)
    )
    stage.put(
        Area(name=marked(name), country=country, kind=kind)
        for name, kind in (
            ("North Ward", Area.Kind.CONSTITUENCY),
            ("Harbour Ward", Area.Kind.CONSTITUENCY),
            ("Upper Valley", Area.Kind.REGION),
            ("National list", Area.Kind.LIST),
        )
    )
    stage.bodies[country.code] = stage.put(
        Organisation(kind=kind, name=marked(f"{name}, {country.name}"), country=country)
        for kind, name in (
            (Kind.MINISTRY, "Ministry of Work Abroad"),
            (Kind.MINISTRY, "Authority for Fair Recruitment"),
            (Kind.EMBASSY, "Mission to the Corridors"),
        )
    )


def _partners(stage: Stage) -> None:
    partners = stage.put(
        Organisation(
            kind=kind,
            name=marked(name),
            country=stage.countries[code] if code else None,
            website=f"https://partner-{number}.example.org/",
            description="Invented.",
        )
        for number, (kind, name, code) in enumerate(PARTNERS, start=1)
    )
    stage.bodies["partners"] = partners
    stage.bodies["funders"] = stage.put(Organisation(kind=kind, name=marked(name)) for kind, name in FUNDERS)
    stage.bodies["forums"] = stage.put(
        Organisation(
            kind=kind,
            name=marked(name),
            institution_type=Organisation.InstitutionType.ASSOCIATION if kind == Kind.INTER_PARLIAMENTARY else "",
            stage=Organisation.Stage.ASSEMBLY if kind == Kind.INTER_PARLIAMENTARY else "",
        )
        for kind, name in FORUMS
    )
    stage.put(
        OrganisationName(organisation=partner, text=text, kind=kind, language=language)
        for partner, text, kind, language in (
            (partners[1], "फर्केकाहरूको मण्डल (प्रदर्शन)", OrganisationName.Kind.TRANSLATION, "ne"),
            (partners[3], "ศูนย์ช่วยเหลือชายแดน (สาธิต)", OrganisationName.Kind.TRANSLATION, "th"),
            (partners[0], "ODMN-DEMO", OrganisationName.Kind.ABBREVIATION, ""),
        )
    )
    dissolved = stage.one(
        Organisation(
            kind=Kind.PARTY,
            name=marked("Old Lantern Union, Sri Lanka"),
            country=stage.countries["LK"],
            founded_on=stage.year(-11000),
            dissolved_on=stage.month(-1500),
        )
    )
    stage.bodies["dissolved"] = [dissolved]
    stage.one(
        Succession(
            predecessor=dissolved,
            successor=stage.parties["LK"][2],
            kind=Succession.Kind.SUCCEEDED,
            happened_on=stage.month(-1500),
        )
    )


def _access(stage: Stage) -> None:
    dialogue, people, council, league = stage.bodies["forums"]
    Level = ForumAccess.Level  # noqa: N806
    stage.put(
        ForumAccess(forum=forum, level=level, began_on=began, ended_on=ended, refused_by=by, for_whom="demonstration")
        for forum, level, began, ended, by in (
            (dialogue, Level.CLOSED, stage.year(-3000), stage.month(-1500), "any government that takes part"),
            (dialogue, Level.PARALLEL, stage.month(-1400), stage.month(-420), "the host government"),
            (dialogue, Level.OBSERVER, stage.month(-380), None, "the chair of the year"),
            (people, Level.DELEGATE, stage.year(-2500), None, ""),
            (council, Level.INVITATION, stage.month(-800), None, "each government for its own delegation"),
            (league, Level.CONSULTATIVE, stage.year(-1200), None, ""),
        )
    )


def _corridor(stage: Stage, origin: str, destination: str) -> None:
    """The documented corridor where there is one: it is a way between countries, not a story about them."""
    found = Corridor.objects.filter(origin__code=origin, destination__code=destination).first()
    stage.corridors[f"{origin}-{destination}"] = found or stage.one(
        Corridor(
            origin=stage.countries[origin],
            destination=stage.countries[destination],
            note="Entered for the demonstration.",
        )
    )

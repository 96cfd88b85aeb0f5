"""What a reader sees of one statement: its words, its signatures, where it came from and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as __

from advocacy.models import (
    Demand,
    Endorsement,
    ParliamentaryAction,
    Recommendation,
    RecommendationAddressee,
    Statement,
    StatementText,
)
from caucus_site.portal.records.finding import seen_or_none, where_seen
from caucus_site.portal.records.languages import Language, language
from events.models import FactFindingMission, Gathering
from members.models import Chapter, Organisation, Person

Standing = StatementText.Standing
SIGNATURES_SHOWN = 300
ACTIONS_SHOWN = 20
BY_COUNTRY = ("country", "signed_as_name")


@dataclass(frozen=True)
class Text:
    """One language in which the statement can be read."""

    edition: StatementText
    language: Language
    is_shown: bool

    @property
    def is_authorised(self) -> bool:
        return self.edition.standing == Standing.AUTHORISED


@dataclass(frozen=True)
class Texts:
    """The languages to choose from, the text that is shown, and what must be said about it."""

    choices: list[Text]
    shown: Text | None
    original: Text | None
    is_missing: bool

    @property
    def is_of_an_earlier_edition(self) -> bool:
        if self.shown is None or self.original is None:
            return False
        return self.shown.edition.edition < self.original.edition.edition


def texts_of(statement: Statement, who: Any, asked: str) -> Texts:
    """In each language the newest authorised edition; before there is one, the draft for those whom it is shown to.

    Machine translations are shown to nobody, and a language that was asked for in vain gives the original.
    """
    seen = StatementText.objects.visible_to(who).filter(statement=statement).exclude(standing=Standing.MACHINE)
    newest: dict[str, StatementText] = {}
    editions = sorted(seen, key=lambda text: (text.standing == Standing.AUTHORISED, text.edition), reverse=True)
    is_settled = any(text.standing == Standing.AUTHORISED for text in editions)
    for text in editions:
        if text.standing == Standing.AUTHORISED or not is_settled:
            newest.setdefault(text.language, text)
    in_order = sorted(newest.values(), key=lambda text: (not text.is_original, text.language))
    chosen = newest.get(asked) or (in_order[0] if in_order else None)
    choices = [Text(text, language(text.language), is_shown=text is chosen) for text in in_order]
    return Texts(
        choices=choices,
        shown=next((choice for choice in choices if choice.is_shown), None),
        original=next((choice for choice in choices if choice.edition.is_original), None),
        is_missing=bool(asked) and asked not in newest,
    )


@dataclass(frozen=True)
class Signatories:
    """Those of one country, or the organisations, as they signed."""

    heading: str
    signatures: list[Endorsement]


@dataclass(frozen=True)
class Signatures:
    """The signatures that the reader may see; of others not even the number."""

    number: int = 0
    countries: int = 0
    groups: list[Signatories] = field(default_factory=list)
    are_all_shown: bool = True


def visible_signatures(statement: Statement, who: Any) -> QuerySet[Endorsement]:
    return Endorsement.objects.visible_to(who).standing().filter(statement=statement)


def signatures_of(statement: Statement, who: Any) -> Signatures:
    seen = visible_signatures(statement, who)
    per_country = Counter(dict(seen.order_by().values_list("country").annotate(number=Count("pk"))))
    number = sum(per_country.values())
    people_first = F("organisation_id").asc(nulls_first=True)
    rows = list(seen.order_by(people_first, *BY_COUNTRY, "pk")[:SIGNATURES_SHOWN])
    return Signatures(
        number=number,
        countries=len([country for country in per_country if country]),
        groups=grouped(rows),
        are_all_shown=number <= SIGNATURES_SHOWN,
    )


def grouped(rows: Iterable[Endorsement]) -> list[Signatories]:
    people = sorted((row for row in rows if row.organisation_id is None), key=lambda row: row.country == "")
    bodies = [row for row in rows if row.organisation_id is not None]
    groups = [
        Signatories(country or __("Country not recorded"), list(signatures))
        for country, signatures in groupby(people, key=lambda row: row.country)
    ]
    return [*groups, Signatories(__("Organisations"), bodies)] if bodies else groups


@dataclass(frozen=True)
class Origin:
    """Something the statement came out of; without an address where there is no page of it."""

    said: str
    title: str
    url: str = ""


def origins_of(statement: Statement, who: Any) -> list[Origin]:
    mission = seen_or_none(FactFindingMission, statement.mission_id, who)
    gathering = seen_or_none(Gathering, statement.gathering_id, who)
    before = seen_or_none(Statement, statement.forwarded_from_id, who)
    origins = []
    if mission:
        origins.append(Origin(__("After the mission"), mission.title, _url("mission", mission)))
    if gathering:
        origins.append(Origin(__("Adopted at"), gathering.title, _url("gathering", gathering)))
    if before:
        origins.append(Origin(__("Takes up"), before.title, _url("statement", before)))
    return origins


def recommendations_for(who: Any) -> QuerySet[Recommendation]:
    """The recommendations that somebody may see, each with whom it is addressed to."""
    addressees = RecommendationAddressee.objects.select_related("organisation", "country").order_by("pk")
    return Recommendation.objects.visible_to(who).prefetch_related(Prefetch("addressees", queryset=addressees))


def done_in_answer(statement: Statement, who: Any) -> QuerySet[ParliamentaryAction]:
    """What was done about the statement or one of its recommendations, once it was checked."""
    asks = Recommendation.objects.visible_to(who).filter(statement=statement).order_by().values("pk")
    return accepted_actions(who).filter(Q(statement=statement) | Q(recommendation__in=asks))


def accepted_actions(who: Any) -> QuerySet[ParliamentaryAction]:
    """Checked actions that somebody may see, for listing: the newest first, with what each answers where it is seen."""
    accepted = ParliamentaryAction.objects.visible_to(who).filter(review=ParliamentaryAction.Review.ACCEPTED)
    return (
        accepted.select_related("chamber", "country")
        .prefetch_related(where_seen("person", Person, who), where_seen("recommendation", Recommendation, who))
        .order_by("-happened_on_latest", "-pk")
    )


@dataclass(frozen=True)
class StatementPage:
    """`is_issued` says whether everybody may read it; before, its readers are asked not to pass it on."""

    statement: Statement
    is_issued: bool
    texts: Texts
    chapter: Chapter | None
    issued_by: Organisation | None
    origins: list[Origin]
    demands: list[Demand]
    recommendations: list[Recommendation]
    signatures: Signatures
    actions: list[ParliamentaryAction]
    has_more_actions: bool


def page(statement: Statement, who: Any, *, asked_language: str = "") -> StatementPage:
    actions = list(done_in_answer(statement, who)[: ACTIONS_SHOWN + 1])
    return StatementPage(
        statement=statement,
        is_issued=Statement.objects.issued().filter(pk=statement.pk).exists(),
        texts=texts_of(statement, who, asked_language),
        chapter=seen_or_none(Chapter, statement.chapter_id, who),
        issued_by=seen_or_none(Organisation, statement.issued_by_id, who),
        origins=origins_of(statement, who),
        demands=list(Demand.objects.visible_to(who).filter(statement=statement).order_by("number")),
        recommendations=list(recommendations_for(who).filter(statement=statement).order_by("number", "pk")),
        signatures=signatures_of(statement, who),
        actions=actions[:ACTIONS_SHOWN],
        has_more_actions=len(actions) > ACTIONS_SHOWN,
    )


def _url(name: str, record: Any) -> str:
    return reverse(f"portal:{name}", args=[record.public_id])

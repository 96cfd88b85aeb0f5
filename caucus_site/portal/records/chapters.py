"""Chapters: what they are and were called, who speaks for them, who belongs to them, what they do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from advocacy.models import Statement
from caucus_site.portal.records import gatherings, missions, statements
from caucus_site.portal.records.filters import ChapterFilters
from caucus_site.portal.records.finding import one, seen_or_none, where_seen
from caucus_site.portal.records.following import following
from caucus_site.portal.records.languages import language
from caucus_site.portal.records.lists import listing, part_listing
from events.models import FactFindingMission, Gathering
from members.models import Chapter, ChapterName, ChapterObjective, ChapterSupporter, Country, Membership, Office, Person

SHOWN = 5
MEMBERS_SHOWN = 60
BY_NAME = ("person_sort_name",)


def listed(who: Any) -> Any:
    return Chapter.objects.visible_to(who).select_related("country")


@require_safe
def chapters(request: HttpRequest) -> HttpResponse:
    rows = listed(request.user)
    return listing(
        request,
        "portal/records/chapters.html",
        filters=ChapterFilters(request.GET, who=request.user, rows=rows),
        ordering=("name",),
    )


@dataclass(frozen=True)
class Name:
    """A name that the chapter bore or bears, with when, and how to show it."""

    text: str
    lang: str
    direction: str
    period: str


@dataclass(frozen=True)
class ChapterPage:
    chapter: Chapter
    parent: Chapter | None
    names: list[Name]
    countries: list[Country]
    children: list[Chapter]
    objectives: list[ChapterObjective]
    offices: list[Office]
    supporters: list[ChapterSupporter]
    members: list[Membership]
    number_of_members: int
    statements: list[Statement]
    missions: list[FactFindingMission]
    gatherings: list[Gathering]

    @property
    def has_more_members(self) -> bool:
        return self.number_of_members > len(self.members)


def members_of(chapter: Chapter, who: Any) -> QuerySet[Membership]:
    """The active members of today whom the reader may see, by name."""
    return (
        Membership.objects.visible_to(who)
        .filter(chapter=chapter)
        .active()
        .held_on(localdate())
        .annotate(person_sort_name=F("person__sort_name"))
        .prefetch_related(where_seen("person", Person, who))
    )


def page(chapter: Chapter, who: Any) -> ChapterPage:
    today = localdate()
    seen = Chapter.objects.visible_to(who)
    children = list(seen.filter(parent=chapter).select_related("country").order_by("name"))
    members = members_of(chapter, who)
    offices = Office.objects.visible_to(who).filter(chapter=chapter).held_on(today)
    supporters = ChapterSupporter.objects.visible_to(who).filter(chapter=chapter).held_on(today)
    own = [chapter.country] if chapter.country else []
    return ChapterPage(
        chapter=chapter,
        parent=seen_or_none(Chapter, chapter.parent_id, who),
        names=names_of(chapter, who),
        countries=own or sorted({c.country for c in children if c.country}, key=lambda country: country.name),
        children=children,
        objectives=list(ChapterObjective.objects.visible_to(who).filter(chapter=chapter).order_by("position")),
        offices=list(offices.prefetch_related(where_seen("person", Person, who)).order_by("kind", "pk")),
        supporters=list(supporters.select_related("organisation").order_by("role", "pk")),
        members=list(members.order_by(*BY_NAME, "pk")[:MEMBERS_SHOWN]),
        number_of_members=members.count(),
        statements=list(statements.listed(who).filter(chapter=chapter).order_by(*statements.NEWEST_FIRST)[:SHOWN]),
        missions=list(missions.listed(who).filter(chapter=chapter).order_by(*missions.NEWEST_FIRST)[:SHOWN]),
        gatherings=list(gatherings.listed(who).filter(chapter=chapter).order_by(*gatherings.NEWEST_FIRST)[:SHOWN]),
    )


def names_of(chapter: Chapter, who: Any) -> list[Name]:
    """Every name but the one that heads the page anyway."""
    names = ChapterName.objects.visible_to(who).filter(chapter=chapter).order_by("began_on_earliest", "pk")
    shown = []
    for name in names:
        period = name.period_in_words()
        if name.text == chapter.name and not period:
            continue
        its = language(name.language)
        shown.append(Name(name.text, its.code, its.direction, period))
    return shown


@require_safe
def chapter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Chapter.objects.visible_to(request.user).select_related("country"), public_id)
    return render(
        request,
        "portal/records/chapter.html",
        {
            "page": page(found, request.user),
            "following": following("chapter", found, request.user),
        },
    )


@require_safe
def members(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Chapter.objects.visible_to(request.user), public_id)
    return part_listing(
        request,
        "portal/records/members.html",
        members_of(found, request.user),
        ordering=BY_NAME,
        size=100,
        chapter=found,
    )

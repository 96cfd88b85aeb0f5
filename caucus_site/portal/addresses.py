"""Where the portal shows a record."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from advocacy.models import Recommendation, Statement
from events.models import FactFindingMission, Gathering
from members.models import Chapter

PAGES: dict[type, str] = {
    Statement: "portal:statement",
    Recommendation: "portal:recommendation",
    FactFindingMission: "portal:mission",
    Gathering: "portal:gathering",
    Chapter: "portal:chapter",
}


def address_of(record: Any) -> str:
    """The record's own page; nothing where it has none."""
    page = PAGES.get(type(record))
    return reverse(page, args=[record.public_id]) if page else ""


def origins_of(
    recommendations: Collection[Recommendation], who: Any
) -> dict[Recommendation, Statement | FactFindingMission]:
    """The statement or mission that makes each recommendation, where the reader may see it.

    Who is responsible for a recommendation sees it before the statement that it is part of.
    """
    statements = _visible(Statement, {each.statement_id for each in recommendations}, who)
    missions = _visible(FactFindingMission, {each.mission_id for each in recommendations}, who)
    origins = {each: statements.get(each.statement_id) or missions.get(each.mission_id) for each in recommendations}
    return {recommendation: origin for recommendation, origin in origins.items() if origin is not None}


def _visible(model: Any, keys: set[int | None], who: Any) -> dict[int | None, Any]:
    return model.objects.visible_to(who).in_bulk(keys - {None}) if keys - {None} else {}

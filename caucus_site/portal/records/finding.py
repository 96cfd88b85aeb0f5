"""Records as a reader finds them: the one asked for, and what it refers to, each only where it may be seen."""

from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404


def one(rows: QuerySet, public_id: UUID) -> Any:
    """The record, or the page that says there is nothing here: what may not be seen looks like what never was."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def where_seen(relation: str, model: Any, who: Any) -> Prefetch:
    """Loads a foreign key for a reader: it is None where the record behind it may not be seen."""
    return Prefetch(relation, queryset=model.objects.visible_to(who))


def seen_or_none(model: type[Model], pk: int | None, who: Any) -> Any:
    if pk is None:
        return None
    rows: Any = model._default_manager
    return rows.visible_to(who).filter(pk=pk).first()

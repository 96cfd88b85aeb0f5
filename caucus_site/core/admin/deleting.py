"""What would go when a record is deleted, told without naming whom or what the reader may not see."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import NestedObjects, quote
from django.db import models, router
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from caucus_site.core.admin.masking import UNSEEN, mask

Deleted = tuple[list[Any], dict[Any, int], set[Any], list[Any]]


def deleted_objects(objs: Any, request: HttpRequest, admin_site: Any) -> Deleted:
    """As Django's function of this name, with two differences.

    Rows that the reader may not see are called just that, and they stand in the way like protected ones: nobody
    deletes what they cannot look at.
    """
    if not objs:
        return [], {}, set(), []
    collector = NestedObjects(using=router.db_for_write(objs[0]._meta.model), origin=objs)
    collector.collect(objs)
    gone = [row for rows in collector.model_objs.values() for row in rows]
    seen = _seen([*gone, *collector.protected], request.user)
    lacking: set[Any] = set()

    def line(row: models.Model) -> Any:
        kind, desk = capfirst(row._meta.verbose_name), admin_site._registry.get(type(row))
        if desk is not None and not desk.has_delete_permission(request, row):
            lacking.add(row._meta.verbose_name)
        shown = seen.get((type(row), row.pk))
        if shown is None:
            return f"{kind}: {UNSEEN}"
        if desk is None:
            return f"{kind}: {shown}"
        change = f"{admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
        return format_html('{}: <a href="{}">{}</a>', kind, reverse(change, args=[quote(row.pk)]), shown)

    nested = collector.nested(line)
    in_the_way = [*collector.protected, *(row for row in gone if (type(row), row.pk) not in seen)]
    deleted: Any = collector.model_objs
    counts = {model._meta.verbose_name_plural: len(rows) for model, rows in deleted.items()}
    return nested, counts, lacking, [line(row) for row in in_the_way]


def _seen(rows: Iterable[models.Model], reader: Any) -> dict[tuple[type, Any], models.Model]:
    """The visible ones by kind and key, with what their names are made of: a few queries for each kind."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for row in rows:
        keys[type(row)].add(row.pk)
    seen: dict[tuple[type, Any], models.Model] = {}
    for model, wanted in keys.items():
        manager: Any = model._default_manager
        door = manager.visible_to(reader) if hasattr(manager, "visible_to") else manager.all()
        parents = [f.name for f in model._meta.local_concrete_fields if isinstance(f, models.ForeignKey)]
        visible = list(door.filter(pk__in=wanted).select_related(*parents) if parents else door.filter(pk__in=wanted))
        mask(visible, reader)
        seen |= {(model, row.pk): row for row in visible}
    return seen

"""Related records that the reader may not see: rows that name them are shown without the name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

UNSEEN = _("a record that you may not see")


def may_hide(visible: Any) -> bool:
    """Whether a `visible_to` queryset leaves anything out at all."""
    return bool(visible.query.where)


def mask(rows: Iterable[models.Model], reader: Any) -> None:
    """Replace loaded related records that the reader may not see by nameless ones. One query for each kind of record.

    The foreign keys themselves stay as they are: saving a masked row changes nothing.
    """
    named: dict[type[models.Model], list[tuple[models.Model, str, Any]]] = defaultdict(list)
    for row in rows:
        _collect(row, named, depth=3)
    for model, places in named.items():
        visible = model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
        if not may_hide(visible):
            continue
        keys = {related.pk for _row, _name, related in places}
        seen = set(visible.filter(pk__in=keys).values_list("pk", flat=True))
        for row, name, related in places:
            if related.pk not in seen:
                row._state.fields_cache[name] = Nameless(model, related.pk)


def _collect(row: models.Model, named: Any, depth: int) -> None:
    for name, related in row._state.fields_cache.items():
        if isinstance(related, models.Model) and hasattr(type(related)._default_manager, "visible_to"):
            if row._meta.get_field(name).many_to_one or row._meta.get_field(name).one_to_one:
                named[type(related)].append((row, name, related))
            if depth:
                _collect(related, named, depth - 1)


class Nameless:
    """Stands where a record is that the reader may not see."""

    def __init__(self, model: type[models.Model], pk: Any) -> None:
        self._meta = model._meta
        self.pk = self.id = pk

    def __str__(self) -> str:
        return str(UNSEEN)

    def __getattr__(self, name: str) -> Any:
        # Whatever a column asks of the record, it is not told.
        if name.startswith("_"):
            raise AttributeError(name)
        return ""

"""Field-level history by trigger, with actor and reason: `@history.tracked` on every record.

`update()`, `bulk_create()` and psql are caught like `save()`, because the database does it.
"""

from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])

# What the triggers themselves maintain says nothing about what a person changed.
STAMPS = {"version", "updated_at", "created_at"}


def tracked(model: M) -> M:
    """Keep every insert, update and delete of the model, and count its versions.

    The version grows by one with each real change, whoever makes it; a save that changes nothing leaves no trace.
    Fields named in the model's `history_leaves_out` (a password hash) are not copied and do not count as changes.
    """
    left_out = {"updated_at", "created_at", *getattr(model, "history_leaves_out", ())} | {
        field.name for field in model._meta.local_concrete_fields if isinstance(field, models.GeneratedField)
    }
    facts = [
        field.name
        for field in model._meta.local_concrete_fields
        if field.name not in left_out and field.name not in STAMPS and not field.primary_key
    ]
    changed = pgtrigger.AnyChange(*facts)
    pgtrigger.register(
        pgtrigger.Trigger(
            name="stamp_version",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=changed,
            func="NEW.version = OLD.version + 1; NEW.updated_at = statement_timestamp(); RETURN NEW;",
        )
    )(model)
    pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=changed),
        pghistory.DeleteEvent(),
        exclude=sorted(left_out),
        model_name=f"{model.__name__}History",
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        meta={"indexes": [models.Index(fields=["pgh_obj", "pgh_id"], name=_index_name(model))]},
    )(model)
    return model


def _index_name(model: type[models.Model]) -> str:
    return f"{model._meta.model_name}_history"[:30]


def because(reason: str, **facts: Any) -> Any:
    """A context in which every change carries the reason (and further facts, such as a batch)."""
    return pghistory.context(reason=reason, **facts)

"""A record's history as people read it: entries with the fields that changed, before and after."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as __

from caucus_site.core.data_classes import COMPARTMENTED, Right
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.history import STAMPS
from caucus_site.core.models import User
from caucus_site.core.principals import Principal

NEWEST = 500
NOT_FACTS = STAMPS | {"id", "public_id"}


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, in words. Sealed fields say only that they changed."""

    label: str
    before: str
    after: str


@dataclass
class Change:
    """One moment in the life of a record or of a part of it."""

    at: datetime.datetime
    what: str
    act: str
    who: str
    reason: str
    fields: list[FieldChange] = field(default_factory=list)


def timeline(record: models.Model, *, parts: Iterable[type[models.Model]] = (), reader: Any) -> list[Change]:
    """The newest changes of the record and of its parts, newest first, in a number of queries set by the models.

    Parts whose class of data the reader may not see, and those kept in compartments, are left out.
    """
    principal = Principal.of(reader)
    events: list[Any] = list(_events(type(record), pgh_obj_id=record.pk))
    for part in parts:
        if part.data_class in COMPARTMENTED or not principal.may(Right.READ, part.data_class):  # type: ignore[attr-defined]
            continue
        told_of_part: list[Any] = []
        for facts in _ties(part, record):
            told_of_part += _events(part, **facts)
        events += _of_readable_rows(part, told_of_part, principal)
    names = _Names(events, principal)
    changes: list[tuple[Any, Change]] = []
    for versions in _by_row(events).values():
        earlier = None
        for event in versions:
            # Everything of one transaction bears the same moment: within it the record comes first, then its parts.
            is_part = event.pgh_tracked_model is not type(record)
            told = {key for facts in _ties(event.pgh_tracked_model, record) for key in facts} if is_part else set()
            changes.append(((event.pgh_created_at, is_part, event.pgh_id), _change(event, earlier, names, told)))
            earlier = event
    return [change for _when, change in sorted(changes, key=lambda entry: entry[0], reverse=True)][:NEWEST]


def _events(model: type[models.Model], **facts: Any) -> Iterable[Any]:
    if not hasattr(model, "history"):
        return ()
    newest = model.history.rel.related_model.objects.filter(**facts)
    return reversed(newest.select_related("pgh_context").order_by("-pgh_id")[:NEWEST])


def _of_readable_rows(part: type[models.Model], events: list[Any], principal: Principal) -> Iterable[Any]:
    """Without the rows that are hidden, and those deleted ones that name a record that is: parts can outlive a view."""
    manager: Any = part._default_manager
    if not events or not hasattr(manager, "visible_to"):
        return events
    rows = {event.pgh_obj_id for event in events}
    hidden = set(part._base_manager.filter(pk__in=rows).values_list("pk", flat=True))
    hidden -= set(manager.visible_to(principal).filter(pk__in=rows).values_list("pk", flat=True))
    for link in part._meta.local_concrete_fields:
        door: Any = _target(link)._default_manager if isinstance(link, models.ForeignKey) else None
        if not hasattr(door, "visible_to"):
            continue
        of_row = [(event.pgh_obj_id, event.__dict__.get(link.attname)) for event in events]
        named = {key for _row, key in of_row if key is not None}
        readable = set(door.visible_to(principal).filter(pk__in=named).values_list("pk", flat=True))
        gone = {row for row, key in of_row if key in named - readable}
        hidden |= gone - set(part._base_manager.filter(pk__in=gone).values_list("pk", flat=True))
    return [event for event in events if event.pgh_obj_id not in hidden]


def _ties(part: type[models.Model], record: models.Model) -> Iterable[dict[str, Any]]:
    if part._meta.label == "core.Citation":
        from django.contrib.contenttypes.models import ContentType

        yield {"subject_type": ContentType.objects.get_for_model(record), "subject_id": record.pk}
        return
    for key in part._meta.local_concrete_fields:
        if isinstance(key, models.ForeignKey) and key.related_model is type(record):
            yield {f"{key.name}_id": record.pk}


def _by_row(events: Iterable[Any]) -> dict[tuple[type, int], list[Any]]:
    rows: dict[tuple[type, int], list[Any]] = defaultdict(list)
    for event in events:
        rows[type(event), event.pgh_obj_id].append(event)
    return rows


def _change(event: Any, earlier: Any, names: "_Names", told: set[str]) -> Change:
    """`told` are the columns that only say whose part this is: the page says so already."""
    context = event.pgh_context.metadata if event.pgh_context else {}
    act = {"insert": __("added"), "update": __("changed"), "delete": __("deleted")}.get(
        event.pgh_label, event.pgh_label
    )
    change = Change(
        at=event.pgh_created_at,
        what=str(event.pgh_tracked_model._meta.verbose_name),
        act=act,
        who=names.account(context.get("user")) or context.get("command", "") or __("outside the site"),
        reason=context.get("reason", ""),
    )
    if event.pgh_label == "delete":
        return change
    for column in event.pgh_tracked_model._meta.local_concrete_fields:
        if column.name in NOT_FACTS or not hasattr(event, column.attname) or isinstance(column, models.GeneratedField):
            continue
        if column.name in told or column.attname in told:
            continue
        after = event.__dict__.get(column.attname)
        before = earlier.__dict__.get(column.attname) if earlier is not None else None
        if before == after or (earlier is None and after in (None, "", [], {})):
            continue
        change.fields.append(
            FieldChange(str(column.verbose_name), names.show(column, before), names.show(column, after))
        )
    return change


class _Names:
    """Accounts and related records by name, each kind looked up once."""

    def __init__(self, events: Iterable[Any], principal: Principal) -> None:
        accounts: set[int] = set()
        related: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            if event.pgh_context and event.pgh_context.metadata.get("user"):
                accounts.add(event.pgh_context.metadata["user"])
            for column in event.pgh_tracked_model._meta.local_concrete_fields:
                if isinstance(column, models.ForeignKey) and event.__dict__.get(column.attname) is not None:
                    related[_target(column)].add(event.__dict__[column.attname])
        self.accounts = {user.pk: str(user) for user in User.objects.filter(pk__in=accounts)}
        self.related = {
            model: {row.pk: str(row) for row in _readable(model, principal).filter(pk__in=keys)}
            for model, keys in related.items()
        }

    def account(self, key: Any) -> str:
        return self.accounts.get(key, "")

    def show(self, column: Any, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if isinstance(column, EncryptedTextField):
            return __("[sealed]")
        if isinstance(column, models.ForeignKey):
            return self.related.get(_target(column), {}).get(value, __("a record you may not see"))
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return __("yes") if value else __("no")
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return str(value)


def _target(key: models.ForeignKey) -> type[models.Model]:
    target = key.related_model
    return key.model if isinstance(target, str) else target


def _readable(model: type[models.Model], principal: Principal) -> models.QuerySet:
    manager: Any = model._default_manager
    queryset = manager.visible_to(principal) if hasattr(manager, "visible_to") else manager.all()
    # Names of related rows may need their own parents; one level covers the caucus's models.
    singles = [f.name for f in model._meta.local_concrete_fields if isinstance(f, models.ForeignKey) and not f.null]
    return queryset.select_related(*singles) if singles else queryset

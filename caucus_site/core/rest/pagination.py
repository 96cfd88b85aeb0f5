"""Pages by key: the same cost at any depth, no row twice or never because others were added, and no count."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from caucus_site.core.encryption import CannotOpen, key_ring
from caucus_site.core.rest.errors import Problem, ProblemType, QueryRefused

CURSOR = "cursor"
PAGE_SIZE = "page_size"


@dataclass(frozen=True)
class Key:
    """One field of the order, and how PostgreSQL sorts it: nothing known comes last, or first when descending."""

    name: str
    descending: bool
    field: models.Field
    nullable: bool

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def after(self, value: Any) -> Q | None:
        """What comes after the value, or None when nothing can."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.descending else None
        beyond = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return beyond | Q(**{f"{self.name}__isnull": True}) if self.nullable and not self.descending else beyond


class KeysetPagination(BasePagination):
    """Orders by the view's `ordering` (field names, `-` for descending) with the primary key as tie-breaker.

    The cursor is the last row's key, sealed: it can neither be forged nor read, because a row's number tells how many
    there are. It is bound to the model and the order, so that a cursor of another list is refused.
    """

    default_page_size = 100
    largest_page_size = 500

    def paginate_queryset(self, queryset: models.QuerySet, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        keys = _keys(queryset, getattr(view, "ordering", None) or ("pk",))
        order = [("-" if key.descending else "") + key.name for key in keys]
        bound_to = f"{queryset.model._meta.label_lower}:{','.join(order)}"
        size = self._page_size(request)
        if cursor := request.query_params.get(CURSOR, ""):
            queryset = queryset.filter(_after(keys, _open(cursor, bound_to, keys)))
        rows = list(queryset.order_by(*order)[: size + 1])
        page = rows[:size]
        self.next_cursor = _seal(page[-1], bound_to, keys) if len(rows) > size else None
        return page

    def get_paginated_response(self, data: Any) -> Response:
        following = self._following_page()
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({"results": data, "next": following}, headers=headers)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": following},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.largest_page_size, "default": self.default_page_size}
        return [
            {
                "name": PAGE_SIZE,
                "in": "query",
                "schema": size,
                "description": __("How many rows a page has at most."),
            },
            {
                "name": CURSOR,
                "in": "query",
                "schema": {"type": "string"},
                "description": __("Where the page begins: of the link to the following page, not made up."),
            },
        ]

    def _page_size(self, request: Request) -> int:
        asked = request.query_params.get(PAGE_SIZE)
        if asked is None:
            return self.default_page_size
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= len(str(self.largest_page_size))
        if not (is_number and 1 <= int(asked) <= self.largest_page_size):
            raise QueryRefused(
                PAGE_SIZE,
                __("%(name)s is a number from 1 to %(largest)s.")
                % {"name": PAGE_SIZE, "largest": self.largest_page_size},
            )
        return int(asked)

    def _following_page(self) -> str | None:
        if self.next_cursor is None:
            return None
        asked = {name: self.request.query_params[name] for name in self.request.query_params}
        address = self.request.build_absolute_uri(self.request.path)
        return f"{address}?{urlencode({**asked, CURSOR: self.next_cursor})}"


def _keys(queryset: models.QuerySet, ordering: Sequence[str]) -> list[Key]:
    keys = []
    for entry in ordering:
        name = entry.removeprefix("-")
        annotation = queryset.query.annotations.get(name)
        if annotation is not None:
            field, nullable = annotation.output_field, True
        elif "__" in name:
            raise ImproperlyConfigured(f"A list cannot be paged by “{name}”: annotate it under a name of its own.")
        else:
            field = queryset.model._meta.pk if name == "pk" else queryset.model._meta.get_field(name)
            nullable = field.null or isinstance(field, models.GeneratedField)
        keys.append(Key(name, entry.startswith("-"), getattr(field, "output_field", field), nullable))
    if not any(key.name in {"pk", queryset.model._meta.pk.name} for key in keys):
        keys.append(Key("pk", descending=False, field=queryset.model._meta.pk, nullable=False))
    return keys


def _after(keys: list[Key], values: list[Any]) -> Q:
    later = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, values, strict=True):
        beyond = key.after(value)
        if beyond is not None:
            later |= same & beyond
        same &= key.same(value)
    first, value = keys[0], values[0]
    if len(keys) > 1 and value is not None:
        # Says nothing new, but an index on the first field can start from it.
        beyond = first.after(value)
        return (first.same(value) | beyond if beyond is not None else first.same(value)) & later
    return later


def _seal(row: Any, bound_to: str, keys: list[Key]) -> str:
    values = [getattr(row, key.name) for key in keys]
    return key_ring().seal(json.dumps(values, default=str), f"cursor:{bound_to}")


def _open(cursor: str, bound_to: str, keys: list[Key]) -> list[Any]:
    try:
        values = json.loads(key_ring().open(cursor, f"cursor:{bound_to}"))
        return [key.field.to_python(value) for key, value in zip(keys, values, strict=True)]
    except (CannotOpen, ValueError, TypeError, DjangoValidationError):
        raise Problem(
            ProblemType.INVALID_CURSOR, __("Start the list again from its first page, without a cursor.")
        ) from None

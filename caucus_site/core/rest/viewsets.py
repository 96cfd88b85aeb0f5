"""Records over HTTP: a view names a model, a serializer and its filters, and inherits every promise about the rest.

- Rows come from `visible_to`. What is hidden answers like what never was, before any 304, 412 or 428.
- A record has a strong ETag; a change says in `If-Match` which version it means, and is judged under the row's lock.
- A query parameter that means nothing here is refused: ignored, it would hand out more than was asked for.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext as __
from rest_framework import mixins, permissions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from caucus_site.core import journal
from caucus_site.core.data_classes import Right
from caucus_site.core.principals import Principal
from caucus_site.core.rest import etags
from caucus_site.core.rest.errors import QueryRefused
from caucus_site.core.rest.pagination import CURSOR, PAGE_SIZE

FIELDS = "fields"

Filter = Callable[[Any, str], Any]


class MayWriteClass(permissions.BasePermission):
    """Changing needs the right over the model's whole class of data; views with finer rules name their own."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in permissions.SAFE_METHODS:
            return True
        return Principal.of(request.user).may(Right.WRITE, view.model.data_class)


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Reading: a list in pages and single records by public id.

    `?fields=` shows fewer fields; `filters` maps further parameters to phrases of the queryset.
    """

    model: ClassVar[type[models.Model]]
    representation: ClassVar[str] = "record"
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    filters: ClassVar[Mapping[str, Filter]] = {}
    permission_classes = (MayWriteClass,)
    lookup_field = "public_id"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> models.QuerySet:
        return self.arranged(self.model._default_manager.visible_to(self.request.user))  # type: ignore[attr-defined]

    def arranged(self, queryset: Any) -> Any:
        """The rows with what the serializer needs: joins, prefetches, annotations. Not the place to add rows."""
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        for name, phrase in self.filters.items():
            if name in self.request.query_params:
                queryset = phrase(queryset, self.request.query_params[name])
        return queryset

    def get_object(self) -> Any:
        record = self.get_queryset().filter(public_id=self._public_id()).first()
        if record is None:
            raise Http404
        return record

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        serializer: Any = super().get_serializer(*args, **kwargs)
        if wanted := self.request.query_params.get(FIELDS):
            shape = getattr(serializer, "child", serializer)
            names = wanted.split(",")
            if unknown := [name for name in names if name not in shape.fields]:
                raise QueryRefused(
                    FIELDS,
                    __("There is no field %(unknown)s. There are: %(names)s.")
                    % {"unknown": ", ".join(unknown), "names": ", ".join(shape.fields)},
                )
            for name in set(shape.fields) - set(names):
                shape.fields.pop(name)
        return serializer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._refuse_unknown_parameters(request)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        serializer = self.get_serializer(record)
        tag = self.etag_of(record, serializer)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if etags.is_unchanged(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(serializer.data, headers=headers)

    def etag_of(self, record: Any, serializer: Any) -> str:
        return etags.etag(
            record,
            representation=self.representation,
            fields=serializer.fields,
            rests_on=self.also_shown(record),
        )

    def also_shown(self, record: Any) -> list[Any]:
        """Versions of other records that the representation shows, where it shows more than ids."""
        return []

    def _public_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.kwargs[self.lookup_url_kwarg or self.lookup_field])
        except ValueError:
            raise Http404 from None

    def _refuse_unknown_parameters(self, request: Request) -> None:
        allowed = {FIELDS}
        if self.action == "list":
            allowed |= {CURSOR, PAGE_SIZE, *self.filters}
        for name in request.query_params:
            if name not in allowed:
                raise QueryRefused(
                    name,
                    __("This parameter means nothing here. There are: %(names)s.")
                    % {"names": ", ".join(sorted(allowed))},
                    code="unknown",
                )
            if len(request.query_params.getlist(name)) > 1:
                raise QueryRefused(name, __("This parameter is given more than once."), code="repeated")


class WritableRecordViewSet(RecordViewSet):
    """Adding, changing and deleting as well. A change is partial: PATCH with `If-Match`, like DELETE."""

    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    @transaction.atomic
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        record = self.add(serializer)
        journal.record("record.added", record, actor=request.user)
        return self._as_written(record, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self._locked(request)
        serializer = self.get_serializer(record, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changed = sorted(serializer.validated_data)
        record = self.change(serializer)
        journal.record("record.changed", record, actor=request.user, fields=changed)
        return self._as_written(record, status.HTTP_200_OK)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self._locked(request)
        self.remove(record)
        journal.record("record.deleted", record, actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def add(self, serializer: Any) -> Any:
        """Where a service is the one that adds, call it here."""
        return serializer.save()

    def change(self, serializer: Any) -> Any:
        return serializer.save()

    def remove(self, record: Any) -> None:
        record.delete()

    def _locked(self, request: Request) -> Any:
        """The record, locked, if the asker sees it and means its present version."""
        seen = self.get_queryset().filter(public_id=self._public_id()).values("pk")
        # Locked by itself: what makes a row visible may be a join, which cannot be locked.
        record = self.model._base_manager.filter(pk__in=seen).select_for_update(of=("self",)).first()
        if record is None:
            raise Http404
        etags.require_match(request, self.etag_of(record, self.get_serializer(record)))
        return record

    def _as_written(self, record: Any, status_code: int) -> Response:
        # The trigger has counted the version; and a change may have moved the record out of the writer's sight.
        shown = self.get_queryset().filter(pk=record.pk).first()
        if shown is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        serializer = self.get_serializer(shown)
        headers = {"ETag": self.etag_of(shown, serializer)}
        if status_code == status.HTTP_201_CREATED:
            headers["Location"] = self.request.build_absolute_uri(f"{self.request.path.rstrip('/')}/{shown.public_id}")
        return Response(serializer.data, status=status_code, headers=headers)

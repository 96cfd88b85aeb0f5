"""Records over HTTP: a view names a model, a serializer and its filters, and inherits every promise about the rest.

- Rows come from `visible_to`. What is hidden answers like what never was, before any 304, 412 or 428.
- A partner's key must have the view's scope.
- A record has a strong ETag; a change says in `If-Match` which version it means, and is judged under the row's lock.
- A query parameter that means nothing here is refused: ignored, it would hand out more than was asked for.
"""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import Http404
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as __
from rest_framework import exceptions, mixins, permissions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from caucus_site.core import journal
from caucus_site.core.data_classes import Right
from caucus_site.core.principals import Principal
from caucus_site.core.rest import etags
from caucus_site.core.rest.errors import QueryRefused
from caucus_site.core.rest.filters import RecordFilters, StrictFilters, parameters_of
from caucus_site.core.rest.pagination import CURSOR, PAGE_SIZE
from caucus_site.core.scopes import Scope

FIELDS = "fields"


class WithinScope(permissions.BasePermission):
    """A partner's key opens only what its scopes name. Without a key, everybody reads what everybody may see."""

    def has_permission(self, request: Request, view: Any) -> bool:
        principal = view.principal
        if principal.client_id is None or view.scope is None or view.scope in principal.scopes:
            return True
        sentence = __("This key does not have the scope “%(scope)s”. Ask the secretariat for a key that has it.")
        raise exceptions.PermissionDenied(sentence % {"scope": view.scope})


class MayWriteClass(permissions.BasePermission):
    """Changing needs the right over the model's whole class of data; views with finer rules name their own."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in permissions.SAFE_METHODS:
            return True
        return view.principal.may(Right.WRITE, view.model.data_class)


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Reading: a list in pages and single records by public id.

    `filterset_class` names the filters of the list; `?fields=` shows fewer fields.
    """

    model: ClassVar[type[models.Model]]
    scope: ClassVar[Scope | None] = None
    representation: ClassVar[str] = "record"
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    filterset_class: ClassVar[type[RecordFilters] | None] = None
    filter_backends = (StrictFilters,)
    permission_classes = (WithinScope, MayWriteClass)
    lookup_field = "public_id"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def principal(self) -> Principal:
        """Who asks: the same one, on the same day, for everything that goes into one answer."""
        return Principal.of(self.request.user)

    def visible(self, model: type[models.Model]) -> Any:
        """The rows of another model that the asker may see, for what is nested: `Prefetch(…, queryset=…)`."""
        return model._default_manager.visible_to(self.principal)  # type: ignore[attr-defined]

    def get_queryset(self) -> models.QuerySet:
        return self.arranged(self.visible(self.model))

    def arranged(self, queryset: Any) -> Any:
        """The rows with what the serializer needs: joins, prefetches, annotations. Not the place to add rows.

        Whatever belongs to records that have a door of their own comes through `self.visible(…)`.
        """
        return queryset

    def shows(self, name: str) -> bool:
        """Whether the field is part of the answer, so that `?fields=` also spares the queries of what it leaves out."""
        wanted = self.request.query_params.get(FIELDS)
        return not wanted or name in wanted.split(",")

    def get_object(self) -> Any:
        record = self.get_queryset().filter(public_id=self._public_id()).first()
        if record is None:
            raise Http404
        return record

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        serializer: Any = super().get_serializer(*args, **kwargs)
        shape = getattr(serializer, "child", serializer)
        wanted = self.wanted_of(shape.fields)
        for name in set(shape.fields) - wanted:
            shape.fields.pop(name)
        return serializer

    def wanted_of(self, names: Collection[str]) -> frozenset[str]:
        """Which of the fields `?fields=` asks for: all where it is not given, and one that there is not is refused."""
        wanted = self.request.query_params.get(FIELDS)
        asked = list(names) if wanted is None else wanted.split(",")
        if unknown := [name for name in asked if name not in names]:
            raise QueryRefused(
                FIELDS,
                __("There is no field %(unknown)s. There are: %(names)s.")
                % {"unknown": ", ".join(unknown), "names": ", ".join(names)},
            )
        return frozenset(asked)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if self.action is None:
            # Before asking who it is: what nobody may do here is not a question of rights.
            raise exceptions.MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        self._refuse_unknown_parameters(request)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What somebody may see is for nobody else, be it from a cache in between."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are, in `Allow`; what they take is in the OpenAPI document."""
        return Response(status=status.HTTP_204_NO_CONTENT)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        shown = self.get_serializer(record).data
        tag = self.etag_of(record, shown)
        headers = {"ETag": tag}
        if etags.is_unchanged(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(shown, headers=headers)

    def etag_of(self, record: Any, shown: Any) -> str:
        return etags.etag(record, representation=self.representation, shown=shown)

    def _public_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.kwargs[self.lookup_url_kwarg or self.lookup_field])
        except ValueError:
            raise Http404 from None

    def _refuse_unknown_parameters(self, request: Request) -> None:
        allowed = {FIELDS}
        if self.action == "list":
            allowed |= {CURSOR, PAGE_SIZE, *parameters_of(self)}
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
        seen = self.visible(self.model).filter(public_id=self._public_id()).values("pk")
        # Locked by itself: what makes a row visible may be a join, which cannot be locked.
        record = self.model._base_manager.filter(pk__in=seen).select_for_update(of=("self",)).first()
        if record is None:
            raise Http404
        shown = self.get_queryset().filter(pk=record.pk).first()
        if shown is None:
            raise Http404
        etags.require_match(request, self.etag_of(shown, self.get_serializer(shown).data))
        return record

    def _as_written(self, record: Any, status_code: int) -> Response:
        # The trigger has counted the version; and a change may have moved the record out of the writer's sight.
        shown = self.get_queryset().filter(pk=record.pk).first()
        if shown is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        body = self.get_serializer(shown).data
        headers = {"ETag": self.etag_of(shown, body)}
        if status_code == status.HTTP_201_CREATED:
            headers["Location"] = self.request.build_absolute_uri(f"{self.request.path.rstrip('/')}/{shown.public_id}")
        return Response(body, status=status_code, headers=headers)

"""`/api/popolo/`: Popolo's collections in pages, single objects, and whole countries."""

import uuid
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as __
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from caucus_site.core.rest.errors import QueryRefused
from caucus_site.core.rest.filters import RecordFilters
from caucus_site.core.rest.pagination import KeysetPagination
from caucus_site.core.rest.viewsets import FIELDS, RecordViewSet
from caucus_site.core.scopes import Scope
from members.api.filters import CountryCodes
from members.api.popolo import documents, rows, shapes
from members.models import Area, ChamberTerm, Country, Mandate, Organisation, Person


class PopoloPages(KeysetPagination):
    """The wrapper of Popolo APIs, without the totals that pages by key do not know."""

    def get_paginated_response(self, data: Any) -> Response:
        following = self._following_page()
        body = {"result": data, "has_more": following is not None}
        if following is None:
            return Response(body)
        return Response({**body, "next_url": following}, headers={"Link": f'<{following}>; rel="next"'})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["result", "has_more"],
            "properties": {
                "result": schema,
                "has_more": {"type": "boolean"},
                "next_url": {"type": "string", "format": "uri"},
            },
        }


class PopoloViewSet(RecordViewSet):
    """A collection: which rows, and what each looks like. Objects are shown whole: `fields` means nothing here."""

    rows: ClassVar[Any]  # from who asks to the rows that they may see
    shape: ClassVar[Any]  # from a row to its object
    pagination_class: type[BasePagination] = PopoloPages
    representation = "popolo"
    schema = None  # Popolo publishes its own

    def get_queryset(self) -> models.QuerySet:
        return type(self).rows(self.principal)

    def get_serializer(self, rows: Any, *, many: bool = False) -> Any:
        """What the shape makes of one row or of many, where Django REST Framework asks for a serializer's `data`."""
        shape = type(self).shape
        return SimpleNamespace(data=[shape(row) for row in rows] if many else shape(rows))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if FIELDS in request.query_params:
            raise QueryRefused(FIELDS, __("Popolo objects are shown whole. Leave this parameter out."), code="unknown")


def whose(path: str) -> type[RecordFilters]:
    """`country=MY,ID`, by the column that says whose a row is."""
    return type("PopoloFilters", (RecordFilters,), {"country": CountryCodes(path)})


class Persons(PopoloViewSet):
    """People, with their names, identifiers and links."""

    model = Person
    scope = Scope.PEOPLE
    filterset_class = whose("country__code")
    rows = staticmethod(rows.people)
    shape = staticmethod(shapes.person)


class Organizations(PopoloViewSet):
    """Chambers, parties and whatever else acts under a name of its own."""

    model = Organisation
    scope = Scope.ORGANISATIONS
    filterset_class = whose("country__code")
    rows = staticmethod(rows.organizations)
    shape = staticmethod(shapes.organization)


class Memberships(PopoloViewSet):
    """Mandates: who sat in which chamber, for which party and area, and when."""

    model = Mandate
    scope = Scope.PEOPLE
    filterset_class = whose("person__country__code")
    rows = staticmethod(rows.memberships)
    shape = staticmethod(shapes.membership)


class Posts(PopoloViewSet):
    """What mandates are held in: a role in a chamber, for an area. A post has no record, so its id is made of these."""

    model = Mandate
    scope = Scope.PEOPLE
    filterset_class = whose("chamber__country__code")
    rows = staticmethod(rows.posts)
    shape = staticmethod(shapes.post)

    def get_object(self) -> Mandate:
        asked = self.kwargs[self.lookup_field]
        try:
            place = uuid.UUID(asked[: len(str(uuid.NAMESPACE_URL))])
        except ValueError:
            raise Http404 from None
        for post in rows.posts_at(place, self.principal):
            if shapes.post(post)["id"] == asked:
                return post
        raise Http404


class Areas(PopoloViewSet):
    """Constituencies and other areas that seats stand for."""

    model = Area
    filterset_class = whose("country__code")
    rows = staticmethod(rows.areas)
    shape = staticmethod(shapes.area)


class Events(PopoloViewSet):
    """Legislative periods."""

    model = ChamberTerm
    filterset_class = whose("chamber__country__code")
    rows = staticmethod(rows.events)
    shape = staticmethod(shapes.event)


class Countries(RecordViewSet):
    """All about one country's people in one Popolo document, sent while it is made, and therefore without an ETag."""

    model = Country
    scope = Scope.PEOPLE
    lookup_field = "code"
    schema = None

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        country = self.visible(Country).filter(code=self.kwargs["code"]).first()
        if country is None:
            raise Http404
        pieces = documents.document(country, self.principal)
        headers = {"Cache-Control": "private, no-cache"}
        return StreamingHttpResponse(pieces, content_type="application/json", headers=headers)

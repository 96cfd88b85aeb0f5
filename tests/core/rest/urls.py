"""A small API over sources, and views that fail in every way there is."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import OperationalError
from django.http import Http404
from django.urls import include, path
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from caucus_site import urls as site
from caucus_site.core.models import Source
from caucus_site.core.rest.errors import Problem, ProblemType
from caucus_site.core.rest.filters import Code, Codes, Day, OneOf, RecordFilters, Search, YesNo
from caucus_site.core.rest.serializers import RecordSerializer
from caucus_site.core.rest.viewsets import WritableRecordViewSet
from caucus_site.core.scopes import Scope


class SourceSerializer(RecordSerializer):
    class Meta:
        model = Source
        fields = ("id", "kind", "title", "author", "published_on", "is_public")


class SourceFilters(RecordFilters):
    kind = OneOf("kind", choices=Source.Kind)


class SourceViewSet(WritableRecordViewSet):
    model = Source
    serializer_class = SourceSerializer
    ordering = ("title",)
    filterset_class = SourceFilters


class NewestSourceViewSet(SourceViewSet):
    ordering = ("-published_on_latest", "-created_at")


class AllFilters(RecordFilters):
    kind = OneOf("kind", choices=Source.Kind)
    publisher = Codes("publisher", pattern="[A-Z]{3}", says="Three capital letters.")
    author = Code("author", pattern="[a-z]+", says="Small letters.")
    accessed_on = Day("accessed_on")
    public = YesNo("is_public")
    search = Search(phrase="titled")


class FilteredSourceViewSet(SourceViewSet):
    scope = Scope.STATEMENTS
    filterset_class = AllFilters


FAILURES = {
    "http404": Http404("No Source matches the given query."),
    "forbidden": PermissionDenied("Only coordinators may do this."),
    "django-validation": ValidationError({"title": ValidationError("Too short.", code="short"), "__all__": ["Odd."]}),
    "django-plain": ValidationError("Not open.", code="not_open"),
    "drf-validation": exceptions.ValidationError(
        {"title": ["Too short."], "names": [{}, {"text/a": [exceptions.ErrorDetail("Blank.", code="blank")]}]}
    ),
    "not-authenticated": exceptions.NotAuthenticated(),
    "throttled": exceptions.Throttled(wait=12.4),
    "unsupported": exceptions.UnsupportedMediaType("text/x-canary"),
    "database-down": OperationalError("connection to server at /secret/socket failed"),
    "too-large": RequestDataTooBig("canary"),
    "suspicious": SuspiciousOperation("canary"),
    "gone": Problem(ProblemType.RESYNC_REQUIRED),
    "deep": RecursionError("maximum recursion depth exceeded"),
    "unforeseen": RuntimeError("canary: SELECT * FROM core_user"),
}


class FailingView(APIView):
    def get(self, request, name):
        raise FAILURES[name]

    def post(self, request, name):
        return Response(request.data)


def failing_page(request, name):
    raise FAILURES[name]


router = SimpleRouter(trailing_slash=False)
router.register("sources", SourceViewSet, basename="source")
router.register("filtered", FilteredSourceViewSet, basename="filtered")
router.register("newest", NewestSourceViewSet, basename="newest")

urlpatterns = [
    path("api/", include(router.urls)),
    path("api/fail/<slug:name>", FailingView.as_view()),
    path("api/plain/<slug:name>", failing_page),
    path("pages/<slug:name>", failing_page),
    # Pages that refuse lead back to those of the site.
    *site.urlpatterns,
]

handler400 = "caucus_site.core.rest.errors.bad_request"
handler403 = "caucus_site.core.rest.errors.forbidden"
handler404 = "caucus_site.core.rest.errors.not_found"
handler500 = "caucus_site.core.rest.errors.server_error"

"""Sources: where the facts are from."""

from caucus_site.core.models import Source
from caucus_site.core.rest.filters import OneOf, RecordFilters
from caucus_site.core.rest.serializers import RecordSerializer
from caucus_site.core.rest.viewsets import RecordViewSet


class SourceSerializer(RecordSerializer):
    class Meta:
        model = Source
        fields = ("id", "kind", "title", "author", "publisher", "url", "published_on", "accessed_on")


class SourceFilters(RecordFilters):
    kind = OneOf("kind", choices=Source.Kind)


class SourceViewSet(RecordViewSet):
    """Documents, pages, data sets and conversations that facts are taken from."""

    model = Source
    serializer_class = SourceSerializer
    filterset_class = SourceFilters


ROUTES: list[tuple[str, type[RecordViewSet]]] = [("sources", SourceViewSet)]

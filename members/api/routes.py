"""Each resource's place under /api/v1/ and its view."""

from caucus_site.core.rest.viewsets import RecordViewSet

ROUTES: list[tuple[str, type[RecordViewSet]]] = []

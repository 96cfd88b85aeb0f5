"""Each resource's place under /api/v1/ and its view."""

from caucus_site.core.rest.viewsets import RecordViewSet
from events.api.gatherings import GatheringViewSet
from events.api.missions import FindingViewSet, MissionViewSet

ROUTES: list[tuple[str, type[RecordViewSet]]] = [
    ("findings", FindingViewSet),
    ("gatherings", GatheringViewSet),
    ("missions", MissionViewSet),
]

"""Each resource's place under /api/v1/ and its view."""

from caucus_site.core.rest.viewsets import RecordViewSet
from members.api.chapters import ChapterViewSet, MembershipViewSet, OfficeViewSet
from members.api.countries import CorridorViewSet, CountryViewSet
from members.api.organisations import OrganisationViewSet
from members.api.people import MandateViewSet, PersonViewSet, StandingEventViewSet

ROUTES: list[tuple[str, type[RecordViewSet]]] = [
    ("chapters", ChapterViewSet),
    ("corridors", CorridorViewSet),
    ("countries", CountryViewSet),
    ("mandates", MandateViewSet),
    ("memberships", MembershipViewSet),
    ("offices", OfficeViewSet),
    ("organisations", OrganisationViewSet),
    ("people", PersonViewSet),
    ("standing-events", StandingEventViewSet),
]

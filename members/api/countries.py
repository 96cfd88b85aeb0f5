"""Countries and the corridors between them: reference data, for everybody."""

from django.utils.translation import gettext_lazy as _

from caucus_site.core.rest.filters import OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from members.api.filters import CountryCodes
from members.models import BodyMembership, Corridor, Country, CountryRole


class CountryRoleSerializer(Shape):
    class Meta:
        model = CountryRole
        fields = ("role", "began_on", "ended_on")


class BodyMembershipSerializer(Shape):
    body = Stub(allow_null=False)

    class Meta:
        model = BodyMembership
        fields = ("body", "status", "side", "began_on", "ended_on")


class CountrySerializer(Shape):
    roles = CountryRoleSerializer(many=True)
    body_memberships = BodyMembershipSerializer(many=True)

    class Meta:
        model = Country
        fields = ("id", "code", "alpha3", "name", "own_names", "roles", "body_memberships")


class CountryFilters(RecordFilters):
    code = CountryCodes("code")
    role = OneOf(
        "roles__role", choices=CountryRole.Role, distinct=True, about=_("Roles in migration, of today or of old.")
    )


class CountryViewSet(ShapedViewSet):
    """Countries, with their roles in migration and the regional bodies they belong to."""

    model = Country
    serializer_class = CountrySerializer
    filterset_class = CountryFilters


class CorridorSerializer(Shape):
    origin = CodedStub(allow_null=False)
    destination = CodedStub(allow_null=False)

    class Meta:
        model = Corridor
        fields = ("id", "origin", "destination")


class CorridorFilters(RecordFilters):
    origin = CountryCodes("origin__code")
    destination = CountryCodes("destination__code")


class CorridorViewSet(ShapedViewSet):
    """The ways of migrant workers from one country to another."""

    model = Corridor
    serializer_class = CorridorSerializer
    filterset_class = CorridorFilters

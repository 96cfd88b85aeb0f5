"""Parties, chambers, ministries, forums, civil society."""

from caucus_site.core.rest.filters import IdOf, OneOf, RecordFilters, Search
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.api.filters import CountryCodes
from members.models import Organisation, OrganisationIdentifier, OrganisationName, Succession


class OrganisationNameSerializer(Shape):
    class Meta:
        model = OrganisationName
        fields = ("text", "kind", "language", "began_on", "ended_on")


class OrganisationIdentifierSerializer(Shape):
    class Meta:
        model = OrganisationIdentifier
        fields = ("scheme", "value")


class SuccessionSerializer(Shape):
    successor = Stub(allow_null=False)

    class Meta:
        model = Succession
        fields = ("successor", "kind", "happened_on")


class OrganisationSerializer(Shape):
    country = CodedStub()
    parent = Stub()  # type: ignore[assignment]  # a field of ours by the name of an attribute of theirs
    names = OrganisationNameSerializer(many=True)
    identifiers = OrganisationIdentifierSerializer(many=True)
    successions = SuccessionSerializer(many=True)

    class Meta:
        model = Organisation
        fields = (
            "id",
            "name",
            "short_name",
            "kind",
            "country",
            "parent",
            "founded_on",
            "dissolved_on",
            "website",
            "institution_type",
            "stage",
            "seats",
            "description",
            "names",
            "identifiers",
            "successions",
        )


class OrganisationFilters(RecordFilters):
    search = Search()
    kind = OneOf("kind", choices=Organisation.Kind)
    country = CountryCodes("country__code")
    parent = IdOf(Organisation, "parent")


class OrganisationViewSet(ShapedViewSet):
    """Whatever acts under a name of its own, with its names of every time and what became of it."""

    model = Organisation
    scope = Scope.ORGANISATIONS
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilters

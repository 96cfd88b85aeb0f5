"""What the caucus calls together or takes part in. Who was invited, and who came, is not told here."""

from caucus_site.core.rest.filters import IdOf, OneOf
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from events.api.filters import DaysFilters
from events.models import Decision, Gathering, GatheringHost, GatheringSeries, ProgrammeItem
from members.api.filters import CountryCodes
from members.models import Chapter


class GatheringHostSerializer(Shape):
    organisation = Stub(allow_null=False)

    class Meta:
        model = GatheringHost
        fields = ("organisation", "role")


class ProgrammeItemSerializer(Shape):
    order = ("position",)

    class Meta:
        model = ProgrammeItem
        fields = ("position", "title", "summary", "starts_at", "ends_at")


class DecisionSerializer(Shape):
    order = ("number",)

    class Meta:
        model = Decision
        fields = ("number", "text")


class GatheringSerializer(Shape):
    series = Stub()
    chapter = Stub()
    country = CodedStub()
    parallel_to = Stub()
    hosts = GatheringHostSerializer(many=True)
    programme = ProgrammeItemSerializer(many=True)
    decisions = DecisionSerializer(many=True)

    class Meta:
        model = Gathering
        fields = (
            "id",
            "title",
            "kind",
            "level",
            "theme",
            "series",
            "chapter",
            "state",
            "began_on",
            "ended_on",
            "starts_at",
            "ends_at",
            "time_zone",
            "place",
            "country",
            "parallel_to",
            "parallel_event",
            "summary",
            "hosts",
            "programme",
            "decisions",
        )


class GatheringFilters(DaysFilters):
    kind = OneOf("kind", choices=Gathering.Kind)
    level = OneOf("level", choices=Gathering.Level)
    state = OneOf("state", choices=Gathering.State)
    country = CountryCodes("country__code")
    chapter = IdOf(Chapter, "chapter")
    series = IdOf(GatheringSeries, "series")


class GatheringViewSet(ShapedViewSet):
    """Assemblies, meetings, workshops, visits: announced, held, put off or called off."""

    model = Gathering
    scope = Scope.GATHERINGS
    serializer_class = GatheringSerializer
    filterset_class = GatheringFilters

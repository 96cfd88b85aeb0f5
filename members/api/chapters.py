"""The regional caucus and its chapters, who belongs to them and who speaks for them."""

from caucus_site.core.rest.filters import Day, IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.api.filters import HELD_ON, CountryCodes
from members.models import (
    Chapter,
    ChapterName,
    ChapterObjective,
    ChapterSupporter,
    Membership,
    Office,
    Person,
)


class ChapterNameSerializer(Shape):
    class Meta:
        model = ChapterName
        fields = ("text", "language", "began_on", "ended_on")


class ChapterObjectiveSerializer(Shape):
    order = ("position",)

    class Meta:
        model = ChapterObjective
        fields = ("position", "text")


class ChapterSupporterSerializer(Shape):
    organisation = Stub(allow_null=False)

    class Meta:
        model = ChapterSupporter
        fields = ("organisation", "role", "began_on", "ended_on")


class ChapterSerializer(Shape):
    parent = Stub()  # type: ignore[assignment]  # a field of ours by the name of an attribute of theirs
    country = CodedStub()
    names = ChapterNameSerializer(many=True)
    objectives = ChapterObjectiveSerializer(many=True)
    supporters = ChapterSupporterSerializer(many=True)

    class Meta:
        model = Chapter
        fields = (
            "id",
            "name",
            "short_name",
            "parent",
            "country",
            "state",
            "launched_on",
            "vision",
            "type_note",
            "time_zone",
            "names",
            "objectives",
            "supporters",
        )


class ChapterFilters(RecordFilters):
    parent = IdOf(Chapter, "parent")
    country = CountryCodes("country__code")
    state = OneOf("state", choices=Chapter.State)


class ChapterViewSet(ShapedViewSet):
    """The regional caucus, at the root, and the chapters below it."""

    model = Chapter
    scope = Scope.CHAPTERS
    serializer_class = ChapterSerializer
    filterset_class = ChapterFilters


class MembershipSerializer(Shape):
    person = Stub(allow_null=False)
    chapter = Stub(allow_null=False)

    class Meta:
        model = Membership
        fields = ("id", "person", "chapter", "category", "status", "began_on", "ended_on")


class MembershipFilters(RecordFilters):
    person = IdOf(Person, "person")
    chapter = IdOf(Chapter, "chapter")
    category = OneOf("category", choices=Membership.Category)
    status = OneOf("status", choices=Membership.Status)
    held_on = Day(phrase="held_on", about=HELD_ON)


class MembershipViewSet(ShapedViewSet):
    """Who belongs to which chapter, in which category, since when."""

    model = Membership
    scope = Scope.PEOPLE
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilters


class OfficeSerializer(Shape):
    person = Stub(allow_null=False)
    chapter = Stub(allow_null=False)

    class Meta:
        model = Office
        fields = ("id", "person", "chapter", "kind", "title", "began_on", "ended_on")


class OfficeFilters(RecordFilters):
    person = IdOf(Person, "person")
    chapter = IdOf(Chapter, "chapter")
    kind = OneOf("kind", choices=Office.Kind)
    held_on = Day(phrase="held_on", about=HELD_ON)


class OfficeViewSet(ShapedViewSet):
    """Tasks that people have in chapters."""

    model = Office
    scope = Scope.PEOPLE
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilters

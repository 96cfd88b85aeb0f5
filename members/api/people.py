"""People as everybody may know them. Contact details, inner profile and anything about danger have no place here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caucus_site.core.rest.filters import Day, IdOf, OneOf, RecordFilters, Search
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.api.filters import HELD_ON, CountryCodes
from members.models import (
    Chapter,
    Identifier,
    Mandate,
    Membership,
    Organisation,
    Person,
    PersonName,
    StandingEvent,
)


class PersonNameSerializer(Shape):
    class Meta:
        model = PersonName
        fields = (
            "text",
            "kind",
            "language",
            "given",
            "family",
            "honorific_prefix",
            "honorific_suffix",
            "began_on",
            "ended_on",
        )


class IdentifierSerializer(Shape):
    class Meta:
        model = Identifier
        fields = ("scheme", "value")


class MandateOfPersonSerializer(Shape):
    chamber = Stub(allow_null=False)
    party = Stub()
    area = Stub()
    term = Stub()

    class Meta:
        model = Mandate
        fields = (
            "id",
            "chamber",
            "party",
            "area",
            "constituency",
            "post",
            "bench",
            "term",
            "seat",
            "began_on",
            "ended_on",
            "how_ended",
        )


class MembershipOfPersonSerializer(Shape):
    chapter = Stub(allow_null=False)

    class Meta:
        model = Membership
        fields = ("id", "chapter", "category", "status", "began_on", "ended_on")


class PersonSerializer(Shape):
    country = CodedStub()
    names = PersonNameSerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    mandates = MandateOfPersonSerializer(many=True)
    memberships = MembershipOfPersonSerializer(many=True)

    class Meta:
        model = Person
        fields = (
            "id",
            "name",
            "sort_name",
            "gender",
            "born_on",
            "died_on",
            "country",
            "names",
            "identifiers",
            "mandates",
            "memberships",
        )


class PersonFilters(RecordFilters):
    search = Search()
    country = CountryCodes("country__code")
    gender = OneOf("gender", choices=Person.Gender)
    sitting_on = Day(phrase="sitting_on", about=_("Only who held a mandate on this day, as far as its dates tell."))
    chapter = IdOf(
        Chapter, "memberships__chapter", method="listed_in", about=_("Id of a chapter: who is listed as its member.")
    )

    def listed_in(self, people: Any, _name: str, chapter: str) -> Any:
        listed = Membership.objects.visible_to(self.principal).filter(chapter__public_id=chapter)
        return people.filter(pk__in=listed.values("person"))


class PersonViewSet(ShapedViewSet):
    """People with their names, mandates and memberships."""

    model = Person
    scope = Scope.PEOPLE
    serializer_class = PersonSerializer
    filterset_class = PersonFilters


class MandateSerializer(MandateOfPersonSerializer):
    person = Stub(allow_null=False)

    class Meta:
        model = Mandate
        fields = ("id", "person", *MandateOfPersonSerializer.Meta.fields[1:])


class MandateFilters(RecordFilters):
    person = IdOf(Person, "person")
    chamber = IdOf(Organisation, "chamber")
    party = IdOf(Organisation, "party")
    country = CountryCodes("chamber__country__code", about=_("Countries of the chamber."))
    held_on = Day(phrase="held_on", about=HELD_ON)


class MandateViewSet(ShapedViewSet):
    """Seats in chambers of parliament, each from its first day to its last."""

    model = Mandate
    scope = Scope.PEOPLE
    serializer_class = MandateSerializer
    filterset_class = MandateFilters


class StandingEventSerializer(Shape):
    person = Stub(allow_null=False)
    place = CodedStub()
    by_organisation = Stub()
    by_country = CodedStub()

    class Meta:
        model = StandingEvent
        fields = ("id", "person", "kind", "happened_on", "until_on", "place", "by_organisation", "by_country")


class StandingEventFilters(RecordFilters):
    person = IdOf(Person, "person")
    kind = OneOf("kind", choices=StandingEvent.Kind)


class StandingEventViewSet(ShapedViewSet):
    """What changed what a person may do as a parliamentarian, where that is public knowledge."""

    model = StandingEvent
    scope = Scope.PEOPLE
    serializer_class = StandingEventSerializer
    filterset_class = StandingEventFilters

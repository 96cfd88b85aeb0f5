"""Fact-finding missions as they were published: what was asked, who is named as having gone, what was found.

Terms of reference, itineraries, people met, testimony and evidence have no place here, whoever asks.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caucus_site.core.rest.filters import IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub, Stubs
from caucus_site.core.scopes import Scope
from events.api.filters import DaysFilters
from events.models import Delegate, FactFindingMission, Finding, MissionPlace
from events.models.vocabulary import IssueTheme
from members.api.filters import CountryCodes
from members.models import Chapter, Person


class DelegateSerializer(Shape):
    person = Stub(allow_null=False)
    country = CodedStub()

    class Meta:
        model = Delegate
        fields = ("person", "role", "capacity", "capacity_text", "country")


class FindingOfMissionSerializer(Shape):
    order = ("number",)

    class Meta:
        model = Finding
        fields = ("id", "number", "title", "text", "theme")


class MissionSerializer(Shape):
    initiating_chapter = Stub()
    initiating_person = Stub()
    initiating_organisation = Stub()
    chapter = Stub()
    countries = Stubs("places", "country", CodedStub())
    delegates = DelegateSerializer(many=True)
    findings = FindingOfMissionSerializer(many=True)

    class Meta:
        model = FactFindingMission
        fields = (
            "id",
            "title",
            "initiator_kind",
            "initiating_chapter",
            "initiating_person",
            "initiating_organisation",
            "chapter",
            "state",
            "began_on",
            "ended_on",
            "outcome",
            "countries",
            "delegates",
            "findings",
        )


class MissionFilters(DaysFilters):
    country = CountryCodes("places__country__code", method="in_countries", about=_("Countries that were visited."))
    chapter = IdOf(Chapter, "chapter")
    state = OneOf("state", choices=FactFindingMission.State)
    delegate = IdOf(Person, "delegates__person", method="joined_by", about=_("Id of a delegate."))

    def in_countries(self, missions: Any, _name: str, codes: list[str]) -> Any:
        places = MissionPlace.objects.visible_to(self.principal).filter(country__code__in=codes)
        return missions.filter(pk__in=places.values("mission"))

    def joined_by(self, missions: Any, _name: str, person: str) -> Any:
        named = Delegate.objects.visible_to(self.principal).filter(person__public_id=person)
        return missions.filter(pk__in=named.values("mission"))


class MissionViewSet(ShapedViewSet):
    """Fact-finding missions: who sent them, who went, and what they found."""

    model = FactFindingMission
    scope = Scope.MISSIONS
    serializer_class = MissionSerializer
    filterset_class = MissionFilters


class FindingSerializer(Shape):
    mission = Stub("title", allow_null=False)

    class Meta:
        model = Finding
        fields = ("id", "mission", "number", "title", "text", "theme")


class FindingFilters(RecordFilters):
    mission = IdOf(FactFindingMission, "mission")
    theme = OneOf("theme", choices=IssueTheme)


class FindingViewSet(ShapedViewSet):
    """The numbered issues of missions' reports."""

    model = Finding
    scope = Scope.MISSIONS
    serializer_class = FindingSerializer
    filterset_class = FindingFilters

"""What the caucus asks for, and what came of it."""

from typing import Any

from advocacy.models import FollowUp, Recommendation, RecommendationAddressee, Statement
from caucus_site.core.rest.filters import IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub, Stubs
from caucus_site.core.scopes import Scope
from events.models import FactFindingMission
from members.api.filters import CountryCodes
from members.models import Chapter


class AddresseeSerializer(Shape):
    organisation = Stub()
    country = CodedStub()

    class Meta:
        model = RecommendationAddressee
        fields = ("organisation", "country")


class RecommendationSerializer(Shape):
    statement = Stub("title")
    mission = Stub("title")
    responsible_chapter = Stub()
    addressees = AddresseeSerializer(many=True)
    findings = Stubs("grounds", "finding", Stub("title"))

    class Meta:
        model = Recommendation
        fields = (
            "id",
            "statement",
            "mission",
            "number",
            "title",
            "text",
            "urgency",
            "state",
            "made_on",
            "responsible_chapter",
            "addressees",
            "findings",
        )


class RecommendationFilters(RecordFilters):
    statement = IdOf(Statement, "statement")
    mission = IdOf(FactFindingMission, "mission")
    state = OneOf("state", choices=Recommendation.State)
    urgency = OneOf("urgency", choices=Recommendation.Urgency)
    responsible_chapter = IdOf(Chapter, "responsible_chapter")
    country = CountryCodes("addressees__country__code", method="addressed_to")

    def addressed_to(self, recommendations: Any, _name: str, codes: list[str]) -> Any:
        named = RecommendationAddressee.objects.visible_to(self.principal).filter(country__code__in=codes)
        return recommendations.filter(pk__in=named.values("recommendation"))


class RecommendationViewSet(ShapedViewSet):
    """Numbered asks of statements and missions, to named institutions and governments."""

    model = Recommendation
    scope = Scope.RECOMMENDATIONS
    serializer_class = RecommendationSerializer
    filterset_class = RecommendationFilters


class FollowUpSerializer(Shape):
    recommendation = Stub("title")
    action = Stub("title")
    by_person = Stub()
    by_organisation = Stub()

    class Meta:
        model = FollowUp
        fields = (
            "id",
            "recommendation",
            "kind",
            "happened_on",
            "text",
            "evidence_url",
            "action",
            "by_person",
            "by_organisation",
            "outcome",
        )


class FollowUpFilters(RecordFilters):
    recommendation = IdOf(Recommendation, "recommendation")
    kind = OneOf("kind", choices=FollowUp.Kind)
    outcome = OneOf("outcome", choices=Recommendation.State)


class FollowUpViewSet(ShapedViewSet):
    """What was done or heard about a recommendation, one entry at a time."""

    model = FollowUp
    scope = Scope.RECOMMENDATIONS
    serializer_class = FollowUpSerializer
    filterset_class = FollowUpFilters

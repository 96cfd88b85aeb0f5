"""Campaigns, where each country stands in them, and what they count.

What is in the way, what comes next and who sees to it is inner work and has no place here.
"""

from typing import Any

from advocacy.api.instruments import CorridorStub
from advocacy.api.statements import DemandSerializer
from advocacy.models import Campaign, CampaignStage, Indicator, IndicatorReading, Instrument
from caucus_site.core.rest.filters import IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.models import Chapter


class CampaignStageSerializer(Shape):
    country = CodedStub(allow_null=False)

    class Meta:
        model = CampaignStage
        fields = ("country", "stage", "as_of")

    def chosen(self, rows: Any) -> Any:
        return rows.newest_of_each_country()


class CampaignSerializer(Shape):
    corridor = CorridorStub()
    chapter = Stub()
    instrument = CodedStub("title")
    stages = CampaignStageSerializer(many=True)
    demands = DemandSerializer(many=True)

    class Meta:
        model = Campaign
        fields = (
            "id",
            "title",
            "aim",
            "level",
            "corridor",
            "chapter",
            "instrument",
            "state",
            "began_on",
            "ended_on",
            "stages",
            "demands",
        )


class CampaignFilters(RecordFilters):
    level = OneOf("level", choices=Campaign.Level)
    state = OneOf("state", choices=Campaign.State)
    chapter = IdOf(Chapter, "chapter")
    instrument = IdOf(Instrument, "instrument")


class CampaignViewSet(ShapedViewSet):
    """Sustained work for one aim, with its demands."""

    model = Campaign
    scope = Scope.CAMPAIGNS
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilters


class IndicatorSerializer(Shape):
    campaign = Stub("title", allow_null=False)

    class Meta:
        model = Indicator
        fields = ("id", "campaign", "name", "unit", "target")


class IndicatorFilters(RecordFilters):
    campaign = IdOf(Campaign, "campaign")


class IndicatorViewSet(ShapedViewSet):
    """What campaigns count."""

    model = Indicator
    scope = Scope.CAMPAIGNS
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilters


class IndicatorReadingSerializer(Shape):
    indicator = Stub(allow_null=False)

    class Meta:
        model = IndicatorReading
        fields = ("id", "indicator", "from_on", "happened_on", "value", "is_approximate")


class IndicatorReadingFilters(RecordFilters):
    indicator = IdOf(Indicator, "indicator")


class IndicatorReadingViewSet(ShapedViewSet):
    """The value of an indicator on a day, or over a stretch of time."""

    model = IndicatorReading
    scope = Scope.CAMPAIGNS
    serializer_class = IndicatorReadingSerializer
    filterset_class = IndicatorReadingFilters

"""Each resource's place under /api/v1/ and its view."""

from advocacy.api.actions import ActionViewSet, AnswerViewSet
from advocacy.api.campaigns import CampaignViewSet, IndicatorReadingViewSet, IndicatorViewSet
from advocacy.api.instruments import CommitmentViewSet, InstrumentViewSet
from advocacy.api.recommendations import FollowUpViewSet, RecommendationViewSet
from advocacy.api.statements import EndorsementViewSet, StatementViewSet
from caucus_site.core.rest.viewsets import RecordViewSet

ROUTES: list[tuple[str, type[RecordViewSet]]] = [
    ("actions", ActionViewSet),
    ("answers", AnswerViewSet),
    ("campaigns", CampaignViewSet),
    ("commitments", CommitmentViewSet),
    ("endorsements", EndorsementViewSet),
    ("follow-ups", FollowUpViewSet),
    ("indicator-readings", IndicatorReadingViewSet),
    ("indicators", IndicatorViewSet),
    ("instruments", InstrumentViewSet),
    ("recommendations", RecommendationViewSet),
    ("statements", StatementViewSet),
]

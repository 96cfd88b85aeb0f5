from advocacy.models.actions import Answer, ParliamentaryAction
from advocacy.models.allocations import Allocation, Contribution
from advocacy.models.campaigns import Campaign, CampaignStage, Demand
from advocacy.models.concerns import Concern, ConcernStep
from advocacy.models.endorsements import Endorsement, EndorsementWithdrawal
from advocacy.models.facts import Fact
from advocacy.models.follow_ups import FollowUp
from advocacy.models.funding import Funder, Grant, GrantDeadline
from advocacy.models.indicators import Indicator, IndicatorReading
from advocacy.models.instruments import Commitment, Instrument, InstrumentClause
from advocacy.models.recommendations import Recommendation, RecommendationAddressee, RecommendationFinding
from advocacy.models.solidarity import SolidarityCase, SolidarityStep
from advocacy.models.statements import Statement
from advocacy.models.texts import StatementInvitation, StatementText

__all__ = [
    "Allocation",
    "Answer",
    "Campaign",
    "CampaignStage",
    "Commitment",
    "Concern",
    "ConcernStep",
    "Contribution",
    "Demand",
    "Endorsement",
    "EndorsementWithdrawal",
    "Fact",
    "FollowUp",
    "Funder",
    "Grant",
    "GrantDeadline",
    "Indicator",
    "IndicatorReading",
    "Instrument",
    "InstrumentClause",
    "ParliamentaryAction",
    "Recommendation",
    "RecommendationAddressee",
    "RecommendationFinding",
    "SolidarityCase",
    "SolidarityStep",
    "Statement",
    "StatementInvitation",
    "StatementText",
]

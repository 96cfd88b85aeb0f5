from events.models.action_plans import ActionItem, ActionPlan
from events.models.findings import Finding, FindingEvidence, FindingTestimony
from events.models.gatherings import Attendance, Gathering, GatheringSeries
from events.models.journeys import MissionPlace, OrganisationMet, PersonMet
from events.models.missions import Delegate, FactFindingMission
from events.models.programmes import Decision, GatheringHost, ProgrammeItem
from events.models.testimony import Evidence, Testimony, WitnessIdentity
from events.models.vocabulary import Capacity, IssueTheme

__all__ = [
    "ActionItem",
    "ActionPlan",
    "Attendance",
    "Capacity",
    "Decision",
    "Delegate",
    "Evidence",
    "FactFindingMission",
    "Finding",
    "FindingEvidence",
    "FindingTestimony",
    "Gathering",
    "GatheringHost",
    "GatheringSeries",
    "IssueTheme",
    "MissionPlace",
    "OrganisationMet",
    "PersonMet",
    "ProgrammeItem",
    "Testimony",
    "WitnessIdentity",
]

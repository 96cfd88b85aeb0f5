from members.models.chapters import Chapter, ChapterName, ChapterObjective, ChapterSupporter
from members.models.contacts import ContactDetail
from members.models.countries import BodyMembership, Corridor, Country, CountryRole
from members.models.mandates import Mandate, StandingEvent
from members.models.memberships import Aide, Membership, Office
from members.models.organisations import Organisation, OrganisationIdentifier, OrganisationName, Succession
from members.models.parliaments import Area, AreaIdentifier, ChamberTerm, ForumAccess
from members.models.people import Identifier, Person, PersonName
from members.models.profiles import Biography, PersonLink
from members.models.protection import Incident, Level, Protection

__all__ = [
    "Aide",
    "Area",
    "AreaIdentifier",
    "Biography",
    "BodyMembership",
    "ChamberTerm",
    "Chapter",
    "ChapterName",
    "ChapterObjective",
    "ChapterSupporter",
    "ContactDetail",
    "Corridor",
    "Country",
    "CountryRole",
    "ForumAccess",
    "Identifier",
    "Incident",
    "Level",
    "Mandate",
    "Membership",
    "Office",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationName",
    "Person",
    "PersonLink",
    "PersonName",
    "Protection",
    "StandingEvent",
    "Succession",
]

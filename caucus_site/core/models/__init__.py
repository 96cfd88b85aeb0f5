from caucus_site.core.models.compartment import Compartment, CompartmentedQuerySet, CompartmentReader
from caucus_site.core.models.errand import Errand
from caucus_site.core.models.journal import JournalEntry
from caucus_site.core.models.message import Message
from caucus_site.core.models.record import Record, RecordQuerySet
from caucus_site.core.models.source import Citation, Source
from caucus_site.core.models.submission import SubmittedForm
from caucus_site.core.models.user import User

__all__ = [
    "Citation",
    "Compartment",
    "CompartmentReader",
    "CompartmentedQuerySet",
    "Errand",
    "JournalEntry",
    "Message",
    "Record",
    "RecordQuerySet",
    "Source",
    "SubmittedForm",
    "User",
]

"""Reading pages: what they say, and what they cost."""

import uuid

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advocacy.models import Endorsement, FollowUp, ParliamentaryAction, Recommendation, Statement
from caucus_site.core import statistics
from events.models import Attendance, Delegate, FactFindingMission, Finding, Gathering
from members.models import Chapter, Membership, Office, Organisation, Person

GROWN = (
    *(Endorsement, FollowUp, ParliamentaryAction, Recommendation, Statement),
    *(Attendance, Delegate, FactFindingMission, Finding, Gathering),
    *(Chapter, Membership, Office, Organisation, Person),
)


def words(response):
    """The page without the white space of its template."""
    page = " ".join(response.content.decode().split())
    return page.replace("> ", ">").replace(" <", "<")


def cost(client, address):
    """How many queries one page takes, once caches of content types and the like are warm.

    The planner is told of the rows first, as it is after an import: tests before this one have left it with tables
    that it takes for empty.
    """
    statistics.refresh(*GROWN)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def client_of(account):
    client = Client()
    if account is not None:
        client.force_login(account)
    return client


class Readers:
    """One page as each of several accounts reads it."""

    def __init__(self, accounts, address):
        self.pages = {name: words(client_of(account).get(address)) for name, account in accounts.items()}

    def of(self, canary):
        """The names of those whose page carries the canary."""
        return {name for name, page in self.pages.items() if canary in page}


def is_like_nothing(client, address, public_id):
    """Whether a page that may not be seen is the page of a record that never was, byte for byte."""
    hidden = client.get(address)
    never = client.get(address.replace(str(public_id), str(uuid.uuid4())))
    return hidden.status_code == never.status_code == 404 and hidden.content == never.content

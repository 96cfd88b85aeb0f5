"""A chapter below the regional caucus, a statement of a mission and a campaign, and the letters that were planned."""

from types import SimpleNamespace

import pytest

from advocacy.models import Statement
from advocacy.services import statements
from caucus_site.core import errand_running
from caucus_site.core.models import Message
from tests.core.background.conftest import background, by_smtp, mail_server, one_valkey, valkey  # noqa: F401
from tests.factories.advocacy import CampaignFactory, EndorsementFactory, StatementFactory, StatementTextFactory
from tests.factories.core import UserFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import ChapterFactory, CountryFactory, PersonFactory, RegionalCaucusFactory


@pytest.fixture
def world(db):
    """The statement is adopted, with an authorised text: it lacks only publishing."""
    root = RegionalCaucusFactory()
    country = CountryFactory(code="KH", name="Cambodia")
    chapter = ChapterFactory(name="Cambodian chapter", country=country)
    mission = FactFindingMissionFactory(public=True)
    campaign = CampaignFactory(is_public=True)
    statement = StatementFactory(
        title="Wages on time",
        state=Statement.State.ADOPTED,
        chapter=chapter,
        mission=mission,
        campaign=campaign,
        note="CANARY-note",
    )
    StatementTextFactory(statement=statement, title="Wages on time", body="We ask that wages be paid.\n\nAt once.")
    return SimpleNamespace(
        root=root, country=country, chapter=chapter, mission=mission, campaign=campaign, statement=statement
    )


@pytest.fixture
def publish(secretariat):
    def publish(statement):
        return statements.advance(statement, to="published", acting_user=secretariat)

    return publish


@pytest.fixture
def run_errands():
    """As the worker does, in this process."""

    def run():
        assert errand_running.run_due() is False

    return run


@pytest.fixture
def ledger():
    """The letters by the name of their recipient: rule, state and reason."""

    def read():
        letters = Message.objects.select_related("recipient").order_by("pk")
        return {letter.recipient.full_name: (letter.rule, letter.state, letter.reason) for letter in letters}

    return read


@pytest.fixture
def letter_to():
    def find(account):
        return Message.objects.get(recipient=account)

    return find


def somebody(name, **facts):
    """An account of that name."""
    return UserFactory(full_name=name, **facts)


def member(name, **facts):
    """A person with an account of that name."""
    return PersonFactory(name=name, account=somebody(name, parliamentarian=True, **facts))


def signature_of(person, statement, **facts):
    return EndorsementFactory(statement=statement, person=person, **facts)

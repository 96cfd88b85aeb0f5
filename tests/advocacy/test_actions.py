"""Reporting parliamentary work: for whom, of when, and that it waits to be checked."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from advocacy.models import ParliamentaryAction
from advocacy.services import actions
from caucus_site.core.data_classes import Role
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import JournalEntry
from tests.factories.advocacy import CampaignFactory, RecommendationFactory, StatementFactory
from tests.factories.core import UserFactory
from tests.factories.members import AideFactory, CountryFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2019, 11, 7, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture
def member():
    return PersonFactory(account=UserFactory(parliamentarian=True), country=CountryFactory(code="KH"))


def report(person, account=None, **facts):
    facts = {"kind": "question", "title": "On wages", "happened_on": PartialDate.from_edtf("2019-11"), **facts}
    return actions.report(person=person, acting_user=account or person.account, moment=NOON, **facts)


def aide_of(member, *purposes, role=Role.OBSERVER, **facts):
    facts = {"began_on": "2019", "ended_on": "2019-12-31", **facts}
    return AideFactory(acts_for=member, aide__account=UserFactory(role=role), purposes=list(purposes), **facts).aide


def test_a_report_waits_to_be_checked_and_says_who_entered_it(member):
    chamber = OrganisationFactory(chamber=True, country=CountryFactory(code="MY"))

    action = report(member, chamber=chamber, is_public=True, url="https://hansard.example/1", text="Asked about wages.")

    assert action == ParliamentaryAction.objects.get()
    assert (action.review, action.is_public, action.entered_by) == ("reported", True, member.account)
    assert (action.country.code, str(action.happened_on)) == ("MY", "November 2019")
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_id) == (
        "advocacy.action_reported",
        action.public_id,
        member.account.pk,
    )
    assert entry.details == {"person": str(member.public_id), "kind": "question"}


def test_without_a_chamber_the_country_is_the_members(member):
    assert report(member).country == member.country


@pytest.mark.parametrize("answered", [RecommendationFactory, StatementFactory, CampaignFactory])
def test_a_report_names_what_it_answers(member, answered):
    record = answered()

    action = report(member, in_answer_to=record)

    assert getattr(action, record._meta.model_name) == record


def test_an_aide_reports_for_the_member_and_every_act_says_so(member):
    aide = aide_of(member, "report")

    action = report(member, aide.account)

    assert (action.person, action.entered_by) == (member, aide.account)


@pytest.mark.parametrize("circumstance", ["other purpose", "over", "of somebody else", "nobody", "own, as observer"])
def test_nobody_reports_for_others_without_being_asked(member, circumstance):
    reporters = {
        "other purpose": lambda: aide_of(member, "read", "answer", "profile", "sign").account,
        "over": lambda: aide_of(member, "report", began_on="2018", ended_on="2019-11-06").account,
        "of somebody else": lambda: aide_of(PersonFactory(), "report").account,
        "nobody": lambda: UserFactory(parliamentarian=True),
        "own, as observer": UserFactory,
    }
    account = reporters[circumstance]()
    person = PersonFactory(account=account) if circumstance == "own, as observer" else member

    with pytest.raises(ValidationError) as refusal:
        report(person, account)

    assert (refusal.value.code, ParliamentaryAction.objects.count()) == ("not_yours_to_report", 0)


@pytest.mark.parametrize(("day", "is_taken"), [("2019-11-07", True), ("2019-11-08", False), ("2019", True)])
def test_days_to_come_are_not_reported(member, day, is_taken):
    happened_on = PartialDate.from_edtf(day)

    if is_taken:
        assert report(member, happened_on=happened_on).happened_on == happened_on
    else:
        with pytest.raises(ValidationError) as refusal:
            report(member, happened_on=happened_on)
        assert list(refusal.value.message_dict) == ["happened_on"]
        assert not ParliamentaryAction.objects.exists()


def test_a_link_that_is_none_is_refused_at_its_field(member):
    with pytest.raises(ValidationError) as refusal:
        report(member, url="javascript:alert(1)")

    assert list(refusal.value.message_dict) == ["url"]

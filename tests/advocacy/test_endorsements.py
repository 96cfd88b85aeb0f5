"""What was signed stays signed, who may sign when, and withdrawals."""

import datetime
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advocacy.models import Endorsement, EndorsementWithdrawal
from advocacy.services import endorsements
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import JournalEntry
from members.models import Organisation
from tests.factories.advocacy import (
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    StatementFactory,
    StatementTextFactory,
)
from tests.factories.members import (
    CountryFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    StandingEventFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2019, 11, 7, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def edtf(text):
    return PartialDate.from_edtf(text)


@pytest.fixture
def mandate():
    return MandateFactory(
        person__name="Mona Testari",
        chamber__name="House of Representatives",
        chamber__country=CountryFactory(name="Testland"),
        party=OrganisationFactory(party=True, name="Fair Work Party"),
        post="Whip",
        began_on=edtf("2018"),
    )


def signed_as(endorsement):
    names = ("signed_as_name", "signed_as_title", "party", "chamber", "country", "standing")
    return tuple(getattr(endorsement, name) for name in names)


def test_a_signature_keeps_what_it_was_signed_as(mandate, parliamentarian):
    text = StatementTextFactory(statement__open=True)

    endorsements.endorse(text.statement, by=mandate.person, acting_user=parliamentarian, moment=NOON)
    mandate.person.name = "Mona Newname"
    mandate.person.save()
    Organisation.objects.update(name="Renamed")
    mandate.delete()

    endorsement = Endorsement.objects.get()
    assert signed_as(endorsement) == (
        "Mona Testari",
        "Whip",
        "Fair Work Party",
        "House of Representatives",
        "Testland",
        "sitting",
    )
    assert (endorsement.signed_at, endorsement.signed_on, endorsement.door) == (NOON, edtf("2019-11-07"), "portal")
    assert endorsement.text_hash == hashlib.sha256(text.body.encode()).hexdigest()
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.details) == (
        "advocacy.statement_endorsed",
        text.statement.public_id,
        {"endorsement": str(endorsement.public_id), "door": "portal"},
    )


def test_asking_twice_gives_one_endorsement(mandate, parliamentarian):
    statement = StatementFactory(open=True)

    first = endorsements.endorse(statement, by=mandate.person, acting_user=parliamentarian, moment=NOON)
    second = endorsements.endorse(statement, by=mandate.person, acting_user=parliamentarian, moment=NOON + HOUR)

    assert (first, Endorsement.objects.count(), JournalEntry.objects.count()) == (second, 1, 1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "draft"}, "This statement is not open for signature: it is “Draft”."),
        ({"open": True, "opens_at": NOON + HOUR}, "Signing has not opened yet; it opens on 2019-11-07 13:00 UTC."),
        ({"open": True, "closes_at": NOON}, "Signing closed on 2019-11-07 12:00 UTC."),
    ],
)
def test_a_statement_that_is_not_open_is_not_signed(parliamentarian, facts, sentence):
    statement = StatementFactory(**facts)

    with pytest.raises(ValidationError) as refusal:
        endorsements.endorse(statement, by=PersonFactory(), acting_user=parliamentarian, moment=NOON)

    assert (refusal.value.messages, refusal.value.code) == ([sentence], "not_open")
    assert not Endorsement.objects.exists()


def test_standing_is_that_of_the_day(mandate, secretariat):
    former = MandateFactory(began_on=edtf("2009"), ended_on=edtf("2015")).person
    suspended = MandateFactory(began_on=edtf("2018")).person
    StandingEventFactory(person=suspended, kind="suspended", happened_on=edtf("2019-10"))
    reinstated = MandateFactory(began_on=edtf("2018")).person
    StandingEventFactory(person=reinstated, kind="suspended", happened_on=edtf("2019-01"))
    StandingEventFactory(person=reinstated, kind="reinstated", happened_on=edtf("2019-02"))
    until_then = MandateFactory(began_on=edtf("2018")).person
    StandingEventFactory(person=until_then, kind="barred", happened_on=edtf("2019-01"), until_on=edtf("2019-06"))
    statement = StatementFactory(open=True)

    people = (mandate.person, former, suspended, reinstated, until_then, PersonFactory())
    standings = [
        endorsements.endorse(statement, by=person, acting_user=secretariat, moment=NOON).standing for person in people
    ]

    assert standings == ["sitting", "former", "suspended", "sitting", "sitting", "never"]


def test_an_organisation_signs_under_its_name(secretariat):
    organisation = OrganisationFactory(name="Workers' Net", country=CountryFactory(name="Testland"))

    endorsement = endorsements.endorse(
        StatementFactory(open=True), by=organisation, acting_user=secretariat, door="paper", moment=NOON
    )

    assert signed_as(endorsement) == ("Workers' Net", "", "", "", "Testland", "")


@pytest.mark.parametrize(
    "facts",
    [
        {"signed_as_name": "Somebody else"},
        {"signed_as_title": "Minister"},
        {"party": "Another party"},
        {"chamber": "Senate"},
        {"country": "Elsewhere"},
        {"standing": "sitting"},
        {"text_hash": "0" * 64},
        {"signed_on": PartialDate.from_edtf("1999")},
        {"signed_at": NOON},
        {"door": "paper"},
    ],
)
def test_signed_facts_are_frozen_even_against_update(facts):
    endorsement = EndorsementFactory()

    with pytest.raises(IntegrityError, match="What was signed stays signed"), transaction.atomic():
        Endorsement.objects.update(**facts)
    for name, value in facts.items():
        setattr(endorsement, name, value)
    with pytest.raises(ValidationError, match="What was signed stays signed") as refusal:
        endorsement.full_clean()

    assert set(refusal.value.message_dict) == set(facts)


def test_another_signer_or_statement_cannot_be_put_in_place():
    EndorsementFactory()

    for facts in ({"person": PersonFactory()}, {"statement": StatementFactory()}):
        with pytest.raises(IntegrityError, match="What was signed stays signed"), transaction.atomic():
            Endorsement.objects.update(**facts)


def test_hiding_a_signature_is_always_possible():
    endorsement = EndorsementFactory()

    endorsement.is_hidden = True
    endorsement.full_clean()
    endorsement.save()

    assert Endorsement.objects.get().is_hidden
    assert endorsement.signed_as_name not in str(endorsement)


@pytest.mark.parametrize("signers", ["both", "neither"])
def test_a_person_or_an_organisation_signs(signers):
    facts = (
        {"person": PersonFactory(), "organisation": OrganisationFactory()} if signers == "both" else {"person": None}
    )

    with pytest.raises(IntegrityError, match="a_person_or_an_organisation_signs"), transaction.atomic():
        EndorsementFactory(**facts)
    with pytest.raises(ValidationError):
        EndorsementFactory.build(statement=StatementFactory(), **facts).clean()


def test_one_signature_per_signer_and_statement():
    signed = EndorsementFactory()
    by_organisation = EndorsementFactory(person=None, organisation=OrganisationFactory())

    EndorsementFactory(person=signed.person)
    with pytest.raises(IntegrityError, match="a_person_signs_a_statement_once"), transaction.atomic():
        EndorsementFactory(statement=signed.statement, person=signed.person)
    with pytest.raises(IntegrityError, match="an_organisation_signs_a_statement_once"), transaction.atomic():
        EndorsementFactory(statement=by_organisation.statement, person=None, organisation=by_organisation.organisation)


def test_the_hash_comes_from_the_text_whatever_the_form_says():
    text = StatementTextFactory()

    EndorsementFactory(statement=text.statement, text=text, text_hash="0" * 64)

    assert Endorsement.objects.get().text_hash == hashlib.sha256(text.body.encode()).hexdigest()


def test_a_text_of_another_statement_is_refused():
    text = StatementTextFactory()

    with pytest.raises(IntegrityError, match="belongs to another statement"), transaction.atomic():
        EndorsementFactory(text=text)


def test_hidden_until_needs_hidden():
    with pytest.raises(IntegrityError, match="only_a_hidden_signature"), transaction.atomic():
        EndorsementFactory(hidden_until=datetime.date(2020, 1, 1))


def test_withdrawing_leaves_the_signature_and_adds_a_fact(secretariat):
    endorsement = EndorsementFactory(signed_on=edtf("2019-11-07"))

    first = endorsements.withdraw(endorsement, acting_user=secretariat, reason="Safety", on=datetime.date(2020, 1, 2))
    second = endorsements.withdraw(endorsement, acting_user=secretariat)

    assert first == second == EndorsementWithdrawal.objects.get()
    assert (first.withdrawn_on, first.recorded_by) == (datetime.date(2020, 1, 2), secretariat)
    assert Endorsement.objects.count() == 1
    assert not Endorsement.objects.standing().exists()
    assert JournalEntry.objects.get().details == {"endorsement": str(endorsement.public_id)}


def test_a_withdrawal_before_the_signature_is_refused(secretariat):
    endorsement = EndorsementFactory(signed_on=edtf("2019-11-07"))

    with pytest.raises(ValidationError, match="signed on 7 November 2019"):
        endorsements.withdraw(endorsement, acting_user=secretariat, on=datetime.date(2019, 11, 6))


def test_a_withdrawn_signature_is_not_given_again(parliamentarian):
    withdrawal = EndorsementWithdrawalFactory()

    with pytest.raises(ValidationError, match="the withdrawal stays"):
        endorsements.endorse(
            withdrawal.endorsement.statement,
            by=withdrawal.endorsement.person,
            acting_user=parliamentarian,
            moment=NOON,
        )

"""Who may sign on their own, and that nobody signs what they have not been shown."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from advocacy.models import Endorsement
from advocacy.services import endorsements
from caucus_site.core.data_classes import Role
from caucus_site.core.models import JournalEntry
from tests.factories.advocacy import (
    EndorsementWithdrawalFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import UserFactory
from tests.factories.members import MandateFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2019, 11, 7, 12, tzinfo=datetime.UTC)


@pytest.fixture
def text():
    return StatementTextFactory(statement__open=True)


def member(role=Role.PARLIAMENTARIAN, **facts):
    return MembershipFactory(person__account=UserFactory(role=role), **facts).person


def sign(text, person, **facts):
    return endorsements.sign(text.statement, acting_user=person.account, text_read=text, moment=NOON, **facts)


@pytest.mark.parametrize(
    ("category", "status", "role"),
    [
        ("sitting", "active", Role.PARLIAMENTARIAN),
        ("former", "active", Role.PARLIAMENTARIAN),
        ("sitting", "invited", Role.PARLIAMENTARIAN),
        ("former", "active", Role.COORDINATOR),
    ],
)
def test_members_sign_for_themselves(text, category, status, role):
    person = member(role, category=category, status=status)

    endorsement = sign(text, person)

    assert endorsement == Endorsement.objects.get()
    assert (endorsement.person, endorsement.entered_by, endorsement.door) == (person, person.account, "portal")
    assert endorsement.text == text


@pytest.mark.parametrize("category", ["staff", "civil_society", "academic"])
def test_associates_sign_when_they_were_invited_to_the_statement(text, category):
    person = member(Role.COORDINATOR, category=category)
    with pytest.raises(ValidationError) as refusal:
        sign(text, person)
    assert (refusal.value.code, Endorsement.objects.count()) == ("not_a_signer", 0)

    StatementInvitationFactory(statement=text.statement, person=person)

    assert sign(text, person).standing == "never"


def test_parliamentarians_outside_the_caucus_sign_when_they_were_invited(text):
    person = PersonFactory(account=UserFactory(parliamentarian=True))
    StatementInvitationFactory(person=person)
    with pytest.raises(ValidationError, match="invited to this one"):
        sign(text, person)

    StatementInvitationFactory(statement=text.statement, person=person)

    assert sign(text, person).person == person


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.SECRETARIAT, Role.SUPERADMIN, Role.PARTNER])
def test_other_accounts_sign_for_nobody_not_even_when_invited(text, role):
    person = member(role)
    StatementInvitationFactory(statement=text.statement, person=person)

    with pytest.raises(ValidationError, match="with their own accounts") as refusal:
        sign(text, person)

    assert (refusal.value.code, Endorsement.objects.count()) == ("not_a_signer", 0)


@pytest.mark.parametrize("circumstance", ["nobody behind it", "switched off", "left", "lapsed", "ended before"])
def test_accounts_that_are_nobody_present_do_not_sign(text, circumstance):
    account = UserFactory(parliamentarian=True, is_active=circumstance != "switched off")
    if circumstance != "nobody behind it":
        facts = {"left": {"status": "left", "ended_on": "2018"}, "lapsed": {"status": "lapsed"}}
        MembershipFactory(
            person__account=account, **facts.get(circumstance, {"ended_on": "2018"} if "ended" in circumstance else {})
        )

    with pytest.raises(ValidationError) as refusal:
        endorsements.sign(text.statement, acting_user=account, text_read=text, moment=NOON)

    assert (refusal.value.code, Endorsement.objects.count()) == ("not_a_signer", 0)


def test_signing_twice_gives_one_signature_and_one_entry(text):
    person = member()

    first, second = sign(text, person), sign(text, person, is_hidden=True)

    assert (first, Endorsement.objects.get().is_hidden, JournalEntry.objects.count()) == (second, False, 1)


def test_signing_twice_stands_even_after_the_window_has_closed_and_the_text_was_replaced(text):
    person = member()
    first = sign(text, person)
    text.statement.closes_at = NOON
    text.statement.save()
    StatementTextFactory(statement=text.statement, edition=2)

    assert sign(text, person) == first


def test_a_text_that_was_replaced_meanwhile_is_not_signed(text):
    newer = StatementTextFactory(statement=text.statement, edition=2, body="We demand.")
    person = member()

    with pytest.raises(ValidationError, match="replaced since you opened it") as refusal:
        sign(text, person)

    assert (refusal.value.code, Endorsement.objects.count()) == ("text_replaced", 0)
    assert sign(newer, person).text == newer


def test_a_statement_without_an_authorised_text_is_not_signed():
    draft = StatementTextFactory(statement__open=True, standing="reviewed")

    with pytest.raises(ValidationError) as refusal:
        sign(draft, member())

    assert (refusal.value.code, Endorsement.objects.count()) == ("no_text", 0)


def test_whoever_was_shown_another_seat_is_asked_again(text):
    person = member()
    mandate = MandateFactory(person=person, chamber__name="House")
    shown = endorsements.signed_as(person, localdate(NOON))
    mandate.chamber.name = "Senate"
    mandate.chamber.save()

    with pytest.raises(ValidationError) as refusal:
        sign(text, person, shown_as=shown)
    assert (refusal.value.code, Endorsement.objects.count()) == ("signer_changed", 0)

    assert sign(text, person, shown_as=endorsements.signed_as(person, localdate(NOON))).chamber == "Senate"


def test_a_closed_window_is_said_before_anything_about_texts():
    text = StatementTextFactory(statement=StatementFactory(open=True, closes_at=NOON))

    with pytest.raises(ValidationError, match="Signing closed"):
        endorsements.sign(text.statement, acting_user=member().account, text_read=None, moment=NOON)


def test_withdrawn_signatures_are_not_given_again(text):
    person = member()
    EndorsementWithdrawalFactory(endorsement__statement=text.statement, endorsement__person=person)

    with pytest.raises(ValidationError) as refusal:
        sign(text, person)

    assert refusal.value.code == "withdrawn"

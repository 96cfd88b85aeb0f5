"""From the desk's button to the reader's mail program, over a real mail server and with a real worker."""

import pytest
from django.urls import reverse

from advocacy.services import statements
from caucus_site.core import errand_running, post_sending
from caucus_site.core.models import Message
from caucus_site.notifications import objections
from caucus_site.notifications.services import preferences
from tests.core.background.conftest import wait_until
from tests.factories.advocacy import EndorsementFactory, EndorsementWithdrawalFactory
from tests.factories.members import ProtectionFactory
from tests.factories.notifications import SubscriptionFactory
from tests.notifications.conftest import member, somebody


def follower(name):
    account = somebody(name)
    SubscriptionFactory(account=account)
    return account


@pytest.fixture
def planned(transactional_db, world, publish):
    """Publish the statement and plan the letters, as the worker does, each in transactions that commit."""

    def plan():
        publish(world.statement)
        assert errand_running.run_due() is False

    return plan


def test_letters_arrive_one_by_one(planned, by_smtp):
    accounts = [follower(f"Follower {number}") for number in range(3)]
    planned()

    assert post_sending.send_due() is False

    assert sorted(accepted.recipients for accepted in by_smtp.accepted) == sorted([a.email] for a in accounts)
    for accepted in by_smtp.accepted:
        (address,) = accepted.recipients
        others = {account.email for account in accounts} - {address}
        assert accepted.message["To"] == address
        assert not [other for other in others if other in accepted.message.as_string()]
        assert accepted.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert [part.get_content_type() for part in accepted.message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]


def test_what_changed_between_planning_and_sending_counts(planned, by_smtp, ledger):
    follower("Told")
    preferences.stop(follower("Off"), "statements", door="portal")
    late_off, late_inactive = follower("Off since"), follower("Inactive since")
    late_locked = member("Locked since")
    SubscriptionFactory(account=late_locked.account)
    planned()
    preferences.stop(late_off, "statements", door="mail")
    type(late_inactive).objects.filter(pk=late_inactive.pk).update(is_active=False)
    ProtectionFactory(person=late_locked, level="locked")

    post_sending.send_due()

    told = {name: (state, reason) for name, (_rule, state, reason) in ledger().items()}
    assert told == {
        "Told": ("sent", ""),
        "Off": ("suppressed", objections.UNWANTED),
        "Off since": ("suppressed", objections.UNWANTED),
        "Inactive since": ("suppressed", "The account is switched off."),
        "Locked since": ("suppressed", objections.PAUSED),
    }
    assert len(by_smtp.accepted) == 1


def test_a_signature_hidden_or_withdrawn_between_planning_and_sending_is_not_named(planned, by_smtp, ledger, world):
    names = ("Hidden", "Withdrawn", "Standing")
    hidden, withdrawn, _standing = [
        EndorsementFactory(statement=world.statement, person=member(name)) for name in names
    ]
    planned()
    type(hidden).objects.filter(pk=hidden.pk).update(is_hidden=True)
    EndorsementWithdrawalFactory(endorsement=withdrawn)

    post_sending.send_due()

    assert {name: (state, reason) for name, (_rule, state, reason) in ledger().items()} == {
        "Hidden": ("suppressed", objections.NO_LONGER),
        "Withdrawn": ("suppressed", objections.NO_LONGER),
        "Standing": ("sent", ""),
    }


def test_a_statement_withdrawn_between_planning_and_sending_is_told_to_nobody(
    planned, by_smtp, ledger, world, secretariat
):
    follower("Follower")
    planned()
    statements.advance(world.statement, to="withdrawn", acting_user=secretariat)

    post_sending.send_due()

    assert ledger() == {"Follower": ("statement_published", "suppressed", objections.NO_LONGER)}
    assert by_smtp.accepted == []


def test_an_embargo_set_between_planning_and_sending_stops_the_letters(planned, by_smtp, ledger, world):
    follower("Follower")
    planned()
    type(world.statement).objects.update(embargo_until="2090-01-01T00:00Z")

    post_sending.send_due()

    assert ledger() == {"Follower": ("statement_published", "suppressed", objections.UNSEEN)}
    assert by_smtp.accepted == []


def test_publishing_at_the_desk_reaches_a_follower(background, world, secretariat, sign_in, mail_server):
    account = follower("Follower")
    background.worker()
    desk = reverse("admin:advocacy_statement_changelist")

    page = sign_in(secretariat).post(
        desk, {"action": "move_to_published", "_selected_action": [world.statement.pk], "confirmed": "yes"}
    )

    assert page.status_code == 302
    wait_until(lambda: mail_server.accepted, within=60, said=background.said)
    wait_until(lambda: Message.objects.get().state == "sent", within=60, said=background.said)
    assert mail_server.recipients == [account.email]

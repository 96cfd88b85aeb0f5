"""The desk's pages of errands and letters, and what staff decide there."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import now

from caucus_site.core import settling
from caucus_site.core.models import Errand, JournalEntry, Message
from tests.factories.advocacy import StatementFactory
from tests.factories.core import ErrandFactory, MessageFactory, UserFactory

CONTENTS = ("canary-title", "canary-text", "canary@letters.example")


@pytest.fixture
def letter(db):
    return MessageFactory(
        title="canary-title", text="canary-text", recipient=UserFactory(email="canary@letters.example", full_name="Ana")
    )


def page_of(record):
    return reverse(f"admin:core_{record._meta.model_name}_change", args=[record.pk])


def list_of(model):
    return reverse(f"admin:core_{model}_changelist")


def act(client, record, action):
    return client.post(
        list_of(record._meta.model_name), {"action": action, "_selected_action": [record.pk]}, follow=True
    )


def shown(response):
    return [words for words in CONTENTS if words in response.content.decode()]


def test_the_secretariat_reads_letters_that_are_not_sensitive(staff_client, letter):
    assert shown(staff_client.get(page_of(letter))) == list(CONTENTS)
    assert shown(staff_client.get(list_of("message"))) == ["canary-title"]


def test_the_title_of_a_sensitive_letter_stands_in_no_list(staff_client, superadmin_client, letter):
    assert shown(superadmin_client.get(list_of("message"))) == []

    Message.objects.update(is_sensitive=True)

    assert shown(staff_client.get(list_of("message"))) == []


def test_letters_and_errands_are_called_and_linked_as_people_do(staff_client):
    statement = StatementFactory(title="Release her")
    letter = MessageFactory(rule="statement_published", subject_id=statement.public_id, text="One line\nand another")
    errand = ErrandFactory(name="notifications.statement_published", subject_id=statement.public_id)
    link = f'<a href="{reverse("admin:advocacy_statement_change", args=[statement.pk])}">Release her</a>'

    for row, called in ((letter, "Statement published"), (errand, "Tell of a published statement")):
        for page in (list_of(row._meta.model_name), page_of(row)):
            words = staff_client.get(page).content.decode()
            assert called in words
            assert link in words
            assert str(statement.public_id) not in words
        assert str(row) == called
    assert 'class="desk-letter">One line\nand another' in staff_client.get(page_of(letter)).content.decode()


def test_a_rule_without_a_name_of_its_own_is_read_out(db):
    assert str(MessageFactory(rule="account.email.password_reset")) == "Password reset"


def test_letters_are_filtered_by_occasion(staff_client):
    letter, _other = MessageFactory(rule="statement_published"), MessageFactory()

    response = staff_client.get(list_of("message"), {"rule": "statement_published"})

    assert [row.pk for row in response.context_data["cl"].result_list] == [letter.pk]


def test_a_record_that_the_reader_may_not_see_is_not_named(superadmin_client):
    statement = StatementFactory(title="canary-title", state="draft")
    MessageFactory(rule="statement_published", subject_id=statement.public_id)

    page = superadmin_client.get(list_of("message")).content.decode()

    assert "Statement published" in page
    assert "canary-title" not in page


def test_nobody_reads_what_sensitive_letters_say_or_where_they_go(staff_client, superadmin_client, letter):
    Message.objects.update(is_sensitive=True)

    for client in (staff_client, superadmin_client):
        response = client.get(page_of(letter))
        assert (response.status_code, shown(response)) == (200, [])
        assert "Ana" in response.content.decode()


def test_an_account_without_a_name_does_not_give_its_address_away(staff_client):
    letter = MessageFactory(is_sensitive=True, recipient=UserFactory(full_name="", email="canary@letters.example"))

    for page in (page_of(letter), list_of("message")):
        assert shown(staff_client.get(page)) == []


def test_whoever_runs_the_system_sees_the_state_of_letters_and_not_their_contents(superadmin_client, letter):
    response = superadmin_client.get(page_of(letter))

    assert (response.status_code, shown(response)) == (200, [])
    assert "Planned" in response.content.decode()


def test_a_letter_that_was_emptied_says_so(staff_client, letter):
    Message.objects.update(title="", text="", address="", emptied_at=now())

    assert "Forgotten" in staff_client.get(page_of(letter)).content.decode()


@pytest.mark.parametrize("model", ["message", "errand"])
@pytest.mark.parametrize("role", ["parliamentarian", "coordinator", "observer"])
def test_others_see_no_page_of_the_background(sign_in, db, role, model):
    row = MessageFactory() if model == "message" else ErrandFactory()
    client = sign_in(UserFactory(role=role))

    assert client.get(list_of(model)).status_code == 302
    assert list(type(row).objects.visible_to(UserFactory(role=role))) == []


def test_letters_are_found_by_recipients_that_the_reader_may_see(staff_client, letter):
    MessageFactory(recipient=UserFactory(superadmin=True, full_name="Ana the admin"), rule="tests.hidden")

    response = staff_client.get(list_of("message"), {"q": "Ana"})

    assert [row.pk for row in response.context_data["cl"].result_list] == [letter.pk]


def test_a_parked_errand_is_tried_again(staff_client, secretariat):
    errand = ErrandFactory(state="parked", attempts=8, deaths=3)

    act(staff_client, errand, "try_again")

    errand.refresh_from_db()
    assert (errand.state, errand.attempts, errand.deaths) == ("waiting", 0, 0)
    assert list(Errand.objects.due()) == [errand]
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.actor_id, entry.details) == (
        "core.errand_tried_again",
        secretariat.pk,
        {"errand": errand.pk, "name": errand.name},
    )


def test_a_parked_errand_is_given_up(superadmin_client):
    errand = ErrandFactory(state="parked")

    act(superadmin_client, errand, "give_up")

    errand.refresh_from_db()
    assert errand.state == "given_up"


@pytest.mark.parametrize("state", ["waiting", "done", "given_up"])
def test_only_parked_errands_wait_for_a_decision(secretariat, state):
    errand = ErrandFactory(state=state, done_at=now())

    for decide in (settling.try_again, settling.give_up):
        with pytest.raises(ValidationError) as refusal:
            decide(errand, acting_user=secretariat)
        assert refusal.value.code == "settled"

    errand.refresh_from_db()
    assert errand.state == state


@pytest.mark.parametrize(
    ("state", "action", "becomes"),
    [
        ("failed", "send_again", "planned"),
        ("doubtful", "send_again", "planned"),
        ("doubtful", "arrived", "sent"),
        ("failed", "drop", "suppressed"),
        ("doubtful", "drop", "suppressed"),
        ("failed", "arrived", "failed"),
        ("sent", "send_again", "sent"),
        ("planned", "drop", "planned"),
        ("suppressed", "send_again", "suppressed"),
    ],
)
def test_what_staff_decide_about_a_letter(staff_client, letter, state, action, becomes):
    Message.objects.update(state=state, reason="Refused.", losses=2, sent_at=now())

    response = act(staff_client, letter, action)

    letter.refresh_from_db()
    assert letter.state == becomes
    assert ("there is nothing to decide" in response.content.decode()) == (state == becomes)
    assert JournalEntry.objects.count() == (0 if state == becomes else 1)


def test_an_emptied_letter_cannot_be_sent_again(secretariat, letter):
    Message.objects.update(state="failed", emptied_at=now())

    with pytest.raises(ValidationError) as refusal:
        settling.send_again(letter, acting_user=secretariat)

    assert refusal.value.code == "emptied"


def test_whoever_runs_the_system_decides_about_no_letter(superadmin_client, letter):
    Message.objects.update(state="failed")

    act(superadmin_client, letter, "send_again")

    letter.refresh_from_db()
    assert letter.state == "failed"

"""What becomes of a letter, by what the mail server answers."""

import pytest
from django.utils.timezone import now

from caucus_site.core import post, post_sending
from caucus_site.core.models import Message
from tests.core.background.deeds import letters_to
from tests.core.background.mail_server import HANG_UP, OK
from tests.factories.core import MessageFactory, UserFactory

NO_ANSWER = "The mail server did not answer to the end."


@pytest.fixture
def letters(db):
    """Three planned letters, the first to be sent first."""
    return MessageFactory.create_batch(3)


@pytest.fixture
def objection():
    """A question that is asked before sending, for one test."""
    before = list(post._objections)
    yield post.may_send
    post._objections[:] = before


def states():
    return list(Message.objects.order_by("pk").values_list("state", "reason"))


def due_again(*letters):
    """As if their pause, or their lease, were over."""
    Message.objects.filter(pk__in=[letter.pk for letter in letters]).update(not_before=now())
    Message.objects.filter(leased_until__isnull=False).update(leased_until=now())


def test_each_letter_has_an_envelope_and_a_header_of_its_own(by_smtp, db):
    post.plan(letters_to(UserFactory.create_batch(20), html="<p>News</p>", headers={"List-Id": "<news.caucus>"}))

    assert post_sending.send_due() is False

    addresses = set(Message.objects.values_list("recipient__email", flat=True))
    assert {recipient for accepted in by_smtp.accepted for recipient in accepted.recipients} == addresses
    for accepted in by_smtp.accepted:
        (recipient,) = accepted.recipients
        assert [address for address in addresses if address in str(accepted.message)] == [recipient]
        assert [part.get_content_type() for part in accepted.message.iter_parts()] == ["text/plain", "text/html"]
        assert accepted.message["List-Id"] == "<news.caucus>"
    assert set(states()) == {("sent", "")}
    assert len(by_smtp.callers) == 1


def test_message_ids_follow_from_the_letters(by_smtp, letters):
    post_sending.send_due()

    assert by_smtp.message_ids == [f"<{letter.public_id}@localhost>" for letter in letters]


def test_a_text_of_any_script_arrives_as_it_was_written(by_smtp, db):
    MessageFactory(title="សេចក្តីថ្លែងការណ៍ រួម", text="အလုပ်သမားများ\n" * 30, recipient=UserFactory())

    post_sending.send_due()

    (accepted,) = by_smtp.accepted
    assert accepted.message["Subject"].strip() == "សេចក្តីថ្លែងការណ៍ រួម"
    assert accepted.message.get_content().replace("\r\n", "\n") == "အလုပ်သမားများ\n" * 30


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_for_good_fails_the_letter_and_the_others_go_on(by_smtp, letters, stage):
    by_smtp.answers[stage] = ["550 5.1.1 canary@x.example unknown"]

    post_sending.send_due()

    assert states() == [("failed", "The mail server refused it for good: 550 5.1.1."), ("sent", ""), ("sent", "")]
    assert list(post.troubled()) == letters[:1]


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_for_now_is_tried_again_after_a_pause(by_smtp, letters, stage):
    by_smtp.answers[stage] = ["451 4.7.1 greylisted"]

    post_sending.send_due()

    assert states() == [("planned", "The mail server refused it for now: 451 4.7.1."), ("sent", ""), ("sent", "")]
    assert Message.objects.due().count() == 0

    due_again(letters[0])
    post_sending.send_due()

    assert states() == [("sent", "")] * 3
    assert len(by_smtp.accepted) == 3


def test_refusals_for_now_have_an_end(by_smtp, letters):
    by_smtp.answers["RCPT"] = ["452 full"]
    Message.objects.filter(pk=letters[0].pk).update(refusals=post_sending.MOST_REFUSALS - 1)

    post_sending.send_due()

    assert states()[0] == ("failed", "The mail server refused it for now: 452. That was time 30.")


def test_a_server_that_hangs_up_between_letters_is_called_again(by_smtp, letters):
    by_smtp.answers["MAIL"] = [OK, "421 too many letters at once"]

    post_sending.send_due()

    assert states() == [("sent", ""), ("planned", "The mail server refused it for now: 421."), ("sent", "")]
    assert len(by_smtp.callers) == 2


def test_a_server_that_refuses_our_own_address_has_the_whole_batch_wait(by_smtp, letters):
    by_smtp.answers["MAIL"] = ["550 5.7.1 not you"] * 3

    post_sending.send_due()

    assert [state for state, _reason in states()] == ["planned"] * 3
    assert by_smtp.begun == 1
    assert Message.objects.due().count() == 0


def test_a_server_that_is_away_costs_the_letters_nothing(by_smtp, letters, settings):
    settings.EMAIL_PORT = 1

    assert post_sending.send_due() is False

    assert states() == [("planned", "")] * 3
    assert Message.objects.due().count() == 0
    assert set(Message.objects.values_list("refusals", "losses", "lease")) == {(0, 0, None)}

    settings.EMAIL_PORT = by_smtp.port
    due_again(*letters)
    post_sending.send_due()

    assert states() == [("sent", "")] * 3


@pytest.mark.parametrize("stage", ["DATA", "after DATA"])
def test_no_answer_means_a_second_try_under_the_same_message_id(by_smtp, letters, stage):
    by_smtp.answers[stage] = [HANG_UP]

    post_sending.send_due()

    assert states() == [("planned", NO_ANSWER), ("sent", ""), ("sent", "")]

    due_again(letters[0])
    post_sending.send_due()

    assert states() == [("sent", "")] * 3
    assert set(by_smtp.message_ids) == {letter.message_id for letter in letters}
    assert len(by_smtp.accepted) == (4 if stage == "after DATA" else 3)


def test_no_answer_three_times_is_a_doubt(by_smtp, db):
    letter = MessageFactory(losses=2)
    by_smtp.answers["after DATA"] = [HANG_UP]

    post_sending.send_due()

    assert states() == [("doubtful", f"{NO_ANSWER} That was time 3.")]
    assert list(post.troubled()) == [letter]


def test_a_sensitive_letter_without_an_answer_is_a_doubt_at_once(by_smtp, db):
    letter = MessageFactory(is_sensitive=True)
    by_smtp.answers["after DATA"] = [HANG_UP]

    post_sending.send_due()
    due_again(letter)
    post_sending.send_due()

    assert states() == [("doubtful", f"{NO_ANSWER} It is sensitive: somebody decides.")]
    assert len(by_smtp.accepted) == 1


def test_a_letter_in_other_hands_is_left_alone(by_smtp, letters):
    lease, mine = post_sending.claim(2)
    other_lease, others = post_sending.claim(2)

    assert (mine, others) == ([letters[0].pk, letters[1].pk], [letters[2].pk])
    assert post_sending.begin(others[0], lease) is None
    assert post_sending.begin(others[0], other_lease).state == "sending"
    assert post_sending.begin(others[0], other_lease) is None


def test_a_claim_that_was_never_begun_passes_on_when_its_lease_is_over(by_smtp, letters):
    post_sending.claim(3)
    assert Message.objects.due().count() == 0

    due_again()
    post_sending.send_due()

    assert states() == [("sent", "")] * 3


@pytest.mark.parametrize(
    ("is_sensitive", "losses", "outcome"),
    [
        (False, 0, ("planned", "Its sender was gone before the mail server answered.")),
        (False, 2, ("doubtful", "Its sender was gone before the mail server answered. That was time 3.")),
        (
            True,
            0,
            ("doubtful", "Its sender was gone before the mail server answered. It is sensitive: somebody decides."),
        ),
    ],
)
def test_a_letter_left_in_the_middle(db, is_sensitive, losses, outcome):
    letter = MessageFactory(is_sensitive=is_sensitive, losses=losses)
    lease, _letters = post_sending.claim(1)
    post_sending.begin(letter.pk, lease)

    post_sending.recover()
    assert states() == [("sending", "")]

    due_again()
    post_sending.recover()
    assert states() == [outcome]


def test_a_sender_that_was_only_slow_still_says_that_it_was_sent(db):
    letter = MessageFactory(is_sensitive=True)
    lease, _letters = post_sending.claim(1)
    slow = post_sending.begin(letter.pk, lease)
    due_again()
    post_sending.recover()

    post_sending._mark(slow, post_sending.Outcome("sent"))

    assert states() == [("sent", "")]


def test_an_account_that_is_switched_off_gets_nothing_and_the_ledger_says_why(by_smtp, db):
    MessageFactory(recipient=UserFactory(is_active=False))

    post_sending.send_due()

    assert (states(), by_smtp.accepted) == ([("suppressed", "The account is switched off.")], [])


def test_an_objection_is_heard_directly_before_sending(by_smtp, letters, objection):
    @objection
    def asked(letter):
        return "She asked not to get these." if letter.pk == letters[1].pk else ""

    post_sending.send_due()

    assert states() == [("sent", ""), ("suppressed", "She asked not to get these."), ("sent", "")]


def test_an_objection_that_breaks_holds_up_one_letter_only(by_smtp, letters, objection):
    @objection
    def asked(letter):
        if letter.pk == letters[0].pk:
            raise KeyError("canary")

    post_sending.send_due()

    assert states() == [("planned", "Asking whether it may go failed: KeyError."), ("sent", ""), ("sent", "")]


def test_a_letter_goes_to_where_the_account_is_reached_now(by_smtp, db):
    letter = MessageFactory()
    letter.recipient.email = "moved@caucus.example"
    letter.recipient.save()

    post_sending.send_due()

    assert by_smtp.recipients == ["moved@caucus.example"]
    assert Message.objects.get().address == "moved@caucus.example"


def test_a_letter_that_cannot_be_opened_fails_alone(by_smtp, letters, sql):
    sql("UPDATE core_message SET text = (SELECT max(text) FROM core_message WHERE id <> %s) WHERE id = %s",
        [letters[0].pk, letters[0].pk])  # fmt: skip

    post_sending.send_due()

    assert states() == [("failed", "The letter could not be written: CannotOpen."), ("sent", ""), ("sent", "")]


def test_sending_stops_in_time_and_says_that_there_is_more(by_smtp, letters):
    assert post_sending.send_due(for_seconds=0) is True
    assert states() == [("planned", "")] * 3


def test_old_letters_are_emptied_and_their_rows_stay(db, sql):
    letters = {state: MessageFactory(state=state, sent_at=now()) for state in ("sent", "failed", "suppressed")}
    kept = [MessageFactory(state=state) for state in ("planned", "doubtful")]
    sql("UPDATE core_message SET planned_at = now() - interval '31 days'")
    fresh = MessageFactory(state="sent", sent_at=now())

    assert post_sending.empty_old_letters() == 3
    assert post_sending.empty_old_letters() == 0

    for letter in letters.values():
        letter.refresh_from_db()
        assert (letter.title, letter.text, letter.html, letter.address, letter.headers) == ("",) * 5
    for letter in [*kept, fresh]:
        letter.refresh_from_db()
        assert (letter.title, letter.address) == ("A letter", letter.recipient.email)
    assert Message.objects.count() == 6

"""Signing on a statement's page: shown, confirmed, done once; and every way in which it is refused."""

import datetime

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from advocacy.models import Endorsement, EndorsementWithdrawal, Statement
from caucus_site.core.data_classes import Role
from caucus_site.core.models import JournalEntry
from caucus_site.portal.records.sign_panel import panel_for
from tests.factories.advocacy import (
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import UserFactory
from tests.factories.members import AideFactory, MembershipFactory, PersonFactory
from tests.portal.reading import words
from tests.portal.worlds import member

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2019, 6, 12, tzinfo=datetime.UTC)
FAR_AHEAD = datetime.datetime(2099, 6, 12, 18, tzinfo=datetime.UTC)
HTMX = {"HX-Request": "true", "HX-Target": "signing"}


@pytest.fixture
def anna():
    return member(full_name="Anna")


@pytest.fixture
def text():
    return StatementTextFactory(statement__open=True, statement__title="On wages", statement__time_zone="Asia/Dhaka")


def address(statement, step=""):
    return reverse(f"portal:{step or 'statement'}", args=[statement.public_id])


def as_shown(statement, account, **ticked):
    """What the form of the confirmation carries, with a tick."""
    panel = panel_for(statement, account)
    shown = {"text": str(panel.text.public_id), "shown_as": panel.shown_as} if panel and panel.text else {}
    return {**shown, "is_confirmed": "on", **ticked}


def sign(client, statement, account, **facts):
    return client.post(address(statement, "sign"), as_shown(statement, account), **facts)


def test_the_page_says_as_whom_one_would_sign(sign_in, anna, text):
    page = words(sign_in(anna.account).get(address(text.statement)))

    assert "Today you would sign as:" in page
    for fact in (anna.person.name, anna.chamber.name, anna.country.name, "Sitting"):
        assert fact in page
    assert not Endorsement.objects.exists()


def test_signing_takes_a_page_that_asks_and_a_post(sign_in, anna, text):
    client = sign_in(anna.account)
    asking = words(client.get(address(text.statement, "sign")))
    assert "Sign as follows?" in asking
    assert not Endorsement.objects.exists()

    answer = sign(client, text.statement, anna.account)

    assert (answer.status_code, answer.url) == (303, f"{address(text.statement)}#signing")
    endorsement = Endorsement.objects.get()
    assert (endorsement.person, endorsement.text, endorsement.door, endorsement.is_hidden) == (
        anna.person,
        text,
        "portal",
        False,
    )
    page = words(client.get(answer.url))
    assert "You have signed. Thank you." in page
    assert "You have signed</h2>" in page
    assert anna.person.name in page


def test_with_htmx_the_panel_and_the_signatures_are_put_in_place(sign_in, anna, text):
    client = sign_in(anna.account)

    asking = client.get(address(text.statement, "sign"), headers=HTMX)
    assert words(asking).startswith('<section id="signing"')
    unticked = client.post(
        address(text.statement, "sign"), as_shown(text.statement, anna.account) | {"is_confirmed": ""}, headers=HTMX
    )
    assert (unticked.status_code, words(unticked).startswith('<section id="signing"')) == (422, True)
    signed = sign(client, text.statement, anna.account, headers=HTMX)

    assert signed.status_code == 200
    assert words(signed).startswith('<section id="signing"')
    assert 'id="signatures" hx-swap-oob="true"' in words(signed)
    assert Endorsement.objects.count() == 1


def test_without_the_tick_nothing_is_signed_and_the_form_is_kept(sign_in, anna, text):
    answer = sign_in(anna.account).post(
        address(text.statement, "sign"), as_shown(text.statement, anna.account, is_hidden="on") | {"is_confirmed": ""}
    )

    assert (answer.status_code, Endorsement.objects.count()) == (422, 0)
    assert "Tick this to sign. Nothing has been signed yet." in words(answer)
    assert answer.context["panel"].form["is_hidden"].value() is True


def test_a_second_post_finds_the_first_signature(sign_in, anna, text):
    client = sign_in(anna.account)
    posted = as_shown(text.statement, anna.account)

    answers = [client.post(address(text.statement, "sign"), posted, follow=True) for _time in range(2)]

    assert Endorsement.objects.count() == 1
    assert JournalEntry.objects.filter(verb="advocacy.statement_endorsed").count() == 1
    assert "You had signed before; nothing was added." in words(answers[1])


def test_a_name_can_be_hidden_for_now(sign_in, anna, text):
    client = sign_in(anna.account)

    client.post(address(text.statement, "sign"), as_shown(text.statement, anna.account, is_hidden="on"))

    assert Endorsement.objects.get().is_hidden
    assert "Your name is not shown" in words(client.get(address(text.statement)))
    colleague = sign_in(member().account).get(address(text.statement))
    assert anna.person.name not in words(colleague)
    assert "No signatures to show." in words(colleague)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"opens_at": FAR_AHEAD}, "Signing has not opened yet"),
        ({"closes_at": LONG_AGO}, "Signing is over."),
    ],
)
def test_outside_the_window_the_page_says_when_it_is_and_a_post_changes_nothing(sign_in, anna, text, facts, said):
    posted = as_shown(text.statement, anna.account)
    Statement.objects.filter(pk=text.statement_id).update(**facts)

    client = sign_in(anna.account)
    answer = client.post(address(text.statement, "sign"), posted)

    assert (answer.status_code, Endorsement.objects.count()) == (409, 0)
    assert said in words(answer)
    assert said in words(client.get(address(text.statement)))
    assert "Asia/Dhaka" in words(answer)


def test_the_window_is_told_by_both_clocks(sign_in, text):
    Statement.objects.filter(pk=text.statement_id).update(closes_at=FAR_AHEAD)
    kuala_lumpur, dhaka = member(time_zone="Asia/Kuala_Lumpur"), member(time_zone="Asia/Dhaka")

    there, same = (words(sign_in(m.account).get(address(text.statement))) for m in (kuala_lumpur, dhaka))

    assert "13 June 2099, 00:00 (Asia/Dhaka)" in there
    assert "13 June 2099, 02:00 (Asia/Kuala_Lumpur)" in there
    assert "13 June 2099, 00:00 (Asia/Dhaka)" in same
    assert "for you:" not in same


@pytest.mark.parametrize("change", ["text", "seat", "garbled"])
def test_what_was_not_shown_is_not_signed(sign_in, anna, text, change):
    posted = as_shown(text.statement, anna.account)
    if change == "text":
        StatementTextFactory(statement=text.statement, edition=2, body="We demand.")
    elif change == "seat":
        anna.chamber.name = "Dissolved House"
        anna.chamber.save()
    else:
        posted["shown_as"] = signing.dumps({"signed_as_name": "Queen"}, salt="another")

    answer = sign_in(anna.account).post(address(text.statement, "sign"), posted)

    assert (answer.status_code, Endorsement.objects.count()) == (409, 0)
    assert ("replaced since you opened it" if change == "text" else "has changed since you opened this") in words(
        answer
    )
    again = answer.context["panel"].form.initial
    renewed = {"text": again["text"], "shown_as": again["shown_as"], "is_confirmed": "on"}
    assert sign_in(anna.account).post(address(text.statement, "sign"), renewed).status_code == 303


def test_who_withdrew_is_told_that_it_stays(sign_in, anna, text):
    EndorsementWithdrawalFactory(
        endorsement__statement=text.statement, endorsement__person=anna.person, withdrawn_on=datetime.date(2020, 1, 15)
    )

    answer = sign_in(anna.account).post(address(text.statement, "sign"), {"is_confirmed": "on"})

    assert (answer.status_code, Endorsement.objects.count()) == (409, 1)
    assert "On 15 January 2020. Your name is not shown" in words(answer)


@pytest.mark.parametrize("state", ["adopted", "published", "withdrawn"])
def test_statements_in_other_states_take_no_signature(sign_in, anna, text, state):
    posted = as_shown(text.statement, anna.account)
    issued = "2019" if state != "adopted" else None
    Statement.objects.filter(pk=text.statement_id).update(state=state, chapter=anna.chapter, issued_on=issued)

    answer = sign_in(anna.account).post(address(text.statement, "sign"), posted)

    assert (answer.status_code, Endorsement.objects.count()) == (409, 0)
    assert "This statement is not open for signature" in words(answer)


def outsiders(statement):
    """Accounts that see the open statement and may not sign it."""
    invited_observer = PersonFactory(account=UserFactory(role=Role.OBSERVER))
    StatementInvitationFactory(statement=statement, person=invited_observer)
    aide = AideFactory(aide__account=UserFactory(), purposes=["sign"], began_on="2019", ended_on="2099").aide
    StatementInvitationFactory(statement=statement, person=aide)
    associate = MembershipFactory(person__account=UserFactory(coordinator=True), category="civil_society").person
    return {
        "observer who was invited": invited_observer.account,
        "aide": aide.account,
        "associate": associate.account,
        "parliamentarian outside the caucus": PersonFactory(account=UserFactory(parliamentarian=True)).account,
        "account of nobody": UserFactory(parliamentarian=True),
        "secretariat": UserFactory(secretariat=True),
    }


def test_others_are_refused_in_a_sentence(sign_in, text):
    for name, account in outsiders(text.statement).items():
        client = sign_in(account)
        assert client.get(address(text.statement)).status_code == 200, name
        assert "would sign as" not in words(client.get(address(text.statement))), name

        answer = client.post(address(text.statement, "sign"), {"is_confirmed": "on"})

        assert answer.status_code == 403, name
        assert 'role="alert"' in words(answer), name
        assert client.get(address(text.statement, "sign")).status_code == 403, name
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("step", ["sign", "withdraw"])
def test_what_may_not_be_seen_is_not_there_to_be_signed(sign_in, anna, step):
    draft = StatementFactory()
    client = sign_in(anna.account)

    for post in (client.get, client.post):
        assert post(address(draft, step)).status_code == 404


@pytest.mark.parametrize("step", ["sign", "withdraw"])
def test_visitors_are_asked_to_sign_in_whatever_the_address(client, text, step):
    hidden = StatementFactory()

    for statement in (text.statement, hidden):
        answer = client.post(address(statement, step))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert client.post(address(hidden, step), headers=HTMX).headers["HX-Redirect"].startswith(reverse("account_login"))


def test_withdrawing_takes_a_page_that_asks_and_a_post(sign_in, anna, text):
    client = sign_in(anna.account)
    sign(client, text.statement, anna.account)
    assert "Withdraw your signature?" in words(client.get(address(text.statement, "withdraw")))
    unticked = client.post(address(text.statement, "withdraw"), {"reason": "By mistake"})
    assert (unticked.status_code, EndorsementWithdrawal.objects.count()) == (422, 0)
    assert "By mistake" in words(unticked)

    answers = [
        client.post(address(text.statement, "withdraw"), {"reason": "By mistake", "is_confirmed": "on"})
        for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    withdrawal = EndorsementWithdrawal.objects.get()
    assert (withdrawal.reason, withdrawal.recorded_by, withdrawal.withdrawn_on) == (
        "By mistake",
        anna.account,
        timezone.localdate(),
    )
    page = words(client.get(address(text.statement)))
    assert "You have withdrawn your signature" in page
    assert "No signatures to show." in page


def test_nobody_withdraws_what_they_have_not_signed(sign_in, anna, text):
    EndorsementFactory(statement=text.statement)

    answer = sign_in(anna.account).post(address(text.statement, "withdraw"), {"is_confirmed": "on"})

    assert (answer.status_code, EndorsementWithdrawal.objects.count()) == (409, 0)
    assert "You have not signed this statement" in words(answer)


def test_a_signature_can_be_withdrawn_after_publication(sign_in, anna):
    statement = StatementFactory(published=True)
    EndorsementFactory(statement=statement, person=anna.person)

    answer = sign_in(anna.account).post(address(statement, "withdraw"), {"is_confirmed": "on"})

    assert (answer.status_code, EndorsementWithdrawal.objects.count()) == (303, 1)


@pytest.mark.parametrize("step", ["sign", "withdraw"])
def test_other_methods_are_not_allowed(sign_in, anna, text, step):
    assert sign_in(anna.account).put(address(text.statement, step)).status_code == 405


def test_long_names_in_any_script_can_sign(sign_in, anna, text):
    anna.person.name = "ក" * 300
    anna.person.save()
    anna.chamber.name = "𑄌" * 300
    anna.chamber.save()

    sign(sign_in(anna.account), text.statement, anna.account)

    assert Endorsement.objects.get().signed_as_name == "ក" * 300


def test_the_tick_is_needed_even_where_the_window_opens_meanwhile(sign_in, anna, text, monkeypatch):
    statement = text.statement
    Statement.objects.filter(pk=statement.pk).update(opens_at=timezone.now() - datetime.timedelta(seconds=1))
    form = as_shown(statement, anna.account)
    monkeypatch.setattr(
        "caucus_site.portal.records.signing.panel_for",
        lambda statement, account: panel_for(statement, account, now=LONG_AGO),
    )

    answer = sign_in(anna.account).post(address(statement, "sign"), {**form, "is_confirmed": ""})

    assert answer.status_code == 409
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Open for signature"),
        ({"opens_at": FAR_AHEAD}, "Signing opens on 13 June 2099, 00:00 (Asia/Dhaka)"),
        ({"closes_at": LONG_AGO}, "Signing is over"),
    ],
)
def test_list_and_banner_say_how_signing_stands_in_the_same_words(sign_in, anna, text, facts, said):
    Statement.objects.filter(pk=text.statement_id).update(**facts)
    client = sign_in(anna.account)

    row, page = words(client.get(reverse("portal:statements"))), words(client.get(address(text.statement)))

    assert f">{said}</span>" in row
    assert f"<strong>{said}.</strong>" in page
    assert (">Open for signature</span>" in row, ">Open for signature" in page) == (not facts, not facts)

"""Stopping letters: a look never does, a post does without sign-in or cookie, and a forged link is nothing."""

import pytest
from django.core.signing import Signer
from django.test import Client

from caucus_site.core.models import JournalEntry
from caucus_site.notifications import links
from caucus_site.notifications.models import Preference
from caucus_site.notifications.services import preferences
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    """A mail program: no session, no cookie, and it checks CSRF as the site does for everybody."""
    return Client(enforce_csrf_checks=True)


def path_of(account, purpose="statements"):
    address = links.to_unsubscribe(account, purpose)
    return address[address.index("/unsubscribe/") :]


def off():
    return list(Preference.objects.values_list("account__email", "purpose", "is_on", "door"))


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_stops_anything(stranger, method):
    path = path_of(UserFactory())

    answers = [getattr(stranger, method)(path) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert off() == []


def test_the_page_asks_with_a_button(stranger):
    page = stranger.get(path_of(UserFactory(), "missions"))

    assert "You get letters of this kind: News of missions." in page.text
    assert "Stop these letters" in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}], ids=["mail program", "button"])
def test_posting_stops_letters_of_the_purpose_without_sign_in_or_cookie(stranger, body):
    account, other = UserFactory(), UserFactory()

    page = stranger.post(path_of(account), body)

    assert (page.status_code, stranger.cookies.keys() == set()) == (200, True)
    assert "You get no more letters of this kind: News of statements." in page.text
    assert off() == [(account.email, "statements", False, "mail")]
    assert preferences.of(other)["statements"]


def test_posting_twice_is_the_same_as_once(stranger):
    path = path_of(UserFactory())
    first = stranger.post(path)
    since = Preference.objects.get().since

    second = stranger.post(path)

    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert Preference.objects.get().since == since
    assert JournalEntry.objects.count() == 1


def test_whoever_stopped_them_reads_so_when_looking_again(stranger):
    path = path_of(UserFactory())
    stranger.post(path)

    assert "You get no more letters of this kind" in stranger.get(path).text


def test_an_account_that_is_switched_off_can_still_stop_letters(stranger):
    account = UserFactory(is_active=False)

    assert stranger.post(path_of(account)).status_code == 200
    assert off() == [(account.email, "statements", False, "mail")]


def test_a_link_signed_with_a_key_that_is_kept_for_a_while_works(stranger, settings):
    path = path_of(UserFactory())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "x" * 40

    assert stranger.post(path).status_code == 200


def forged():
    account = UserFactory()
    good = path_of(account).split("/")[2]
    public_id, purpose, seal = good.split(".")
    other = UserFactory()

    def signed(value):
        return Signer(sep=".", salt=links.SALT).sign(value)

    return {
        "another account": f"{other.public_id}.{purpose}.{seal}",
        "another purpose": f"{public_id}.reports.{seal}",
        "no seal": f"{public_id}.{purpose}",
        "cut": good[:-1],
        "of another salt": Signer(sep=".", salt="other").sign(f"{public_id}.{purpose}"),
        "service mail": signed(f"{public_id}.service"),
        "unknown purpose": signed(f"{public_id}.weather"),
        "no account": signed("not-a-uuid.statements"),
        "account gone": signed("00000000-0000-4000-8000-000000000000.statements"),
        "noise": "%00%F0%9F%92%A9",
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_or_old_link_is_a_sentence_and_changes_nothing(stranger, method):
    for token in forged().values():
        page = getattr(stranger, method)(f"/unsubscribe/{token}/")

        assert page.status_code == 404
        assert "This link does not work" in page.text
    assert off() == []
    assert JournalEntry.objects.count() == 0


def test_an_old_key_makes_old_links(stranger, settings):
    path = path_of(UserFactory())
    settings.SECRET_KEY = "another-key-" + "x" * 40

    assert stranger.post(path).status_code == 404
    assert off() == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(stranger, method):
    assert getattr(stranger, method)(path_of(UserFactory())).status_code == 405
    assert off() == []


def test_the_address_is_ours_whatever_host_is_asked_for(stranger, settings):
    settings.CAUCUS_BASE_URL = "https://caucus.example"
    account = UserFactory()

    page = stranger.get(path_of(account), headers={"host": "localhost"})

    assert links.to_unsubscribe(account, "statements").startswith("https://caucus.example/unsubscribe/")
    assert page.status_code == 200

"""Signing in, in a browser: at a desk and on a phone, with and without scripts, with an app and with a passkey."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.looking import PASSWORD, is_cut_off, is_wider_than_the_screen, knock, serious_findings, sign_in
from tests.portal.signing_in import code_of
from tests.portal.worlds import member

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "rina@example.org"


@pytest.fixture(autouse=True)
def rina(transactional_db):
    return member(email=EMAIL, full_name="Rina", password=make_password(PASSWORD))


def confirm(page: Page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def set_up_app(page: Page, address: str) -> str:
    page.goto(f"{address}{reverse('portal:account')}")
    page.get_by_role("link", name="Set up an authenticator app").click()
    confirm(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret


@pytest.mark.parametrize("address", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_pages_before_the_door_can_be_read_by_everybody(watched, live_server, address):
    watched.goto(f"{live_server.url}{reverse(address)}")

    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)


def test_member_comes_home_and_leaves(watched, live_server):
    knock(watched, live_server.url, EMAIL, "something else")
    expect(watched.get_by_role("alert")).to_contain_text("do not belong together")
    sign_in(watched, live_server.url, EMAIL)
    expect(watched).to_have_url(f"{live_server.url}/me/")

    watched.get_by_role("button", name="Sign out").click()

    expect(watched.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    expect(watched.get_by_text("You are signed out.")).to_be_visible()


def test_member_comes_home_without_scripts(scriptless, live_server):
    scriptless.goto(f"{live_server.url}{reverse('account_login')}")
    expect(scriptless.locator("noscript p")).to_contain_text("Passkeys work only with JavaScript")
    expect(scriptless.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(scriptless, live_server.url, EMAIL)

    expect(scriptless).to_have_url(f"{live_server.url}/me/")
    assert not is_cut_off(scriptless)


def test_app_is_set_up_and_asked_for(watched, live_server):
    sign_in(watched, live_server.url, EMAIL)
    secret = set_up_app(watched, live_server.url)
    expect(watched.locator(".codes code")).to_have_count(10)
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)
    watched.get_by_role("button", name="Sign out").click()

    sign_in(watched, live_server.url, EMAIL)
    expect(watched.get_by_role("heading", name="The second step")).to_be_visible()
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)
    watched.get_by_label("Code").fill(code_of(secret))
    watched.get_by_role("button", name="Sign in", exact=True).click()

    expect(watched).to_have_url(f"{live_server.url}/me/")


def test_app_is_set_up_and_asked_for_without_scripts(scriptless, live_server):
    sign_in(scriptless, live_server.url, EMAIL)
    secret = set_up_app(scriptless, live_server.url)
    scriptless.get_by_role("button", name="Sign out").click()
    sign_in(scriptless, live_server.url, EMAIL)

    scriptless.get_by_label("Code").fill(code_of(secret))
    scriptless.get_by_role("button", name="Sign in", exact=True).click()

    expect(scriptless).to_have_url(f"{live_server.url}/me/")


@pytest.fixture
def authenticator(watched):
    """A phone or computer that holds passkeys and always recognises its owner."""
    chromium = watched.context.new_cdp_session(watched)
    chromium.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.mark.usefixtures("authenticator")
def test_passkey_is_added_and_signs_in_without_a_password(watched, live_server):
    address = live_server.url.replace("127.0.0.1", "localhost")
    sign_in(watched, address, EMAIL)
    watched.goto(f"{address}{reverse('portal:account')}")
    watched.get_by_role("link", name="Add a passkey").click()
    confirm(watched)
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)
    watched.get_by_label("It signs me in without a password").check()
    watched.get_by_role("button", name="Add it").click()
    expect(watched.get_by_role("heading", name="Recovery codes")).to_be_visible()
    watched.goto(f"{address}{reverse('mfa_list_webauthn')}")
    expect(watched.get_by_text("signs in without a password")).to_be_visible()
    assert serious_findings(watched) == []
    watched.get_by_role("button", name="Sign out").click()

    watched.goto(f"{address}{reverse('account_login')}")
    watched.get_by_role("button", name="Sign in with a passkey").click()

    expect(watched).to_have_url(f"{address}/me/")


def test_device_without_a_passkey_is_told_so(watched, live_server):
    address = live_server.url.replace("127.0.0.1", "localhost")
    watched.goto(f"{address}{reverse('account_login')}")
    # Refused at once instead of asking a person who is not there.
    watched.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )

    watched.get_by_role("button", name="Sign in with a passkey").click()

    expect(watched.get_by_role("alert")).to_contain_text("That did not work")

"""A member's own pages in a browser: at a desk and on a phone, with and without scripts."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page, expect

from caucus_site.core import journal
from caucus_site.notifications.services import subscriptions
from tests.browser.looking import PASSWORD, is_cut_off, is_wider_than_the_screen, serious_findings, sign_in
from tests.factories.advocacy import RecommendationAddresseeFactory, RecommendationFactory, StatementFactory
from tests.factories.core import UserFactory
from tests.factories.events import AttendanceFactory, DelegateFactory
from tests.portal.worlds import CLOSES, FAR_AHEAD, LONG_AGO, member

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "rina@example.org"


@pytest.fixture
def rina(transactional_db):
    """A member for whom something waits in every part of her page."""
    rina = member(email=EMAIL, full_name="Rina", password=make_password(PASSWORD))
    StatementFactory(open=True, title="Wages on time", closes_at=CLOSES, chapter=rina.chapter, threshold=60)
    AttendanceFactory(person=rina.person, gathering__title="Assembly", gathering__began_on=FAR_AHEAD)
    AttendanceFactory(person=rina.person, gathering__title="Workshop of old", gathering__began_on=LONG_AGO)
    DelegateFactory(person=rina.person, mission__title="Harbours")
    published = StatementFactory(published=True, title="On fees")
    for number in range(8):
        ask = RecommendationFactory(statement=published, title=f"Return passports {number}")
        RecommendationAddresseeFactory(recommendation=ask, country=rina.country)
    subscriptions.follow(rina.account, published)
    journal.record("advocacy.statement_published", published)
    return rina


def reads_the_news(page: Page):
    news = page.get_by_role("region", name="What changed since you last looked")
    expect(news).to_contain_text("On fees was published")
    news.get_by_role("button", name="I have read this").click()
    expect(news).to_contain_text("Nothing new.")


def test_home_shows_what_waits(watched, live_server, rina):
    sign_in(watched, live_server.url, EMAIL)

    expect(watched.get_by_role("region", name="Waiting for your signature")).to_contain_text("Wages on time")
    engagements = watched.get_by_role("region", name="Your gatherings and missions")
    expect(engagements).to_contain_text("Assembly")
    expect(engagements).to_contain_text("Harbours")
    expect(engagements.get_by_text("Workshop of old")).to_be_hidden()
    engagements.get_by_text("Those lately over").click()
    expect(engagements.get_by_text("Workshop of old")).to_be_visible()
    expect(watched.get_by_role("region", name="Follow-up in")).to_contain_text("Return passports 0")
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)

    reads_the_news(watched)
    assert serious_findings(watched) == []


def test_home_serves_without_scripts(scriptless, live_server, rina):
    sign_in(scriptless, live_server.url, EMAIL)

    expect(scriptless.get_by_role("link", name="Wages on time")).to_be_visible()
    reads_the_news(scriptless)
    assert not is_cut_off(scriptless)


@pytest.mark.parametrize("role", ["observer", "secretariat"])
def test_home_of_an_account_with_nobody_behind_it(watched, live_server, transactional_db, role):
    UserFactory(role=role, email=EMAIL, full_name="Office", password=make_password(PASSWORD))
    sign_in(watched, live_server.url, EMAIL)
    watched.goto(f"{live_server.url}/me/")

    expect(watched.get_by_role("heading", name="Office")).to_be_visible()
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)


def test_account_is_looked_after(watched, live_server, rina):
    sign_in(watched, live_server.url, EMAIL)
    watched.get_by_role("link", name="Rina", exact=True).click()
    watched.get_by_label("Time zone").select_option("Asia/Dhaka")
    watched.get_by_role("button", name="Save").click()
    expect(watched.get_by_role("status")).to_contain_text("Saved.")
    expect(watched.get_by_label("Time zone")).to_have_value("Asia/Dhaka")
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)

    watched.get_by_label("Your password").fill(PASSWORD)
    watched.get_by_role("button", name="Sign out everywhere else").click()

    expect(watched.get_by_role("status")).to_contain_text("You are signed out on all other devices.")


def test_letters_are_chosen(watched, live_server, rina):
    sign_in(watched, live_server.url, EMAIL)
    watched.goto(f"{live_server.url}{reverse('portal:subscriptions')}")
    expect(watched.get_by_role("link", name="On fees")).to_be_visible()
    watched.get_by_role("button", name="Follow all statements").click()
    watched.get_by_label("Reports").uncheck()
    watched.get_by_role("button", name="Save").click()

    expect(watched.get_by_label("Reports")).not_to_be_checked()
    expect(watched.get_by_text("All statements of the caucus", exact=True)).to_be_visible()
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)


@pytest.mark.parametrize("address", ["account_change_password", "mfa_index", "account_logout"])
def test_other_pages_of_the_account_can_be_read_by_everybody(watched, live_server, rina, address):
    sign_in(watched, live_server.url, EMAIL)
    watched.goto(f"{live_server.url}{reverse(address)}")

    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)


def test_navigation_stays_as_high_wherever_one_is(watched, live_server, rina):
    sign_in(watched, live_server.url, EMAIL)
    heights, widths = set(), set()

    for place in ("home", "statements", "missions", "chapters"):
        watched.goto(f"{live_server.url}{reverse(f'portal:{place}')}")
        navigation = watched.get_by_role("navigation", name="Main")
        heights.add(navigation.bounding_box()["height"])
        widths.add(tuple(link.bounding_box()["width"] for link in navigation.get_by_role("link").all()))
        expect(navigation.locator("[aria-current=page]")).to_have_count(1)

    assert (len(heights), len(widths)) == (1, 1)
    assert heights.pop() < 60
    assert serious_findings(watched) == []

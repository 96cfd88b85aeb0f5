"""Pages of records in a browser: each at a desk and on a phone, and signing with and without scripts."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page, expect

from advocacy.models import Endorsement, EndorsementWithdrawal, ParliamentaryAction
from caucus_site.notifications.models import Subscription
from tests.browser.looking import PASSWORD, is_cut_off, is_wider_than_the_screen, serious_findings, sign_in
from tests.factories.advocacy import (
    EndorsementFactory,
    FollowUpFactory,
    ParliamentaryActionFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    StatementFactory,
    StatementTextFactory,
)
from tests.factories.events import (
    AttendanceFactory,
    DecisionFactory,
    DelegateFactory,
    FindingFactory,
    MissionPlaceFactory,
    OrganisationMetFactory,
)
from tests.factories.members import ChapterNameFactory, ChapterObjectiveFactory, OfficeFactory, OrganisationFactory
from tests.portal.worlds import CLOSES, member

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "rina@example.org"
LONG = "A title as long as the titles of declarations tend to be once several delegations have agreed upon every word"


@pytest.fixture
def rina(transactional_db):
    """A member of a chapter that has something of everything."""
    rina = member(email=EMAIL, full_name="Rina", password=make_password(PASSWORD), time_zone="Asia/Kathmandu")
    ChapterNameFactory(chapter=rina.chapter, text="आप्रवासी श्रमसम्बन्धी संसदीय समूह", language="ne", began_on="2017")
    ChapterObjectiveFactory(chapter=rina.chapter)
    OfficeFactory(chapter=rina.chapter, person=rina.person)
    return rina


@pytest.fixture
def published(rina):
    """A published statement after a mission, with texts in two scripts, signatures, asks and answers."""
    place = MissionPlaceFactory(mission__public=True, mission__chapter=rina.chapter, mission__title=LONG, place="Johor")
    OrganisationMetFactory(place=place)
    FindingFactory(mission=place.mission)
    DelegateFactory(mission=place.mission, is_public=True)
    statement = StatementFactory(published=True, title=LONG, chapter=rina.chapter, mission=place.mission)
    StatementTextFactory(statement=statement, title=LONG)
    StatementTextFactory(
        statement=statement,
        language="km",
        title="សេចក្តីថ្លែងការណ៍",
        body="យើងស្នើឱ្យការពារសិទ្ធិរបស់ពលករចំណាកស្រុក និងគ្រួសាររបស់ពួកគេ។",
        is_original=False,
    )
    EndorsementFactory(statement=statement, country="Nepal", party="A party of a long name", chamber="A house")
    EndorsementFactory(statement=statement, person=None, organisation=OrganisationFactory(), signed_as_name="Union")
    recommendation = RecommendationFactory(statement=statement, title="Return passports", text="To those who own them.")
    RecommendationAddresseeFactory(recommendation=recommendation)
    FollowUpFactory(recommendation=recommendation, is_public=True)
    ParliamentaryActionFactory(recommendation=recommendation, review="accepted", is_public=True)
    return statement


@pytest.fixture
def wages(rina):
    text = StatementTextFactory(
        statement__open=True, statement__title="Wages on time", statement__closes_at=CLOSES, title="Wages on time"
    )
    EndorsementFactory(statement=text.statement, signed_as_name="A colleague")
    return text.statement


def address(name, *records):
    return reverse(f"portal:{name}", args=[record.public_id for record in records])


def pages(rina, published):
    gathering = AttendanceFactory(
        gathering__public=True, gathering__chapter=rina.chapter, person=rina.person, is_public=True
    ).gathering
    DecisionFactory(gathering=gathering)
    return [
        "/",
        "/statements/",
        "/statements/?q=nothing+of+that+name",
        "/missions/",
        "/chapters/",
        address("statement", published),
        f"{address('statement', published)}?language=km",
        address("signatures", published),
        address("statement_answers", published),
        address("mission", published.mission),
        address("chapter", rina.chapter),
        address("chapter_members", rina.chapter),
        address("gathering", gathering),
        address("recommendation", published.recommendations.get()),
    ]


def flaws_of(page: Page, site: str, addresses: list[str]) -> dict[str, list[str]]:
    """What axe finds on each page, and whether the page is wider than the screen."""
    flaws = {}
    for each in addresses:
        page.goto(site + each)
        expect(page.locator("h1")).to_be_visible()
        found = serious_findings(page)
        if is_wider_than_the_screen(page):
            found.append("wider than the screen")
        flaws[each] = found
    return {each: found for each, found in flaws.items() if found}


def test_visitors_pages_are_sound_on_every_screen(watched, live_server, rina, published):
    assert flaws_of(watched, live_server.url, pages(rina, published)) == {}


def test_members_pages_are_sound_on_every_screen(watched, live_server, rina, published, wages):
    ParliamentaryActionFactory(person=rina.person, title="Asked about passports")
    sign_in(watched, live_server.url, EMAIL)
    addresses = [
        address("mission", published.mission),
        address("statement", wages),
        address("sign", wages),
        address("recommendation", published.recommendations.get()),
        "/me/actions/",
        "/me/actions/report/",
    ]

    assert flaws_of(watched, live_server.url, addresses) == {}


def test_the_text_is_read_in_another_script(watched, live_server, published):
    watched.goto(live_server.url + address("statement", published))
    watched.get_by_role("navigation", name="Languages").get_by_role("link", name="ភាសាខ្មែរ").click()

    expect(watched.get_by_role("heading", level=1)).to_have_text("សេចក្តីថ្លែងការណ៍")
    assert watched.locator("#text").get_attribute("lang") == "km"


def signs_and_withdraws(page: Page, site: str, statement):
    """Sees as whom, confirms, is thanked; then takes it back. Ends where it is withdrawn."""
    page.goto(f"{site}/me/")
    page.get_by_role("link", name="Wages on time").click()
    panel = page.locator("#signing")
    expect(panel).to_contain_text("Today you would sign as:")
    expect(panel).to_contain_text("Asia/Kathmandu")
    panel.get_by_role("link", name="Sign …").click()
    expect(panel.get_by_role("heading", name="Sign as follows?")).to_be_visible()
    assert not Endorsement.objects.filter(person__account__email=EMAIL).exists()

    panel.get_by_label("I have read the text and sign it as shown here.").check()
    panel.get_by_role("button", name="Sign the statement").click()

    expect(panel.get_by_role("heading", name="You have signed")).to_be_visible()
    name = Endorsement.objects.get(person__account__email=EMAIL).signed_as_name
    expect(page.locator("#signatures")).to_contain_text(name)
    expect(page.locator("#signatures")).to_contain_text("2 signatures")

    panel.get_by_role("link", name="Withdraw the signature …").click()
    panel.get_by_label("Reason, if you want to give one").fill("By mistake")
    panel.get_by_label("I withdraw my signature").check()
    panel.get_by_role("button", name="Withdraw my signature").click()

    expect(panel.get_by_role("heading", name="You have withdrawn your signature")).to_be_visible()
    expect(page.locator("#signatures")).not_to_contain_text(name)
    assert EndorsementWithdrawal.objects.get().reason == "By mistake"


def test_signing_with_scripts_happens_in_place(watched, live_server, wages):
    sign_in(watched, live_server.url, EMAIL)
    visited = []
    watched.on("framenavigated", lambda frame: visited.append(frame.url))

    signs_and_withdraws(watched, live_server.url, wages)

    assert visited[-1] == live_server.url + address("statement", wages)
    assert serious_findings(watched) == []
    assert not is_wider_than_the_screen(watched)


def test_signing_without_scripts_goes_from_page_to_page(scriptless, live_server, wages):
    sign_in(scriptless, live_server.url, EMAIL)

    signs_and_withdraws(scriptless, live_server.url, wages)

    assert scriptless.url == f"{live_server.url}{address('statement', wages)}#signing"
    assert not is_cut_off(scriptless)


def test_a_refusal_is_shown_in_place(page: Page, live_server, wages):
    """Not `watched`: the browser itself complains of an answer that refuses."""
    sign_in(page, live_server.url, EMAIL)
    page.goto(live_server.url + address("statement", wages))
    panel = page.locator("#signing")
    panel.get_by_role("link", name="Sign …").click()
    panel.get_by_label("I have read the text").check()
    StatementTextFactory(statement=wages, edition=2, body="We demand.")
    panel.get_by_role("button", name="Sign the statement").click()

    expect(panel.get_by_role("alert")).to_contain_text("The text has been replaced since you opened it.")
    assert page.url == live_server.url + address("statement", wages)
    assert not Endorsement.objects.filter(person__account__email=EMAIL).exists()


def test_an_action_is_reported_in_three_fields_and_mistakes_keep_what_was_entered(scriptless, live_server, published):
    sign_in(scriptless, live_server.url, EMAIL)
    scriptless.goto(live_server.url + address("recommendation", published.recommendations.get()))
    scriptless.get_by_role("link", name="Report what you did about it").click()
    scriptless.get_by_label("What was it?").select_option("Speech")
    scriptless.get_by_label("In one line").fill("Spoke of passports")
    scriptless.get_by_label("When?").fill("in spring")
    scriptless.get_by_role("button", name="Report").click()

    expect(scriptless.get_by_label("When?")).to_have_accessible_description(
        "A year, a month or a day: 2007, May 2011, 14 Apr 2014, about 1980. "
        "“in spring” is not a date. Write a year (2007), a month (May 2011) or a day (14 Apr 2014)."
    )
    expect(scriptless.get_by_label("In one line")).to_have_value("Spoke of passports")
    assert not is_cut_off(scriptless)
    scriptless.get_by_label("When?").fill("May 2019")
    scriptless.get_by_role("button", name="Report").click()

    expect(scriptless.get_by_text("Reported, not yet checked")).to_be_visible()
    action = ParliamentaryAction.objects.get(title="Spoke of passports")
    assert (action.kind, action.recommendation) == ("speech", published.recommendations.get())


def test_following_is_switched_in_place(watched, live_server, rina):
    sign_in(watched, live_server.url, EMAIL)
    watched.goto(live_server.url + address("chapter", rina.chapter))
    watched.get_by_role("button", name="Follow", exact=True).click()

    expect(watched.get_by_role("button", name="Stop following")).to_be_visible()
    assert Subscription.objects.get().chapter == rina.chapter
    watched.get_by_role("button", name="Stop following").click()

    expect(watched.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    assert not Subscription.objects.exists()


def test_a_list_is_narrowed_by_its_form(watched, live_server, published):
    StatementFactory(published=True, title="On fees", kind="declaration")
    watched.goto(f"{live_server.url}/statements/")
    watched.get_by_label("Kind").select_option("Declaration")
    watched.get_by_role("button", name="Show").click()

    expect(watched.get_by_role("link", name="On fees")).to_be_visible()
    expect(watched.get_by_role("link", name=LONG)).to_have_count(0)
    watched.get_by_role("link", name="Show all").click()
    expect(watched.get_by_role("link", name=LONG)).to_be_visible()

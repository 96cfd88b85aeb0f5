"""The secretariat's day in a browser, at a desk and on a phone."""

import csv

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page, expect

from caucus_site.core.dates import PartialDate
from members.models import Mandate, Person, PersonName
from tests.browser.looking import PASSWORD, is_wider_than_the_screen, serious_findings, sign_in
from tests.factories.core import UserFactory
from tests.factories.members import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(watched: Page, live_server):
    """A page on which a member of the secretariat has signed in."""
    UserFactory(secretariat=True, email="rina@example.org", full_name="Rina", password=make_password(PASSWORD))
    sign_in(watched, live_server.url, "rina@example.org")
    expect(watched.get_by_role("heading", name="What needs a hand today")).to_be_visible()
    return watched


@pytest.fixture
def sochua(transactional_db):
    person = PersonFactory(name="Mu Sochua", sort_name="Sochua, Mu", country=CountryFactory(code="KH", name="Cambodia"))
    PersonName.objects.create(person=person, text="មូរ សុខហួរ", kind=PersonName.Kind.OWN_SCRIPT, language="km")
    return person


def test_person_is_found_by_a_misspelt_name_and_in_another_script(desk, live_server, sochua):
    PersonFactory(name="Somebody Else")
    people = f"{live_server.url}{reverse('admin:members_person_changelist')}"

    for typed in ("sochau", "Mu Sochúa", "សុខហួរ"):
        desk.goto(people)
        desk.locator("#searchbar").fill(typed)
        desk.locator("#searchbar").press("Enter")
        expect(desk.get_by_role("link", name="Mu Sochua")).to_be_visible()
        expect(desk.get_by_role("link", name="Somebody Else")).to_have_count(0)


def test_mandate_with_a_partial_date_is_added_and_seen_in_the_history(desk, live_server, sochua):
    OrganisationFactory(name="National Assembly", kind="chamber")
    desk.goto(f"{live_server.url}{reverse('admin:members_mandate_add')}")
    for field, typed in (("person", "Sochua"), ("chamber", "National")):
        desk.locator(f"#id_{field} + .select2-container").click()
        desk.locator(".select2-search__field").last.fill(typed)
        desk.locator(".select2-results__option--highlighted", has_text=typed).click()
    desk.locator("#id_began_on").fill("July 2013")
    desk.locator("#id_ended_on").fill("2012")
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.get_by_text("This ends (2012) before it begins (July 2013)")).to_be_visible()
    assert not Mandate.objects.exists()

    desk.locator("#id_ended_on").fill("Nov 2017")
    desk.get_by_role("button", name="Save and continue editing").click()

    expect(desk.locator("#id_began_on")).to_have_value("July 2013")
    mandate = Mandate.objects.get()
    assert (mandate.began_on, mandate.ended_on) == (PartialDate.from_edtf("2013-07"), PartialDate.from_edtf("2017-11"))

    desk.locator("#desk-reason").fill("the decree gives the day")
    desk.locator("#id_ended_on").fill("16 Nov 2017")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator("#id_ended_on")).to_have_value("16 November 2017")
    desk.goto(f"{live_server.url}{reverse('admin:members_mandate_history', args=[mandate.pk])}")

    newest = desk.locator(".desk-history > li").first
    expect(newest).to_contain_text("Rina")
    expect(newest).to_contain_text("the decree gives the day")
    expect(newest).to_contain_text("November 2017")
    expect(newest).to_contain_text("16 November 2017")
    assert serious_findings(desk) == []
    assert not is_wider_than_the_screen(desk)


def test_filtered_list_goes_out_as_a_file(desk, live_server, sochua):
    PersonFactory(name="Somebody Else")
    desk.goto(f"{live_server.url}{reverse('admin:members_person_changelist')}?q=sochua")

    with desk.expect_download() as started:
        desk.get_by_role("link", name="CSV").click()

    with open(started.value.path(), encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        names = [row["Name"] for row in csv.DictReader(file)]
    assert names == ["Mu Sochua"]


def test_start_page_names_what_waits_and_links_to_it(desk, live_server, sochua):
    MembershipFactory(person=sochua, status="active")
    desk.goto(f"{live_server.url}{reverse('admin:index')}")

    unreachable = desk.get_by_role("region", name="Members without contact details")
    expect(unreachable).to_contain_text("Mu Sochua")
    assert serious_findings(desk) == []
    assert not is_wider_than_the_screen(desk)
    unreachable.get_by_role("link", name="Mu Sochua").click()

    expect(desk.locator("#id_name")).to_have_value("Mu Sochua")
    assert not is_wider_than_the_screen(desk)


def test_whole_worklist_is_one_page_away_and_empty_ones_say_so(desk, live_server):
    for number in range(8):
        MembershipFactory(person__name=f"Member {number}", status="active")
    desk.goto(f"{live_server.url}{reverse('admin:index')}")

    expect(desk.get_by_text("No statement waits to be adopted.")).to_be_visible()
    desk.get_by_role("link", name="All 8").click()

    expect(desk.get_by_role("link", name="Member 7")).to_be_visible()
    assert serious_findings(desk) == []
    assert Person.objects.count() == 8

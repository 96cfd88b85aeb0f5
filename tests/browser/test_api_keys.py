"""A key is made at the desk and shown once, whole, on any screen."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.test_desk import PASSWORD, serious_findings
from tests.factories.core import UserFactory
from tests.factories.sync import PartnerClientFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_key_is_made_and_shown_whole(page: Page, live_server, width):
    UserFactory(superadmin=True, email="rina@example.org", password=make_password(PASSWORD))
    client = PartnerClientFactory(name="Field office")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{reverse('admin:login')}")
    page.get_by_label("E-mail address").fill("rina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What needs a hand today")).to_be_visible()
    page.goto(f"{live_server.url}{reverse('admin:sync_partnerkey_add')}?client={client.pk}")
    page.get_by_label("People, their names").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#key")).to_have_text(re.compile(r"^caucus_[a-z2-7]{8}_[a-z2-7]{52}$"))
    key = page.locator("#key").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert serious_findings(page) == []
    answer = Client(headers={"authorization": f"Bearer {key}"}).get("/api/v1/people")
    assert answer.status_code == 200
    page.get_by_role("link", name="I have passed it on").click()
    expect(page.get_by_text(key.split("_")[2])).to_have_count(0)

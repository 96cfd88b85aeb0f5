"""The API's own page: the document, readable and tried out, under the policy that holds for the whole site."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.members import CountryFactory

pytestmark = pytest.mark.django_db(transaction=True)

WATCH = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (seen) => {
  window.forbidden.push(`${seen.effectiveDirective}: ${seen.blockedURI}`);
});
"""


@pytest.fixture
def docs(page: Page, live_server):
    complaints: list[str] = []
    page.add_init_script(WATCH)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    own = (live_server.url, "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
    page.goto(f"{live_server.url}/api/v1/docs")
    yield page
    assert page.evaluate("window.forbidden") == []
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 360])
def test_what_there_is_can_be_read_and_tried_out(docs, width):
    CountryFactory(code="KH", name="Cambodia")
    docs.set_viewport_size({"width": width, "height": 900})

    docs.locator("#operations-countries-countries_list").click()
    docs.get_by_role("button", name="Try it out").click()
    docs.get_by_role("button", name="Execute").click()

    expect(docs.locator(".live-responses-table tbody .response-col_status")).to_contain_text("200")
    expect(docs.locator(".live-responses-table")).to_contain_text("Cambodia")
    assert docs.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_script_it_says_where_the_document_is(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/api/v1/docs")

    expect(page.get_by_role("link", name="OpenAPI document")).to_have_attribute("href", "/api/v1/schema")
    context.close()

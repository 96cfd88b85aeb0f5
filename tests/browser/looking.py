"""What a page is looked at for: complaints of the browser, findings of axe, and whether it fits the screen."""

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 760}
PASSWORD = "five-lanterns-on-the-river"

# What the policy stops is said where the other complaints are heard.
TELL_OF_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI || 'inline'} ${event.sample}`)
})
"""


def watch(page: Page, own_address: str) -> list[str]:
    """From now on, everything that the browser complains of, and every request to another site."""
    complaints: list[str] = []
    page.add_init_script(TELL_OF_VIOLATIONS)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    own = (own_address, "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
    return complaints


def knock(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    """Fill in the form that everybody signs in by, members and staff, and send it."""
    page.goto(f"{address}{reverse('account_login')}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    """Be let in, be it to the second step."""
    knock(page, address, email, password)
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def serious_findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in {"serious", "critical"}]


def is_wider_than_the_screen(page: Page) -> bool:
    # Until scripts have settled, parts of a page lie open that will be folded.
    page.wait_for_load_state("networkidle")
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def is_cut_off(page: Page) -> bool:
    """The same where scripts are switched off: by what would have to be scrolled to."""
    return page.locator("html").bounding_box()["width"] > page.viewport_size["width"]

"""Browser tests run in the machine's own Chromium: nothing is downloaded."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import DESK, PHONE, watch

# Playwright's synchronous interface keeps an event loop in the thread in which Django asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# A machine that runs other tests beside takes its time.
expect.set_options(timeout=20_000)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def chromium():
    if CHROMIUM is None:
        if os.environ.get("CAUCUS_REQUIRE_BROWSER") == "1":
            pytest.fail("CAUCUS_REQUIRE_BROWSER=1, but no Chromium was found on PATH.", pytrace=False)
        pytest.skip("no Chromium was found on PATH (Debian: apt-get install chromium)")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    return browser_type_launch_args | {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",  # Chromium's own sandbox does not start as root
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def screen(request):
    """Each of the two screens that pages are made for."""
    return request.param


@pytest.fixture
def watched(page: Page, screen, live_server):
    """A page on such a screen on which nothing may go wrong: no error, no policy violated, no request elsewhere."""
    page.set_viewport_size(screen)
    complaints = watch(page, live_server.url)
    yield page
    assert complaints == []


@pytest.fixture
def scriptless(browser: Browser, screen):
    """A page in a browser in which scripts are switched off."""
    context = browser.new_context(java_script_enabled=False, viewport=screen)
    yield context.new_page()
    context.close()

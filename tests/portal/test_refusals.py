"""Pages that say no: in the portal's look, in sentences, and alike for what is hidden and for what is not there."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path
from django.views import defaults

from caucus_site import urls as site
from tests.factories.core import UserFactory
from tests.portal.reading import words

pytestmark = pytest.mark.django_db


def breaks(request):
    raise RuntimeError


urlpatterns = [path("breaks/", breaks), *site.urlpatterns]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@pytest.fixture
def tolerant(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_failure_of_the_site_has_a_page(tolerant):
    answer = tolerant.get("/breaks/")

    assert answer.status_code == 500
    assert "Nothing of what you sent was saved" in answer.content.decode()


def test_malformed_request_has_a_page(client):
    answer = client.get("/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "This request was not understood" in answer.content.decode()


def test_form_from_elsewhere_has_a_page():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "rina@example.org"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


@pytest.mark.parametrize("role", [None, "parliamentarian", "secretariat"])
def test_what_is_not_there_is_answered_with_the_same_bytes_each_time(client, sign_in, role):
    browser = sign_in(UserFactory(role=role)) if role else client

    pages = {browser.get(f"/statements/{uuid.uuid4()}/").content for _time in range(2)}

    assert len(pages) == 1
    assert b"There is nothing here" in pages.pop()


def test_who_may_not_do_this_reads_as_whom_and_how_to_leave(sign_in):
    refused = sign_in(UserFactory(parliamentarian=True, full_name="Rina")).get("/admin/", follow=True)

    page = words(refused)
    assert refused.status_code == 403
    assert '<a href="/me/account/">Rina</a>' in page
    assert '<a href="/me/">Home</a>' in page
    assert '<form method="post" action="/account/logout/">' in page


def test_nothing_names_an_account_where_there_is_no_session_or_nothing_there(client, sign_in):
    forbidden = client.get("/statements/")
    rina, nora = (sign_in(UserFactory(parliamentarian=True, full_name=name)) for name in ("Rina", "Nora"))
    pages = {browser.get("/nothing/").content for browser in (rina, nora)}

    assert len(pages) == 1
    assert b"Sign out" not in pages.pop()
    assert b"Sign out" not in defaults.permission_denied(forbidden.wsgi_request, PermissionDenied()).content


def test_pages_without_a_request_behind_them_still_render(rf):
    assert b"Something went wrong" in defaults.server_error(rf.get("/")).content


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/me/", "/nothing/"])
def test_policy_lets_in_nothing_but_our_own(sign_in, parliamentarian, address):
    policy = sign_in(parliamentarian).get(address)["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy

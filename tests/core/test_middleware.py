import pytest

from tests.factories.members import MembershipFactory

STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


def policy(response):
    return {directive.strip() for directive in response.headers["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/", "/administration", "/api/nowhere"])
def test_every_page_has_the_strict_policy(client, db, path):
    assert policy(client.get(path)) == STRICT


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/core/source/"])
def test_the_admin_alone_may_evaluate_and_style_inline(client, db, path):
    loosened = (STRICT - {"script-src 'self'", "style-src 'self'"}) | {
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
    }

    assert policy(client.get(path)) == loosened


@pytest.mark.parametrize("path", ["/", "/statements/", "/me/actions/report/", "/account/second-factor/", "/nowhere"])
def test_what_somebody_signed_in_sees_is_kept_by_nobody(sign_in, parliamentarian, path):
    MembershipFactory(person__account=parliamentarian)

    kept = sign_in(parliamentarian).get(path).headers["Cache-Control"]

    assert {"private", "no-store"} <= set(kept.split(", "))


@pytest.mark.parametrize("path", ["/", "/statements/"])
def test_pages_for_visitors_may_be_kept_for_visitors(client, db, path):
    response = client.get(path)

    assert "Cache-Control" not in response.headers
    assert "Cookie" in response.headers["Vary"]


def test_no_page_may_be_framed_or_sniffed(client, db):
    response = client.get("/nowhere")

    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"

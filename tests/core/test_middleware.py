import pytest

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


def test_no_page_may_be_framed_or_sniffed(client, db):
    response = client.get("/nowhere")

    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"

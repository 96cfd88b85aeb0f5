"""Production: HTTPS only, secure cookies, everything from CAUCUS_* variables."""

from caucus_site.settings.base import *  # noqa: F403
from caucus_site.settings.base import env

# What base.py lets development do without; a site that prints its letters or links to localhost must not start.
for needed in ("CAUCUS_EMAIL_URL", "CAUCUS_FROM_EMAIL", "CAUCUS_BASE_URL"):
    env.str(needed)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("CAUCUS_BEHIND_PROXY", default=False) else None
)
CAUCUS_REQUIRE_SECOND_FACTOR = env.bool("CAUCUS_REQUIRE_SECOND_FACTOR", default=True)
# Whom the throttle of sign-in counts: behind a proxy, whoever the proxy says that it speaks for.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("CAUCUS_BEHIND_PROXY", default=False) else 0
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-caucus-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-caucus-csrf"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CAUCUS_TRUSTED_ORIGINS", default=[])

LOGGING = CONSOLE_LOGGING  # noqa: F405

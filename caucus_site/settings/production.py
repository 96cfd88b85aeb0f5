"""Production: HTTPS only, secure cookies, everything from CAUCUS_* variables."""

from caucus_site.settings.base import *  # noqa: F403
from caucus_site.settings.base import env

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("CAUCUS_BEHIND_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-caucus-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-caucus-csrf"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CAUCUS_TRUSTED_ORIGINS", default=[])

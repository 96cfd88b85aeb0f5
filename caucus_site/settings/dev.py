"""Development: private servers, secrets made up at first start and kept under var/."""

from caucus_site.core.servers import VAR, development_secrets

development_secrets.provide()

from caucus_site.settings.base import *  # noqa: E402, F403

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
# A passkey is bound to HTTPS everywhere but on one's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Where `make run` keeps what would have been sent; shown at /mail/.
CAUCUS_MAIL_FOLDER = VAR / "mail"

"""Development: private servers, secrets made up at first start and kept under var/."""

import os

from caucus_site.core.servers import VAR, development_secrets
from caucus_site.core.servers.services import address_of_run

development_secrets.provide()
if address := address_of_run(VAR / "servers"):
    # Links that a command writes lead to the site that runs beside it.
    os.environ.setdefault("CAUCUS_BASE_URL", address.rstrip("/"))

from caucus_site.settings.base import *  # noqa: E402, F403
from caucus_site.settings.base import env  # noqa: E402

# `make run` shows the site as its users see it; runserver, what went wrong and where.
DEBUG = env.bool("CAUCUS_DEBUG", default=True)
LOGGING = CONSOLE_LOGGING  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
# A passkey is bound to HTTPS everywhere but on one's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Where `make run` keeps what would have been sent; shown at /mail/.
CAUCUS_MAIL_FOLDER = VAR / "mail"

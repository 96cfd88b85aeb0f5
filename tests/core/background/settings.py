"""What a worker and a beat of the tests read: the test's database, a private Valkey, the test's mail server."""

import os

from caucus_site.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["CAUCUS_TEST_SMTP_PORT"])
CELERY_IMPORTS = ["tests.core.background.deeds"]

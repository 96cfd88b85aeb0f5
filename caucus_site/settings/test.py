"""Tests: fixed secrets, cheap password hashes, and no way to any outside service even if the shell has credentials."""

import os

os.environ["CAUCUS_SECRET_KEY"] = "tests-only-" + "k" * 50
os.environ["CAUCUS_ENCRYPTION_KEYS"] = "t1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
# The test run brings its own servers; whoever only reads the settings (a type checker) needs none.
os.environ.setdefault("CAUCUS_DATABASE_URL", "postgres://nobody@/nothing?host=/nonexistent")
os.environ.setdefault("CAUCUS_REDIS_URL", "unix:///nonexistent/redis.sock?db=0")

from caucus_site.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Records of nothing in particular, on which core is tested.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.examples"]  # noqa: F405

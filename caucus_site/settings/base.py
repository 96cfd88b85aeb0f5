"""What is true everywhere. `dev`, `test` and `production` differ by one screen each.

Every variable starts with CAUCUS_. Secrets have no default here: a missing one stops the process at start.
"""

import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environs import Env

from caucus_site.schedule import SCHEDULE
from caucus_site.settings.sidebar import SIDEBAR

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = Env()

SECRET_KEY = env.str("CAUCUS_SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("CAUCUS_SECRET_KEY_FALLBACKS", default=[])
# "id:base64 of 32 bytes", newest first: the first one seals, all of them open.
CAUCUS_ENCRYPTION_KEYS: list[str] = env.list("CAUCUS_ENCRYPTION_KEYS")
ALLOWED_HOSTS: list[str] = env.list("CAUCUS_ALLOWED_HOSTS", default=[])
DEBUG = False

# Where this site is reached, for links in mail; never taken from what a request says of itself.
_here = f"http://127.0.0.1:{env.int('CAUCUS_PORT', default=8000)}"
CAUCUS_BASE_URL = env.str("CAUCUS_BASE_URL", default=_here).rstrip("/")

CAUCUS_NAME = env.str("CAUCUS_NAME", default="Asian Inter-Parliamentary Caucus on Labour Migration")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "csp",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "caucus_site.core",
    "members",
    "events",
    "advocacy",
    "caucus_site.procedures",
    "caucus_site.sync",
    "caucus_site.notifications",
    "caucus_site.reports",
    "caucus_site.api",
    "caucus_site.portal",
    "seeds",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "caucus_site.core.middleware.AdminContentSecurityPolicy",
    "caucus_site.core.health.HealthFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "caucus_site.core.middleware.KeptByNobody",
    "caucus_site.core.desk_clock.DeskClock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "caucus_site.portal.middleware.SecondFactorRequired",
    "django_htmx.middleware.HtmxMiddleware",
    "caucus_site.core.middleware.HistoryActor",
]

ROOT_URLCONF = "caucus_site.urls"
WSGI_APPLICATION = "caucus_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "caucus_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "caucus_site.portal.context.portal",
            ],
        },
    },
]

DATABASES = {"default": env.dj_db_url("CAUCUS_DATABASE_URL", conn_max_age=60)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("CAUCUS_REDIS_URL")
# redis-py and the cache write a socket as unix://PATH?db=N, Celery's transport as redis+socket://PATH?virtual_host=N.
if REDIS_URL.startswith("unix://"):
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
else:
    CELERY_BROKER_URL = REDIS_URL
# The throttle of sign-in counts here, so all processes must share it. Beside the broker's database, never in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # The database next to the broker's.
        "LOCATION": re.sub(r"(?<=[=/])\d+$", lambda number: str(int(number[0]) + 1), REDIS_URL),
    }
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE

# Work in the background: how long what was begun stays in one pair of hands, and the first pause after a failure
# (each further one is twice as long, an hour at most). A letter's lease must be longer than any task may live.
CAUCUS_ERRAND_LEASE_SECONDS = env.float("CAUCUS_ERRAND_LEASE_SECONDS", default=15)
CAUCUS_ERRAND_PAUSE_SECONDS = env.float("CAUCUS_ERRAND_PAUSE_SECONDS", default=30)
CAUCUS_LETTER_LEASE_SECONDS = env.float("CAUCUS_LETTER_LEASE_SECONDS", default=150)
CAUCUS_POST_PAUSE_SECONDS = env.float("CAUCUS_POST_PAUSE_SECONDS", default=60)
# Contents and addresses of letters are forgotten after this; that a letter was sent is not.
CAUCUS_LETTERS_KEPT_DAYS = env.int("CAUCUS_LETTERS_KEPT_DAYS", default=30)

# submission://name:password@host:587 and the like; what is sent without it is only printed.
EMAIL = env.dj_email_url("CAUCUS_EMAIL_URL", default="console:")
if "EMAIL_BACKEND" not in EMAIL:
    raise ImproperlyConfigured(
        "CAUCUS_EMAIL_URL begins with submission:// (TLS) or smtp://, as in submission://name:password@host:587."
    )
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("CAUCUS_FROM_EMAIL", default="Caucus <caucus@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["caucus_site.core.permissions.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("portal:home")

ACCOUNT_ADAPTER = "caucus_site.portal.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "caucus_site.portal.forms.LoginForm",
    "reset_password": "caucus_site.portal.forms.ResetPasswordForm",
    "reset_password_from_key": "caucus_site.portal.forms.ResetPasswordKeyForm",
    "change_password": "caucus_site.portal.forms.ChangePasswordForm",
    "reauthenticate": "caucus_site.portal.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# An address without an account gets no mail: nobody may make this site write to strangers.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# One code every half minute, none beside it: a code that was used is remembered for just as long.
MFA_TOTP_TOLERANCE = 0
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
# Staff without a second factor reach only the page where they set one up.
CAUCUS_REQUIRE_SECOND_FACTOR = env.bool("CAUCUS_REQUIRE_SECOND_FACTOR", default=False)
MFA_ADAPTER = "caucus_site.portal.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "caucus_site.portal.forms.CodeForm",
    "reauthenticate": "caucus_site.portal.forms.CodeAgainForm",
    "activate_totp": "caucus_site.portal.forms.AppForm",
    "add_webauthn": "caucus_site.portal.forms.AddKeyForm",
    "edit_webauthn": "caucus_site.portal.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The addresses are entered by the secretariat, which knows whose they are.
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = "UTC"
# The secretariat's clock: by it reports are due. "mon 07:00" is a weekday and an hour of 24.
CAUCUS_TIME_ZONE = env.str("CAUCUS_TIME_ZONE", default="UTC")
CAUCUS_WEEKLY_REPORT_AT = env.str("CAUCUS_WEEKLY_REPORT_AT", default="mon 07:00")
USE_I18N = True
FORMAT_MODULE_PATH = "caucus_site.formats"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "caucus_site" / "static_src"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# No public media path: files are served by views that ask first.
MEDIA_ROOT = env.path("CAUCUS_MEDIA_ROOT", default=BASE_DIR / "var" / "media")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "caucus_site.sync.authentication.PartnerKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PAGINATION_CLASS": "caucus_site.core.rest.pagination.KeysetPagination",
    "EXCEPTION_HANDLER": "caucus_site.core.rest.errors.problem_response",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "caucus_site.api.openapi.Operations",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Everything to the terminal, whatever DEBUG says; whoever runs us keeps it.
CONSOLE_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Caucus",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["caucus_site.api.openapi.with_refusals"],
    "GET_LIB_DOC_EXCLUDES": "caucus_site.api.openapi.docs_of_bases",
}

UNFOLD = {
    "SITE_TITLE": "Caucus",
    "SITE_HEADER": _("Caucus"),
    "SITE_SUBHEADER": _("Secretariat's desk"),
    "SITE_SYMBOL": "diversity_3",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("mark.svg")}],
    "SHOW_HISTORY": True,
    "STYLES": [lambda request: static("desk.css")],
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "caucus_site.core.desk_clock.zone_in_the_header",
    "DASHBOARD_CALLBACK": "caucus_site.reports.desk.start_page",
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": SIDEBAR},
}

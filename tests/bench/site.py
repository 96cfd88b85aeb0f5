"""The site with the plain view beside it, for a web server of its own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caucus_site.settings.test")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "tests.bench.plain"
application = get_wsgi_application()

"""The WSGI application, as granian and any other server load it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caucus_site.settings.production")

application = get_wsgi_application()

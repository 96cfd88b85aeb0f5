"""The Celery application: `celery -A caucus_site.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caucus_site.settings.dev")

app = Celery("caucus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

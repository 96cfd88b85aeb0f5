"""The timetable: what runs by itself, and when (UTC)."""

from celery.schedules import crontab

SCHEDULE = {
    "verify the journal's chain": {
        "task": "core.verify_journal",
        "schedule": crontab(hour=2, minute=15),
    },
}

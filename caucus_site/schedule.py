"""The timetable: what runs by itself, and when (UTC)."""

import os
from datetime import timedelta

from celery.schedules import crontab

# How soon is found what nobody rang for: an errand or a letter whose doorbell Redis has lost.
SWEEP_SECONDS = float(os.environ.get("CAUCUS_SWEEP_SECONDS") or 10)
# How late a report may be after its hour.
REPORT_SECONDS = float(os.environ.get("CAUCUS_REPORT_SECONDS") or 60)

SCHEDULE = {
    "sweep up errands and letters that are due": {
        "task": "core.sweep",
        "schedule": timedelta(seconds=SWEEP_SECONDS),
        # Sweeps do not pile up while no worker runs.
        "options": {"expires": SWEEP_SECONDS},
    },
    "empty old letters": {
        "task": "core.empty_old_letters",
        "schedule": crontab(hour=3, minute=30),
    },
    "verify the journal's chain": {
        "task": "core.verify_journal",
        "schedule": crontab(hour=2, minute=15),
    },
    # CAUCUS_WEEKLY_REPORT_AT says when it is due; this only asks whether it is, and was not written yet.
    "write the reports that are due": {
        "task": "reports.fire_due",
        "schedule": timedelta(seconds=REPORT_SECONDS),
        "options": {"expires": REPORT_SECONDS},
    },
}

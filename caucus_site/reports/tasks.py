"""The doorbell of the reports."""

from celery import shared_task

from caucus_site.reports import runs


@shared_task(name="reports.fire_due")
def fire_due() -> None:
    runs.fire_due()

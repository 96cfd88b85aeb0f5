"""Core's doorbells for the worker."""

import logging

from celery import shared_task

from caucus_site.core import journal

logger = logging.getLogger(__name__)


@shared_task(name="core.verify_journal")
def verify_journal() -> None:
    found = list(journal.flaws())
    for flaw in found:
        logger.critical("Journal entry %s: %s", flaw.position, flaw.reason)
    if not found:
        logger.info("Journal whole up to entry %s", journal.head().position)

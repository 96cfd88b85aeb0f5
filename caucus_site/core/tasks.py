"""Core's doorbells for the worker. None takes anything but ids: what is to be done stands in the database."""

import logging

from celery import shared_task

from caucus_site.core import doorbell, errand_running, errands, journal, post, post_sending
from caucus_site.core.models import Errand, Message

logger = logging.getLogger(__name__)


@shared_task(name="core.verify_journal")
def verify_journal() -> None:
    found = list(journal.flaws())
    for flaw in found:
        logger.critical("Journal entry %s: %s", flaw.position, flaw.reason)
    if not found:
        logger.info("Journal whole up to entry %s", journal.head().position)


@shared_task(name=errands.TASK, soft_time_limit=90)
def run_errands() -> None:
    if errand_running.run_due():
        doorbell.ring(errands.TASK)


@shared_task(name=post.TASK, soft_time_limit=110)
def send_letters() -> None:
    if post_sending.send_due():
        doorbell.ring(post.TASK)


@shared_task(name="core.sweep")
def sweep() -> None:
    """Find what is due though nobody rang for it, and what was begun by somebody who is gone."""
    post_sending.recover()
    if Errand.objects.due().exists():
        doorbell.ring(errands.TASK)
    if Message.objects.due().exists():
        doorbell.ring(post.TASK)


@shared_task(name="core.empty_old_letters")
def empty_old_letters() -> None:
    logger.info("Emptied %s old letters", post_sending.empty_old_letters())

"""Waking the worker. Whether it wakes matters to nobody's data: what is due stands in the database, and is swept up."""

import logging
import time
from functools import partial

from celery import current_app
from django.db import connection, transaction

logger = logging.getLogger(__name__)

# A request waits this long for Redis at most, and the requests after it do not wait at all for a while.
PATIENCE = 1.0
SILENCE = 10.0
# A ring that nobody heard for so long has been overtaken by the sweeper.
STALE_AFTER = 60

_silent_until = 0.0


def ring(task: str) -> None:
    """Wake the worker for a task without arguments once the transaction has committed; once, however often asked."""
    here = set(connection.savepoint_ids)
    if any(getattr(hook[1], "args", None) == (task,) and hook[0] <= here for hook in connection.run_on_commit):
        return
    transaction.on_commit(partial(_ring_now, task))


def _ring_now(task: str) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    options = current_app.conf.broker_transport_options | {
        "max_retries": 0,
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
    }
    try:
        with current_app.connection_for_write(transport_options=options) as redis:
            current_app.send_task(task, connection=redis, retry=False, expires=STALE_AFTER)
    except Exception as problem:  # whatever it is, the change that rang stands
        _silent_until = time.monotonic() + SILENCE
        logger.warning("The worker was not woken for %s (%s); the sweeper will be.", task, type(problem).__name__)

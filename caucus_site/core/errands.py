"""The outbox: what must happen after a change is a row committed with it, and is done soon after, once.

    errands.put("notifications.announce", statement)        # in the transaction of the change

    @errands.does("notifications.announce")                  # in a module that the app's ready() imports
    def announce(subject_id, slot): ...

An errand is begun at least once. Its effects in the database come about exactly once, because the handler runs in
the transaction that marks the errand done; a handler that wants something of the world outside plans a letter or puts
another errand.
"""

import datetime
from collections.abc import Callable
from uuid import UUID

from django.db import models

from caucus_site.core import doorbell
from caucus_site.core.models import Errand

Handler = Callable[[UUID | None, str], None]
TASK = "core.run_errands"

_handlers: dict[str, Handler] = {}


def does(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of an errand. It gets ids, finds its record anew and copes with its absence."""

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(name, handler) is not handler:
            raise ValueError(f"Two handlers for the errand {name}.")
        return handler

    return register


def handler_of(name: str) -> Handler:
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"Nobody does the errand {name}.") from None


def put(
    name: str,
    subject: models.Model | None = None,
    *,
    slot: str = "",
    not_before: datetime.datetime | None = None,
) -> None:
    """Have the errand run once the present transaction has committed. Put twice, it is run once, for ever.

    Some things are due later, such as what is under an embargo: the sweeper finds them at their time.
    """
    handler_of(name)
    errand = Errand(name=name, subject_id=getattr(subject, "public_id", None), slot=slot)
    if not_before is not None:
        errand.not_before = not_before
    Errand.objects.bulk_create([errand], ignore_conflicts=True)
    doorbell.ring(TASK)


def parked() -> models.QuerySet:
    """The errands that wait for a person."""
    return Errand.objects.parked()


def overdue(by: datetime.timedelta = datetime.timedelta(hours=1)) -> models.QuerySet:
    """The errands that have waited for longer than it should ever take: something does not run."""
    return Errand.objects.overdue(by)

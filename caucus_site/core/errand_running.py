"""Running what is due in the outbox, one errand after the other, as many workers side by side as there are.

Each errand takes two transactions. The first counts the delivery as a death, for whoever is killed cannot count
himself; the second runs the handler, takes the count back and marks the errand done, all or nothing. The row is
locked for as long as the handler runs, so that an errand is in one pair of hands however short its lease.
"""

import datetime
import logging
import time
import traceback

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from caucus_site.core import history
from caucus_site.core.errands import handler_of
from caucus_site.core.failpoints import failpoint
from caucus_site.core.models import Errand

logger = logging.getLogger(__name__)

MOST_FAILURES = 8
MOST_DEATHS = 3
LONGEST_PAUSE = 3600


def run_due(*, for_seconds: float = 30) -> bool:
    """Run what is due, oldest first, until nothing is left or the time is over; whether something is left."""
    end = time.monotonic() + for_seconds
    while time.monotonic() < end:
        errand = _begin_next()
        if errand is None:
            return False
        failpoint("errands.after_claim")
        try:
            _run(errand)
        except Exception as problem:  # of a handler: anything
            _put_off(errand, problem)
        else:
            failpoint("errands.after_commit")
    return Errand.objects.due().exists()


@transaction.atomic
def _begin_next() -> Errand | None:
    """The next errand, counted as begun and out of the others' sight for a moment; those that kill are parked."""
    while True:
        errand = Errand.objects.due().select_for_update(skip_locked=True).order_by("not_before", "pk").first()
        if errand is None or errand.deaths < MOST_DEATHS:
            break
        Errand.objects.filter(pk=errand.pk).update(
            state=Errand.State.PARKED,
            last_error=f"The worker was gone before the end, {errand.deaths} times in a row.",
        )
        logger.error("Errand %s %s is parked: its worker died %s times.", errand.pk, errand.name, errand.deaths)
    if errand is not None:
        errand.deaths += 1
        lease = datetime.timedelta(seconds=settings.CAUCUS_ERRAND_LEASE_SECONDS)
        Errand.objects.filter(pk=errand.pk).update(deaths=errand.deaths, not_before=Now() + lease)
    return errand


@transaction.atomic
def _run(errand: Errand) -> None:
    mine = Errand.objects.select_for_update(skip_locked=True).filter(
        pk=errand.pk, state=Errand.State.WAITING, deaths=errand.deaths, attempts=errand.attempts
    )
    if mine.first() is None:
        return  # whoever stalled for longer than the lease finds it in other hands, or done
    with history.because("", command=errand.name):
        handler_of(errand.name)(errand.subject_id, errand.slot)
    Errand.objects.filter(pk=errand.pk).update(state=Errand.State.DONE, done_at=Now(), deaths=0, last_error="")
    failpoint("errands.before_commit")


def _put_off(errand: Errand, problem: Exception) -> None:
    """Try again after a pause that doubles, or park it. Says what went wrong and where, not what about."""
    failures = errand.attempts + 1
    parked = failures >= MOST_FAILURES
    pause = min(settings.CAUCUS_ERRAND_PAUSE_SECONDS * 2**errand.attempts, LONGEST_PAUSE)
    said = _in_a_sentence(problem)
    Errand.objects.filter(pk=errand.pk, state=Errand.State.WAITING, attempts=errand.attempts).update(
        state=Errand.State.PARKED if parked else Errand.State.WAITING,
        attempts=failures,
        deaths=F("deaths") - 1,
        not_before=Now() + datetime.timedelta(seconds=pause),
        last_error=said,
    )
    logger.log(
        logging.ERROR if parked else logging.WARNING, "Errand %s %s failed, time %s: %s",
        errand.pk, errand.name, failures, said,
    )  # fmt: skip


def _in_a_sentence(problem: Exception) -> str:
    """The kind of problem and its place. Not its message: that may quote what the errand was about."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    ours = [f for f in traceback.extract_tb(problem.__traceback__) if str(settings.BASE_DIR) in f.filename]
    place = ours[-1] if ours else place
    code = getattr(problem, "code", None)
    kind = f"{type(problem).__name__} ({code})" if isinstance(code, str) else type(problem).__name__
    return f"{kind} in {place.name}, {place.filename.removeprefix(f'{settings.BASE_DIR}/')}:{place.lineno}"[:300]

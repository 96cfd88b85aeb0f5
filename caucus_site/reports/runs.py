"""Writing the reports of slots that are due, each slot once, and further editions when somebody asks."""

import datetime
import json
import logging
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import journal, occasions, post
from caucus_site.core.models import JournalEntry, Message, User
from caucus_site.reports import changes, letters, slots, weekly
from caucus_site.reports.changes import Stretch
from caucus_site.reports.discretion import Discretion
from caucus_site.reports.models import ReportRun
from caucus_site.reports.slots import Slot

logger = logging.getLogger(__name__)

RULE, PURPOSE = "reports.weekly", "reports"
occasions.call(RULE, _("Weekly report"), about="reports.ReportRun")
WEEKLY = ReportRun.Report.WEEKLY
State, Trigger = ReportRun.State, ReportRun.Trigger
GIVES_UP_AFTER = 5
# The first pause after a failure; each further one is twice as long.
PAUSE = datetime.timedelta(minutes=5)
# Who gets an account so soon after a slot is still written its report.
STILL_FRESH = datetime.timedelta(hours=1)
SAME_CLICK = datetime.timedelta(minutes=1)
# Two at once would both begin where the last one ended.
ONE_AT_A_TIME = 7310560


@dataclass(frozen=True)
class LeftOut:
    reader: User
    reason: str


@dataclass
class Outcome:
    """What a run came to. Where the slot had been written before, `is_new` is False and nothing was done."""

    run: ReportRun
    is_new: bool = True
    written_to: list[User] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def fire_due(moment: datetime.datetime | None = None) -> Outcome | None:
    """Write the report of the newest slot that is due, unless that was done. Failing, it is tried again later.

    However long nobody asked, that is one report: it begins where the last one ended. A slot long before the first
    reader's account was due to nobody, and one from before the last report has been told of by it: a new timetable
    begins with its next slot.
    """
    moment = moment or timezone.now()
    slot = slots.weekly().last_due(moment)
    of_slots = ReportRun.objects.of_slots().filter(report=WEEKLY)
    run = of_slots.filter(slot=slot.name).first()
    if run is None:
        is_told = of_slots.written().filter(covers_until__gte=slot.due_at).exists()
        is_wanted = not is_told and weekly.readers().filter(created_at__lte=slot.due_at + STILL_FRESH).exists()
    else:
        is_wanted = run.state == State.FAILED and moment >= _next_try(run)
    if not is_wanted:
        return None
    try:
        return write(slot, trigger=Trigger.TIMETABLE, moment=moment)
    except Exception:
        logger.exception("The report of %s could not be written.", slot.name)
        return None


def write(
    slot: Slot,
    *,
    trigger: str,
    by: Any = None,
    is_again: bool = False,
    only: User | None = None,
    moment: datetime.datetime | None = None,
) -> Outcome:
    """Write the report of a slot to everybody it is for; a slot that was written changes nothing.

    `is_again` makes a further edition of one that was written, of the same time as the first, with the rights and the
    state of the records of now. `only` makes one for a single reader and leaves the slot to the timetable. What goes
    wrong is counted on the run and raised.
    """
    moment = moment or timezone.now()
    if slot.due_at > moment:
        raise ValidationError(
            __("%(slot)s is still to come: it is due on %(moment)s."),
            code="still_to_come",
            params={"slot": slot.name, "moment": f"{slot.due_at:%Y-%m-%d %H:%M %Z}"},
        )
    if only is not None and not weekly.readers().filter(pk=only.pk).exists():
        raise ValidationError(
            __("The report is for active staff of the secretariat, and %(account)s is none of them."),
            code="not_a_reader",
            params={"account": only.email},
        )
    edition = 1
    try:
        with transaction.atomic():
            _one_at_a_time()
            edition = _edition(slot, is_again=is_again, is_private=only is not None, is_click=trigger == Trigger.DESK)
            run = _begin(slot, edition, trigger, by)
            if run.state == State.WRITTEN:
                return Outcome(run, is_new=False)
            return _write_letters(run, only=only, moment=moment)
    except ValidationError:
        raise  # a refusal is no failure: nothing was tried
    except Exception as problem:
        _count_failure(slot, edition, trigger, by, problem)
        raise


def stretch_so_far(moment: datetime.datetime | None = None) -> Stretch:
    """From where the last report ended to now; a week, if there was none."""
    until = moment or timezone.now()
    up_to = journal.head().position
    last = ReportRun.objects.written().of_slots().filter(report=WEEKLY).order_by("-up_to_entry", "-pk").first()
    if last:
        return Stretch(last.up_to_entry, up_to, last.covers_until, until)
    since = until - weekly.FIRST_COVERS
    before = JournalEntry.objects.filter(at__lt=since).order_by("-position").first()
    return Stretch(before.position if before else 0, up_to, since, until)


def stretch_of(run: Any) -> Stretch:
    """What a written run covered."""
    return Stretch(run.after_entry, run.up_to_entry, run.covers_since, run.covers_until)


def letters_of(run: ReportRun) -> Any:
    """What the ledger has of the run: to whom, and what became of it."""
    rows = Message.objects.filter(rule=RULE, subject_id=run.public_id).without_contents()
    return rows.select_related("recipient").order_by("recipient__email")


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _edition(slot: Slot, *, is_again: bool, is_private: bool, is_click: bool) -> int:
    editions = ReportRun.objects.filter(report=WEEKLY, slot=slot.name)
    newest = editions.aggregate(newest=Max("edition"))["newest"] or 1
    if is_private:
        return newest + 1
    if not is_again or not editions.of_slots().written().exists():
        return 1
    if is_click and editions.written().filter(finished_at__gt=timezone.now() - SAME_CLICK).exists():
        raise ValidationError(
            __("The report of %(slot)s was sent less than a minute ago, and was not sent again."),
            code="just_written",
            params={"slot": slot.name},
        )
    return newest + 1


def _begin(slot: Slot, edition: int, trigger: str, by: Any) -> ReportRun:
    run, _made = ReportRun.objects.get_or_create(
        report=WEEKLY,
        slot=slot.name,
        edition=edition,
        defaults={"due_at": slot.due_at, "trigger": trigger, "triggered_by": by},
    )
    return run


def _write_letters(run: ReportRun, *, only: User | None, moment: datetime.datetime) -> Outcome:
    first = ReportRun.objects.of_slots().written().filter(report=WEEKLY, slot=run.slot).first()
    stretch = stretch_of(first) if first else stretch_so_far(moment)
    told = changes.news(stretch)
    # A day more than is needed: between two time zones it is not over yet.
    discretion = Discretion.of_letters(timezone.localdate(moment) - datetime.timedelta(days=1))
    outcome, planned = Outcome(run), []
    versions: dict[str, dict[str, int]] = {}
    for reader in weekly.readers().filter(**({"pk": only.pk} if only else {})):
        blank = post.Letter(RULE, run.public_id, reader, run.slot, title="", text="", purpose=PURPOSE)
        if objection := post.objection_to(_asked_about(blank)):
            planned.append(replace(blank, objection=objection))
            outcome.left_out.append(LeftOut(reader, objection))
            continue
        with weekly.as_read_by(reader):
            report = weekly.for_letter(reader, told, discretion)
            written = letters.write(report, reverse("weekly_report_of_run", args=[run.public_id]))
        for model, rows in report.versions.items():
            versions.setdefault(model, {}).update(rows)
        planned.append(replace(blank, title=written.title, text=written.text, html=written.html))
        outcome.written_to.append(reader)
    run.state, run.finished_at, run.failures, run.trouble = State.WRITTEN, timezone.now(), 0, ""
    run.after_entry, run.up_to_entry = stretch.after, stretch.up_to
    run.covers_since, run.covers_until = stretch.since, stretch.until
    run.letters, run.left_out = len(outcome.written_to), len(outcome.left_out)
    run.versions = json.dumps(versions)
    run.save()
    post.plan(planned)
    journal.record("reports.report_written", run, actor=run.triggered_by, slot=run.slot, letters=run.letters)
    return outcome


def _asked_about(letter: post.Letter) -> Message:
    """As much of a row as decides whether it may be sent: who has switched reports off is written none."""
    return Message(
        rule=letter.rule,
        subject_id=letter.subject_id,
        recipient=letter.recipient,
        moment=letter.moment,
        purpose=letter.purpose,
    )


def _next_try(run: ReportRun) -> datetime.datetime:
    return run.finished_at + PAUSE * 2 ** (run.failures - 1)


@transaction.atomic
def _count_failure(slot: Slot, edition: int, trigger: str, by: Any, problem: Exception) -> None:
    _one_at_a_time()
    run = _begin(slot, edition, trigger, by)
    if run.state == State.WRITTEN:
        return
    run.failures += 1
    run.state = State.STOPPED if run.failures >= GIVES_UP_AFTER else State.FAILED
    # Its kind only: what a database says of a row can hold what the row holds.
    run.trouble, run.finished_at = type(problem).__name__[:100], timezone.now()
    run.save()

"""Slots that are run once, letters that are planned once, failures that are counted and told."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from advocacy.services import statements
from caucus_site.core import post_sending
from caucus_site.core.models import JournalEntry, Message, User
from caucus_site.notifications.services import preferences
from caucus_site.reports import runs, slots, weekly
from caucus_site.reports.models import ReportRun
from members.models import Level
from members.services import protection
from tests.factories.advocacy import StatementFactory
from tests.factories.core import UserFactory
from tests.factories.members import PersonFactory
from tests.reports.worlds import letter_to

pytestmark = pytest.mark.django_db

WEEK = datetime.timedelta(days=7)
Trigger = ReportRun.Trigger


@pytest.fixture
def monday():
    """The last Monday at seven; the accounts of the tests have been there for a year."""
    return slots.weekly().last_due(timezone.now())


@pytest.fixture
def staff(secretariat, finance_officer):
    been_there_for_a_year()
    return [secretariat, finance_officer]


def been_there_for_a_year():
    User.objects.update(created_at=timezone.now() - datetime.timedelta(days=400))


def later(slot, **time):
    return slot.due_at + datetime.timedelta(**time)


def planned():
    letters = Message.objects.filter(rule="reports.weekly").order_by("pk")
    return [(letter.recipient.email, letter.moment, letter.state) for letter in letters.select_related("recipient")]


def adopt(title, by):
    statements.advance(StatementFactory(title=title, state="review"), to="adopted", acting_user=by)


def test_a_slot_that_is_due_is_written_once_to_all_staff(staff, parliamentarian, superadmin, monday):
    UserFactory(secretariat=True, is_active=False)

    first = runs.fire_due(later(monday, minutes=1))
    again = runs.fire_due(later(monday, minutes=2))

    assert again is None
    assert planned() == [(account.email, monday.name, "planned") for account in sorted(staff, key=lambda a: a.email)]
    run = ReportRun.objects.get()
    assert run == first.run
    assert (run.state, run.trigger, run.letters, run.left_out, run.edition) == ("written", "timetable", 2, 0, 1)
    assert (run.covers_since, run.covers_until) == (later(monday, minutes=1) - WEEK, later(monday, minutes=1))
    assert JournalEntry.objects.get(verb="reports.report_written").details == {"slot": monday.name, "letters": 2}


def test_letters_are_sealed_and_carry_the_report(staff, monday, sql):
    adopt("On fees", staff[0])

    runs.fire_due(later(monday, days=6))

    letter = Message.objects.filter(recipient=staff[0]).get()
    assert letter.purpose == "reports"
    assert letter.title.startswith("Weekly report, ")
    assert "On fees" in letter.text
    assert "On fees" in letter.html
    assert reverse("weekly_report_of_run", args=[ReportRun.objects.get().public_id]) in letter.text
    ((text, html),) = sql("SELECT text, html FROM core_message WHERE recipient_id = %s", [staff[0].pk])
    assert text.startswith("c1.")
    assert html.startswith("c1.")


def test_before_its_hour_nothing_is_written(staff, monday):
    runs.fire_due(later(monday, minutes=1))

    assert runs.fire_due(later(monday, days=7, seconds=-1)) is None
    assert runs.fire_due(later(monday, days=7)).run.slot == slots.weekly().last_due(later(monday, days=7)).name


def test_after_weeks_of_silence_one_report_covers_them_all(staff, monday):
    adopt("Long ago", staff[0])
    runs.fire_due(later(monday, minutes=1))
    adopt("Since then", staff[0])

    runs.fire_due(later(monday, days=5 * 7, hours=3))
    runs.fire_due(later(monday, days=5 * 7, hours=4))

    first, second = ReportRun.objects.order_by("pk")
    assert second.slot == slots.weekly().last_due(later(monday, days=35)).name
    assert (second.covers_since, second.after_entry) == (first.covers_until, first.up_to_entry)
    letter = Message.objects.filter(recipient=staff[0]).last()
    assert "Since then" in letter.text
    assert "Long ago" not in letter.text


def test_reports_laid_end_to_end_tell_everything_once(staff, monday):
    for number in range(3):
        adopt(f"Statement {number}", staff[0])
        runs.fire_due(later(monday, days=7 * number, minutes=1))

    letters = Message.objects.filter(recipient=staff[0]).order_by("pk")
    told = [[n for n in range(3) if f"Statement {n}" in letter.text] for letter in letters]
    assert told == [[0], [1], [2]]


def test_a_slot_from_before_the_first_account_was_due_to_nobody(secretariat, monday):
    User.objects.update(created_at=later(monday, hours=1, minutes=1))

    assert runs.fire_due(later(monday, days=2)) is None
    assert ReportRun.objects.count() == 0


def test_an_account_of_the_same_hour_is_still_written_to(secretariat, monday):
    User.objects.update(created_at=later(monday, minutes=59))

    assert runs.fire_due(later(monday, days=2)).run.letters == 1


def test_another_hour_of_the_timetable_is_another_slot(staff, monday, settings):
    runs.fire_due(later(monday, minutes=1))
    settings.CAUCUS_WEEKLY_REPORT_AT = "mon 07:30"

    assert runs.fire_due(later(monday, minutes=29)) is None
    assert runs.fire_due(later(monday, minutes=30)).run.slot.endswith("-1T07:30")


def test_who_has_switched_reports_off_is_left_out_with_the_reason(staff, monday):
    silent = staff[1]
    preferences.stop(silent, "reports", door="page")

    outcome = runs.fire_due(later(monday, minutes=1))

    assert [left.reader for left in outcome.left_out] == [silent]
    assert (outcome.run.letters, outcome.run.left_out) == (1, 1)
    letter = Message.objects.get(recipient=silent)
    assert (letter.state, letter.text, letter.html) == ("suppressed", "", "")
    assert letter.reason == outcome.left_out[0].reason != ""


def test_rights_are_those_of_the_moment_of_the_run(staff, monday):
    staff[1].role, staff[1].duties = "observer", []
    staff[1].save()

    runs.fire_due(later(monday, minutes=1))

    assert [email for email, _slot, _state in planned()] == [staff[0].email]


def test_a_letter_is_not_sent_to_who_left_the_secretariat_meanwhile(staff, monday, mailoutbox):
    runs.fire_due(later(monday, minutes=1))
    staff[1].role, staff[1].duties = "observer", []
    staff[1].save()

    post_sending.send_due()

    assert [mail.to for mail in mailoutbox] == [[staff[0].email]]
    assert Message.objects.get(recipient=staff[1]).reason == "The account is no longer of the secretariat."


def test_a_letter_is_not_sent_when_somebody_it_names_has_come_into_danger(staff, monday, mailoutbox):
    adopt("On the work of Zephyrine Quillfeather", staff[0])
    runs.fire_due(later(monday, days=6))
    protection.set_level(PersonFactory(name="Zephyrine Quillfeather"), Level.HIDDEN, acting_user=staff[0])

    post_sending.send_due()

    assert mailoutbox == []
    assert {letter.state for letter in Message.objects.all()} == {"suppressed"}


def test_a_danger_known_when_it_was_written_stops_nothing(staff, monday, mailoutbox):
    protection.set_level(PersonFactory(name="Zephyrine Quillfeather"), Level.HIDDEN, acting_user=staff[0])
    adopt("On the work of Zephyrine Quillfeather", staff[0])

    runs.fire_due(later(monday, days=6))
    post_sending.send_due()

    assert len(mailoutbox) == 2
    assert "Quillfeather" not in "".join(mail.body for mail in mailoutbox)


# Again, and to one


def test_running_a_slot_twice_by_hand_sends_nothing_twice(staff, monday):
    runs.write(monday, trigger=Trigger.COMMAND)

    outcome = runs.write(monday, trigger=Trigger.COMMAND)

    assert (outcome.is_new, outcome.written_to) == (False, [])
    assert len(planned()) == 2
    assert runs.fire_due() is None


def test_again_is_a_further_edition_of_the_same_time(staff, monday):
    adopt("On fees", staff[0])
    runs.write(monday, trigger=Trigger.COMMAND)
    adopt("On wages", staff[0])

    again = runs.write(monday, trigger=Trigger.COMMAND, is_again=True).run

    first = ReportRun.objects.get(edition=1)
    assert (again.edition, again.covers_since, again.up_to_entry) == (2, first.covers_since, first.up_to_entry)
    letter = Message.objects.filter(recipient=staff[0]).last()
    assert "On fees" in letter.text
    assert "On wages" not in letter.text
    assert runs.stretch_so_far().after == first.up_to_entry


def test_again_of_what_was_never_sent_is_the_first(staff, monday):
    assert runs.write(monday, trigger=Trigger.COMMAND, is_again=True).run.edition == 1


def test_one_reader_gets_one_and_the_slot_stays_for_the_timetable(staff, monday):
    only = runs.write(monday, trigger=Trigger.COMMAND, only=staff[1])

    assert (only.run.edition, [reader.email for reader in only.written_to]) == (2, [staff[1].email])
    assert len(planned()) == 1
    runs.fire_due(timezone.now())
    assert len(planned()) == 3


def test_who_is_no_reader_is_refused(staff, monday, parliamentarian):
    with pytest.raises(ValidationError) as refusal:
        runs.write(monday, trigger=Trigger.COMMAND, only=parliamentarian)

    assert refusal.value.code == "not_a_reader"
    assert ReportRun.objects.count() == 0


def test_a_slot_to_come_is_refused(staff, monday):
    with pytest.raises(ValidationError) as refusal:
        runs.write(slots.weekly().last_due(timezone.now() + WEEK), trigger=Trigger.COMMAND)

    assert refusal.value.code == "still_to_come"
    assert ReportRun.objects.count() == 0


# Failing


@pytest.fixture
def broken(monkeypatch):
    """A record that no report can read, as a fault in the program would have it."""

    def break_it(*args):
        raise LookupError("Zephyrine Quillfeather is not there")

    with monkeypatch.context() as patched:
        patched.setattr(weekly, "for_letter", break_it)
        yield patched


def test_a_failure_is_counted_and_leaves_no_letter(staff, monday, broken):
    assert runs.fire_due(later(monday, minutes=1)) is None

    run = ReportRun.objects.get()
    assert (run.state, run.failures, run.trouble) == ("failed", 1, "LookupError")
    assert (run.covers_until, planned()) == (None, [])


def test_failures_are_tried_again_at_growing_distances_and_given_up_after_five(staff, monday, broken, sign_in):
    moment, tries = timezone.now(), []
    for minute in range(300):
        before = ReportRun.objects.values_list("failures", flat=True).first() or 0
        runs.fire_due(moment + datetime.timedelta(minutes=minute))
        if ReportRun.objects.get().failures > before:
            tries.append(minute)
            ReportRun.objects.update(finished_at=moment + datetime.timedelta(minutes=minute))

    run = ReportRun.objects.get()
    assert tries == [0, 5, 15, 35, 75]
    assert (run.state, run.failures) == ("stopped", 5)
    page = sign_in(staff[0]).get(reverse("admin:index")).content.decode()
    assert "Reports that were not sent" in page
    assert "given up after 5 failed attempts (LookupError)" in page


def test_what_was_given_up_can_be_run_by_hand_and_leaves_the_worklist(staff, monday, broken):
    run = ReportRun.objects.create(
        report="weekly", slot=monday.name, due_at=monday.due_at, state="stopped", failures=5, trigger="timetable"
    )
    assert list(ReportRun.objects.waiting_for_a_person()) == [run]
    broken.undo()

    outcome = runs.write(monday, trigger=Trigger.DESK, by=staff[0], is_again=True)

    run.refresh_from_db()
    assert (outcome.run, run.state, run.failures, run.letters) == (run, "written", 0, 2)
    assert list(ReportRun.objects.waiting_for_a_person()) == []


def test_the_next_week_begins_anew_and_covers_what_failed(staff, monday, broken):
    adopt("On fees", staff[0])
    ReportRun.objects.create(
        report="weekly", slot=monday.name, due_at=monday.due_at, state="stopped", failures=5, trigger="timetable"
    )
    broken.undo()

    run = runs.fire_due(later(monday, days=7, minutes=1)).run

    assert (run.state, run.letters) == ("written", 2)
    assert "On fees" in Message.objects.filter(recipient=staff[0]).get().text
    assert list(ReportRun.objects.waiting_for_a_person()) == []


# At once


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_write_one_report(staff, monday):
    together, outcomes = threading.Barrier(2), []

    def beat():
        together.wait(timeout=30)
        outcomes.append(runs.fire_due(later(monday, minutes=1)))
        connection.close()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for one in beats:
        one.start()
    for one in beats:
        one.join(timeout=60)

    assert len(outcomes) == 2
    assert ReportRun.objects.count() == 1
    assert len(planned()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_waits_for_the_one_that_is_being_written(staff, monday):
    """The second sees what the first has done, whichever slots they are for: their times do not overlap."""
    outcomes = []

    def other():
        outcomes.append(runs.write(monday, trigger=Trigger.COMMAND))
        connection.close()

    second = threading.Thread(target=other)
    with transaction.atomic():
        runs.write(monday, trigger=Trigger.TIMETABLE)
        second.start()
        second.join(timeout=1)
        assert second.is_alive()
    second.join(timeout=60)

    assert [outcome.is_new for outcome in outcomes] == [False]
    assert len(planned()) == 2


def test_a_run_that_was_broken_off_leaves_no_trace(staff, monday):
    with transaction.atomic():
        runs.write(monday, trigger=Trigger.TIMETABLE)
        transaction.set_rollback(True)

    assert (ReportRun.objects.count(), planned()) == (0, [])
    assert letter_to(staff[0]).title.startswith("Weekly report")

"""`manage.py run_report`: what it says and what it does."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from advocacy.services import statements
from caucus_site.core.models import JournalEntry, Message
from caucus_site.notifications.services import preferences
from caucus_site.reports import slots
from caucus_site.reports.models import ReportRun
from tests.factories.advocacy import StatementFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def run_report(*arguments):
    said, aside = io.StringIO(), io.StringIO()
    call_command("run_report", *arguments, stdout=said, stderr=aside)
    return said.getvalue(), aside.getvalue()


@pytest.fixture
def staff():
    return [UserFactory(secretariat=True, email=f"staff{number}@caucus.example") for number in range(3)]


def newest():
    return slots.weekly().last_due(timezone.now())


def test_it_writes_to_everybody_and_says_to_how_many(staff):
    said, _aside = run_report("weekly")

    assert f"Weekly report of {newest().name}, about " in said
    assert "Sent to 3 people.\n" in said
    assert Message.objects.filter(state="planned").count() == 3


def test_it_says_who_was_left_out_and_why(staff):
    preferences.stop(staff[2], "reports", door="page")

    said, _aside = run_report("weekly")

    reason = Message.objects.get(recipient=staff[2]).reason
    assert f"Sent to 2 people; left out staff2@caucus.example: {reason.removesuffix('.')}.\n" in said


def test_a_second_run_sends_nothing_and_says_how_to(staff):
    run_report("weekly")

    said, _aside = run_report("weekly")

    assert f"The weekly report of {newest().name} was sent to 3 people on " in said
    assert "Nothing was sent now; --again sends it once more." in said
    assert Message.objects.count() == 3

    run_report("weekly", "--again")

    assert Message.objects.count() == 6


def test_to_one_reader(staff):
    said, _aside = run_report("weekly", "--to", "STAFF1@caucus.example")

    assert "Sent to 1 person.\n" in said
    assert [letter.recipient for letter in Message.objects.select_related("recipient")] == [staff[1]]
    assert not ReportRun.objects.of_slots().exists()


def test_printing_shows_the_letter_and_changes_nothing(staff):
    statements.advance(StatementFactory(title="On fees", state="review"), to="adopted", acting_user=staff[0])
    entries = JournalEntry.objects.count()

    said, aside = run_report("weekly", "--print")

    assert "- On fees: Adopted" in said
    assert "As staff0@caucus.example would read it; nothing was sent." in aside
    assert (ReportRun.objects.count(), Message.objects.count(), JournalEntry.objects.count()) == (0, 0, entries)


def test_printing_a_slot_that_was_sent_shows_its_time(staff):
    statements.advance(StatementFactory(title="On fees", state="review"), to="adopted", acting_user=staff[0])
    run_report("weekly")

    assert "- On fees: Adopted" in run_report("weekly", "--print", "--slot", newest().name)[0]
    assert "- On fees: Adopted" in run_report("weekly", "--print", "--to", "staff1@caucus.example")[0]


def test_a_week_that_passed_can_be_named(staff):
    week = slots.weekly().last_due(timezone.now() - datetime.timedelta(days=21))

    run_report("weekly", "--slot", week.name[:8])

    assert ReportRun.objects.get().slot == week.name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["monthly"], "There is no report “monthly”. There is: weekly."),
        (["weekly", "--slot", "2026-48"], "“2026-48” is not a week of the calendar. Write it as in 2026-W48."),
        (["weekly", "--slot", "2999-W01"], "2999-W01-1T07:00 is still to come: it is due on 2998-12-31 07:00 UTC."),
        (
            ["weekly", "--to", "nobody@caucus.example"],
            "nobody@caucus.example has no account. The report is for: "
            "staff0@caucus.example, staff1@caucus.example, staff2@caucus.example.",
        ),
        (
            ["weekly", "--to", "off@caucus.example"],
            "off@caucus.example is switched off; the report is for active staff of the secretariat.",
        ),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_changes_nothing(staff, arguments, sentence):
    UserFactory(secretariat=True, email="off@caucus.example", is_active=False)

    with pytest.raises(CommandError) as refusal:
        run_report(*arguments)

    assert str(refusal.value) == sentence
    assert (ReportRun.objects.count(), Message.objects.count()) == (0, 0)


def test_a_parliamentarian_is_no_reader(staff, parliamentarian):
    with pytest.raises(CommandError, match="the report is for active staff of the secretariat"):
        run_report("weekly", "--to", parliamentarian.email)


def test_without_staff_it_says_what_to_do():
    with pytest.raises(CommandError, match="no account has that role"):
        run_report("weekly")

"""`manage.py run_report weekly`: write a report now, or print what it would say."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from caucus_site.core.models import User
from caucus_site.reports import changes, letters, runs, slots, weekly
from caucus_site.reports.discretion import Discretion
from caucus_site.reports.models import ReportRun
from caucus_site.reports.slots import NotASlot, Slot


class Command(BaseCommand):
    help = (
        "Write a report to everybody it is for. Without --slot it is the newest one that is due; "
        "a slot that was written is not written twice, unless --again is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", help=f"one of: {', '.join(ReportRun.Report.values)}")
        parser.add_argument("--slot", metavar="WEEK", help="the week it is for, such as 2026-W48")
        parser.add_argument("--again", action="store_true", help="send a slot that was sent already once more")
        parser.add_argument("--to", metavar="EMAIL", help="to this reader only; the slot stays for the timetable")
        parser.add_argument("--print", action="store_true", help="show the text and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["report"] not in ReportRun.Report.values:
            raise CommandError(
                f"There is no report “{options['report']}”. There is: {', '.join(ReportRun.Report.values)}."
            )
        only = _reader(options["to"]) if options["to"] else None
        if only is None and not weekly.readers().exists():
            raise CommandError(
                "There is nobody to write to: the report is for active staff of the secretariat, and no account has "
                "that role. Add one under Accounts at /admin/, or run “manage.py seed --demo”."
            )
        try:
            slot = slots.weekly().named(options["slot"]) if options["slot"] else slots.weekly().last_due(timezone.now())
        except NotASlot as refusal:
            raise CommandError(str(refusal)) from None
        if options["print"]:
            self.print_as_read_by(only or weekly.readers().order_by("duties", "pk")[0], slot)
            return
        try:
            outcome = runs.write(slot, trigger=ReportRun.Trigger.COMMAND, is_again=options["again"], only=only)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.say_what_happened(outcome)

    def print_as_read_by(self, reader: User, slot: Slot) -> None:
        run = ReportRun.objects.of_slots().written().filter(slot=slot.name).first()
        told = changes.news(runs.stretch_of(run) if run else runs.stretch_so_far())
        with weekly.as_read_by(reader):
            report = weekly.for_letter(reader, told, Discretion.of_letters(timezone.localdate()))
            self.stdout.write(letters.write(report, reverse("weekly_report")).text)
        self.stderr.write(f"As {reader.email} would read it; nothing was sent. --to shows another reader's.")

    def say_what_happened(self, outcome: runs.Outcome) -> None:
        run = outcome.run
        if not outcome.is_new:
            self.stdout.write(
                f"The weekly report of {run.slot} was sent to {_people(run.letters)} on {_moment(run.finished_at)}. "
                "Nothing was sent now; --again sends it once more."
            )
            return
        self.stdout.write(
            f"Weekly report of {run.slot}, about {_moment(run.covers_since)} to {_moment(run.covers_until)}."
        )
        said = f"Sent to {_people(run.letters)}"
        for left in outcome.left_out:
            said += f"; left out {left.reader.email}: {left.reason}"
        self.stdout.write(said.removesuffix(".") + ".")
        if run.letters:
            self.stdout.write("The worker delivers; “make run” has one.")


def _reader(email: str) -> User:
    account = User.objects.filter(email=email.strip().lower()).first()
    if account is None:
        readers = ", ".join(weekly.readers().values_list("email", flat=True)[:10]) or "nobody yet"
        raise CommandError(f"{email} has no account. The report is for: {readers}.")
    if not weekly.readers().filter(pk=account.pk).exists():
        why = f"has the role “{account.get_role_display()}”" if account.is_active else "is switched off"
        raise CommandError(f"{email} {why}; the report is for active staff of the secretariat.")
    return account


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _moment(moment: Any) -> str:
    return f"{date_format(timezone.localtime(moment, slots.weekly().zone), 'j F Y, H:i')} ({slots.weekly().zone})"

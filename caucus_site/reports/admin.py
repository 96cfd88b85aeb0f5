"""Reports that were written, to read, and to send once more."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caucus_site.core.admin import RecordAdmin
from caucus_site.core.principals import Principal
from caucus_site.reports import runs
from caucus_site.reports.models import ReportRun
from caucus_site.reports.slots import Slot

SHOWN = 200


@admin.register(ReportRun)
class ReportRunAdmin(RecordAdmin):
    has_sources = False
    list_display = ("slot", "edition", "report", "state", "covers_since", "covers_until", "letters", "left_out")
    list_filter = ("state", "trigger")
    search_fields = ("slot",)
    ordering = ("-pk",)
    actions = ("run_again",)
    fields = (
        ("report", "slot", "edition"),
        ("state", "failures", "trouble"),
        ("covers_since", "covers_until"),
        ("trigger", "triggered_by"),
        ("due_at", "started_at", "finished_at"),
        ("letters", "left_out"),
        "as_it_reads",
        "who_got_it",
    )

    @admin.display(description=_("as you would read it now"))
    def as_it_reads(self, run: ReportRun) -> str:
        if run.state != ReportRun.State.WRITTEN:
            return __("It was not written yet.")
        address = reverse("weekly_report_of_run", args=[run.public_id])
        return format_html('<span class="desk-tools"><a href="{}">{}</a></span>', address, __("Read it"))

    @admin.display(description=_("who got it"))
    def who_got_it(self, run: ReportRun) -> str:
        rows = [
            (letter.recipient, letter.get_state_display(), f": {letter.reason}" if letter.reason else "")
            for letter in runs.letters_of(run)[:SHOWN]
        ]
        return format_html_join("", "<p>{} · {}{}</p>", rows) or __("Nobody.")

    @admin.action(
        description=_("Run again: write it to everybody it is for, as they may see it now"), permissions=["run"]
    )
    def run_again(self, request: HttpRequest, queryset: Any) -> None:
        for run in queryset.order_by("pk"):
            try:
                outcome = runs.write(
                    Slot(run.slot, run.due_at), trigger=ReportRun.Trigger.DESK, by=request.user, is_again=True
                )
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            except Exception:  # counted on the run, whatever it was; the reader gets a sentence
                messages.error(request, __("%(run)s could not be written; the run says why.") % {"run": run})
            else:
                number = len(outcome.written_to)
                said = ngettext("%(run)s: sent to %(number)d reader.", "%(run)s: sent to %(number)d readers.", number)
                messages.success(request, said % {"run": outcome.run, "number": number})

    def has_run_permission(self, request: HttpRequest) -> bool:
        return Principal.of(request.user).is_secretariat

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for line in self.fields for name in ([line] if isinstance(line, str) else line)]

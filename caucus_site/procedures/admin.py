"""Imports that were run, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caucus_site.core.admin import RecordAdmin
from caucus_site.procedures.models import ImportBatch

SHOWN = 200


@admin.register(ImportBatch)
class ImportBatchAdmin(RecordAdmin):
    has_sources = False
    list_display = ("file_name", "country", "created_at", "rows", "created", "updated", "unchanged", "ambiguous")
    list_select_related = ("country",)
    list_filter = ("format",)
    search_fields = ("file_name",)
    ordering = ("-pk",)
    fields = (
        ("file_name", "format", "country"),
        ("created_at", "account"),
        ("rows", "created", "updated", "unchanged", "ambiguous"),
        "problems",
        "notices",
    )

    @admin.display(description=_("left out"))
    def problems(self, batch: ImportBatch) -> str:
        return _lines(batch.report.get("problems", []))

    @admin.display(description=_("worth knowing"))
    def notices(self, batch: ImportBatch) -> str:
        return _lines(batch.report.get("notices", []))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            "file_name",
            "format",
            "country",
            "created_at",
            "account",
            "rows",
            "created",
            "updated",
            "unchanged",
            "ambiguous",
            "problems",
            "notices",
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _lines(said: list[dict[str, str]]) -> str:
    lines = ((p["row"], p["field"], p["value"], p["reason"]) for p in said[:SHOWN])
    text = format_html_join("\n", "<p>{}: {} “{}”: {}</p>", lines) or str(_("nothing"))
    more = len(said) - SHOWN
    return text if more <= 0 else text + format_html("<p>{}</p>", ngettext("and %d more", "and %d more", more) % more)

"""Imports that were run, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

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
    )

    @admin.display(description=_("left out"))
    def problems(self, batch: ImportBatch) -> str:
        found = batch.report.get("problems", [])
        lines = ((p["row"], p["field"], p["value"], p["reason"]) for p in found[:SHOWN])
        return format_html_join("\n", "<p>{}: {} “{}”: {}</p>", lines) or str(_("nothing"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["file_name", "format", "country", "created_at", "account", "rows", "created", "updated", "unchanged",
                "ambiguous", "problems"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

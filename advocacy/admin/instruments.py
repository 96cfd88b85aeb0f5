"""Instruments, their clauses, and the commitments of countries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advocacy.models import Commitment, Instrument, InstrumentClause
from caucus_site.core.admin import RecordAdmin, RecordStackedInline


class ClauseInline(RecordStackedInline):
    model = InstrumentClause
    fields = (("number", "heading"), "text", "assessment")


@admin.register(Instrument)
class InstrumentAdmin(RecordAdmin):
    list_display = ("code", "short_title", "title", "kind", "force", "adopted_on", "in_force_on", "body")
    list_select_related = ("body",)
    list_filter = ("kind", "force")
    search_fields = ("code", "title", "short_title")
    ordering = ("code",)
    autocomplete_fields = ("body", "corridor", "succeeds")
    fieldsets = (
        (None, {"fields": (("code", "short_title"), "title", ("kind", "force"), ("body", "corridor"))}),
        (_("When"), {"fields": (("adopted_on", "adopted_in"), "in_force_on", "succeeds")}),
        (_("More"), {"fields": (("has_monitoring", "url"), "note")}),
    )
    inlines = (ClauseInline,)


@admin.register(InstrumentClause)
class InstrumentClauseAdmin(RecordAdmin):
    list_display = ("instrument", "number", "heading", "recommendation")
    list_select_related = ("instrument", "recommendation")
    search_fields = ("heading", "instrument__code", "instrument__title")
    ordering = ("instrument", "number")
    autocomplete_fields = ("instrument", "recommendation")


@admin.register(Commitment)
class CommitmentAdmin(RecordAdmin):
    list_display = ("instrument", "country", "step", "happened_on", "as_of", "territory", "status_as_stated")
    list_select_related = ("instrument", "country")
    list_filter = ("step", "instrument")
    search_fields = ("instrument__code", "instrument__title", "note")
    ordering = ("instrument", "country", "happened_on_latest", "pk")
    autocomplete_fields = ("instrument", "country")

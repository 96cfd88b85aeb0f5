"""Sources, compartments and the journal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from caucus_site.core.admin.bases import RecordAdmin
from caucus_site.core.admin.rows import RecordTabularInline
from caucus_site.core.models import Compartment, CompartmentReader, JournalEntry, Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    has_sources = False
    list_display = ("title", "kind", "author", "publisher", "published_on", "is_public")
    list_filter = ("kind", "is_public")
    search_fields = ("title", "author", "publisher", "url")
    ordering = ("title", "pk")


class ReaderInline(RecordTabularInline):
    model = CompartmentReader
    fields = ("reader", "until")
    autocomplete_fields = ("reader",)


@admin.register(Compartment)
class CompartmentAdmin(RecordAdmin):
    """Whoever opens a compartment is its first reader; otherwise it would close behind them."""

    has_sources = False
    list_display = ("name", "closes_on")
    search_fields = ("name",)
    ordering = ("name",)
    inlines = (ReaderInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            CompartmentReader.objects.get_or_create(compartment=form.instance, reader=request.user)


@admin.register(JournalEntry)
class JournalEntryAdmin(RecordAdmin):
    """Read only, for everybody and for ever."""

    has_sources = False
    list_display = ("position", "at", "verb", "subject_type", "subject_id", "actor_id")
    list_filter = ("verb",)
    search_fields = ("verb", "=subject_id")
    ordering = ("-position",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

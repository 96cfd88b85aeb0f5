"""Protection and incidents."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin
from members.admin.bases import OfAPersonAdmin
from members.models import Incident, Protection
from members.services import protection as protections


@admin.register(Protection)
class ProtectionAdmin(OfAPersonAdmin):
    has_sources = False
    list_display = ("person", "level", "set_at", "until", "lifted_at")
    list_select_related = ("person",)
    list_filter = ("level",)
    autocomplete_fields = ("person",)
    ordering = ("-set_at", "-pk")
    readonly_fields = ("set_by", "set_at", "lifted_by", "lifted_at")
    actions = ("lift_selected",)
    fieldsets = (
        (None, {"fields": ("person", "level", "until", "reason")}),
        (_("Set and lifted"), {"fields": (("set_by", "set_at"), ("lifted_by", "lifted_at"))}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_by = request.user
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Lift the selected protections"), permissions=["change"])
    def lift_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        for protection in queryset:
            protections.lift(protection, acting_user=request.user)


@admin.register(Incident)
class IncidentAdmin(RecordAdmin):
    has_sources = False
    list_display = ("__str__", "kind", "person", "happened_on", "place", "status")
    never_sorted_by = ("person",)
    list_select_related = ("person", "place")
    list_filter = ("kind", "status")
    search_fields = ("=pk",)
    autocomplete_fields = ("compartment", "person", "place")
    ordering = ("-pk",)

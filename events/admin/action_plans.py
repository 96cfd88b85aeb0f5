"""Action plans and their items."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin, RecordTabularInline
from events.models import ActionItem, ActionPlan


class ActionItemInline(RecordTabularInline):
    model = ActionItem
    fields = ("number", "text", "owner_person", "due_on", "state")
    autocomplete_fields = ("owner_person",)


@admin.register(ActionPlan)
class ActionPlanAdmin(RecordAdmin):
    list_display = ("title", "gathering", "began_on", "ended_on", "is_public")
    list_select_related = ("gathering",)
    list_filter = ("is_public",)
    search_fields = ("title", "gathering__title")
    autocomplete_fields = ("gathering",)
    ordering = ("-pk",)
    inlines = (ActionItemInline,)


@admin.register(ActionItem)
class ActionItemAdmin(RecordAdmin):
    list_display = ("number", "text", "plan", "owner_person", "owner_organisation", "owner_chapter", "due_on", "state")
    list_display_links = ("number", "text")
    list_select_related = ("plan", "owner_person", "owner_organisation", "owner_chapter")
    list_filter = ("state",)
    search_fields = ("text", "plan__title")
    autocomplete_fields = (
        "plan",
        "owner_person",
        "owner_organisation",
        "owner_chapter",
        "fulfilled_by_gathering",
        "fulfilled_by_mission",
    )
    ordering = ("-plan", "number")
    fieldsets = (
        (None, {"fields": (("plan", "number"), "text", ("due_on", "state"))}),
        (_("Owner"), {"fields": (("owner_person", "owner_organisation", "owner_chapter"),)}),
        (
            _("Fulfilment"),
            {"fields": ("fulfilled_on", "fulfilment", ("fulfilled_by_gathering", "fulfilled_by_mission"))},
        ),
    )

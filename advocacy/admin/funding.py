"""Funders, grants and what they pay for: seen by finance officers only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advocacy.models import Allocation, Contribution, Funder, Grant, GrantDeadline
from caucus_site.core.admin import RecordAdmin, RecordTabularInline

ACTIVITIES = (("gathering", "mission"), ("campaign", "statement"), "chapter")


@admin.register(Funder)
class FunderAdmin(RecordAdmin):
    list_display = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "organisation__short_name")
    ordering = ("pk",)
    autocomplete_fields = ("organisation",)


class DeadlineInline(RecordTabularInline):
    model = GrantDeadline
    fields = ("kind", "due_on", "done_on", "note")


class AllocationInline(RecordTabularInline):
    """What the grant pays for, at a glance. An allocation's own page says to which activity it goes."""

    model = Allocation
    fields = ("budget_line", "amount", "currency")
    readonly_fields = fields
    can_delete = False
    max_num = 0


@admin.register(Grant)
class GrantAdmin(RecordAdmin):
    list_display = ("title", "funder", "programme", "state", "began_on", "ended_on", "amount", "currency")
    list_select_related = ("funder__organisation",)
    list_filter = ("state", "currency")
    search_fields = ("title", "programme")
    ordering = ("-pk",)
    autocomplete_fields = ("funder", "via_organisation", "chapter")
    fieldsets = (
        (None, {"fields": ("title", ("funder", "via_organisation"), ("programme", "chapter"), "state")}),
        (_("How long"), {"fields": (("began_on", "ended_on"), "end_reason")}),
        (_("How much, for what"), {"fields": (("amount", "currency"), "restrictions")}),
    )
    inlines = (DeadlineInline, AllocationInline)


@admin.register(GrantDeadline)
class GrantDeadlineAdmin(RecordAdmin):
    list_display = ("grant", "kind", "due_on", "done_on", "note")
    list_select_related = ("grant",)
    list_filter = ("kind", ("done_on", admin.EmptyFieldListFilter))
    search_fields = ("grant__title", "note")
    ordering = ("due_on", "pk")
    autocomplete_fields = ("grant",)


@admin.register(Allocation)
class AllocationAdmin(RecordAdmin):
    list_display = (
        "grant",
        "budget_line",
        "gathering",
        "mission",
        "campaign",
        "statement",
        "chapter",
        "amount",
        "currency",
    )
    list_select_related = ("grant", "gathering", "mission", "campaign", "statement", "chapter")
    never_sorted_by = ("mission",)
    search_fields = ("grant__title", "budget_line")
    ordering = ("-pk",)
    autocomplete_fields = ("grant", "gathering", "mission", "campaign", "statement", "chapter")
    fieldsets = (
        (None, {"fields": (("grant", "budget_line"), ("amount", "currency"), "note")}),
        (_("Pays for exactly one of these"), {"fields": ACTIVITIES}),
    )


@admin.register(Contribution)
class ContributionAdmin(RecordAdmin):
    list_display = ("what", "kind", "by_person", "by_organisation", "given_on", "amount", "currency")
    list_select_related = ("by_person", "by_organisation")
    list_filter = ("kind",)
    search_fields = ("what",)
    ordering = ("-pk",)
    autocomplete_fields = ("by_person", "by_organisation", "gathering", "mission", "campaign", "chapter")
    fieldsets = (
        (None, {"fields": (("kind", "given_on"), "what", ("amount", "currency"), "note")}),
        (_("By one of these"), {"fields": (("by_person", "by_organisation"),)}),
        (_("Towards exactly one of these"), {"fields": (("gathering", "mission"), ("campaign", "chapter"))}),
    )

"""Concerns and solidarity cases: their lists show codes, and only to named readers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advocacy.models import Concern, ConcernStep, SolidarityCase, SolidarityStep
from caucus_site.core.admin import RecordAdmin, RecordStackedInline


class ConcernStepInline(RecordStackedInline):
    model = ConcernStep
    fields = (("kind", "happened_on"), "text")


@admin.register(Concern)
class ConcernAdmin(RecordAdmin):
    list_display = ("code", "theme", "corridor", "state", "received_on", "told_back_on", "compartment")
    list_select_related = ("corridor__origin", "corridor__destination", "compartment")
    list_filter = ("state", "theme")
    search_fields = ("code",)
    ordering = ("-pk",)
    autocomplete_fields = ("compartment", "from_organisation", "corridor", "carried_by")
    fieldsets = (
        (None, {"fields": (("compartment", "code"), ("received_on", "from_organisation"), "sender")}),
        (_("What it is about"), {"fields": (("theme", "corridor"), "text")}),
        (_("What is done"), {"fields": (("state", "carried_by"), "told_back_on")}),
    )
    inlines = (ConcernStepInline,)


@admin.register(ConcernStep)
class ConcernStepAdmin(RecordAdmin):
    list_display = ("concern", "kind", "happened_on")
    list_select_related = ("concern",)
    list_filter = ("kind",)
    search_fields = ("concern__code",)
    ordering = ("-pk",)
    autocomplete_fields = ("concern", "by_person", "gathering", "statement", "recommendation")


class SolidarityStepInline(RecordStackedInline):
    model = SolidarityStep
    fields = (("happened_on", "by_person"), "what")
    autocomplete_fields = ("by_person",)


@admin.register(SolidarityCase)
class SolidarityCaseAdmin(RecordAdmin):
    list_display = ("code", "state", "opened_on", "closed_on", "compartment")
    list_select_related = ("compartment",)
    list_filter = ("state",)
    search_fields = ("code",)
    ordering = ("-pk",)
    autocomplete_fields = ("compartment", "person", "incident", "statement")
    fieldsets = (
        (None, {"fields": (("compartment", "code"), ("person", "incident"), ("state", "statement"))}),
        (_("Course"), {"fields": (("opened_on", "closed_on"), "aim", "outcome")}),
    )
    inlines = (SolidarityStepInline,)


@admin.register(SolidarityStep)
class SolidarityStepAdmin(RecordAdmin):
    list_display = ("case", "happened_on")
    list_select_related = ("case",)
    search_fields = ("case__code",)
    ordering = ("-pk",)
    autocomplete_fields = ("case", "by_person", "by_organisation")

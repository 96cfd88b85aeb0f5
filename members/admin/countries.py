"""Countries, corridors and regional bodies."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from caucus_site.core.admin import RecordAdmin
from members.admin.bases import TabularInline
from members.models import BodyMembership, Corridor, Country, CountryRole


class RoleInline(TabularInline):
    model = CountryRole
    fields = ("role", "began_on", "ended_on", "note")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("country")


class BodyMembershipInline(TabularInline):
    model = BodyMembership
    fields = ("body", "status", "side", "began_on", "ended_on")
    autocomplete_fields = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("country", "body")


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    list_display = ("name", "code", "alpha3")
    search_fields = ("name", "code", "alpha3")
    ordering = ("name",)
    inlines = (RoleInline, BodyMembershipInline)


@admin.register(Corridor)
class CorridorAdmin(RecordAdmin):
    list_display = ("__str__", "origin", "destination")
    list_select_related = ("origin", "destination")
    search_fields = ("origin__name", "destination__name")
    autocomplete_fields = ("origin", "destination")
    ordering = ("origin__name", "destination__name")
    export_fields = ("origin", "destination", "note")


@admin.register(BodyMembership)
class BodyMembershipAdmin(RecordAdmin):
    list_display = ("country", "body", "status", "side", "began_on", "ended_on")
    list_select_related = ("country", "body")
    list_filter = ("status", "side")
    search_fields = ("country__name", "body__name", "body__short_name")
    autocomplete_fields = ("country", "body")
    ordering = ("body__name", "country__name")

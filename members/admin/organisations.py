"""Organisations, areas, terms of chambers, and access to forums."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin
from members.admin.bases import TabularInline
from members.models import (
    Area,
    AreaIdentifier,
    ChamberTerm,
    ForumAccess,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Succession,
)


class NameInline(TabularInline):
    model = OrganisationName
    fields = ("text", "kind", "language", "began_on", "ended_on")


class IdentifierInline(TabularInline):
    model = OrganisationIdentifier
    fields = ("scheme", "value")


class SuccessionInline(TabularInline):
    model = Succession
    fk_name = "predecessor"
    fields = ("kind", "successor", "happened_on", "note")
    autocomplete_fields = ("successor",)
    verbose_name_plural = _("What became of it")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("predecessor", "successor")


class AccessInline(TabularInline):
    model = ForumAccess
    fk_name = "forum"
    fields = ("level", "organisation", "for_whom", "refused_by", "began_on", "ended_on")
    autocomplete_fields = ("organisation",)
    verbose_name_plural = _("Access that it grants")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("forum", "organisation")


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ("name", "short_name", "kind", "country", "founded_on", "dissolved_on")
    list_select_related = ("country",)
    list_filter = ("kind",)
    search_fields = ("name", "short_name")
    autocomplete_fields = ("country", "parent")
    ordering = ("name", "pk")
    inlines = (NameInline, IdentifierInline, SuccessionInline, AccessInline)
    fieldsets = (
        (None, {"fields": (("name", "short_name"), ("kind", "country"), "parent", ("founded_on", "dissolved_on"))}),
        (_("More"), {"fields": ("website", "description", "seats")}),
        (_("For inter-parliamentary institutions"), {"fields": (("institution_type", "stage"),)}),
    )


class AreaIdentifierInline(TabularInline):
    model = AreaIdentifier
    fields = ("scheme", "value")


@admin.register(Area)
class AreaAdmin(RecordAdmin):
    list_display = ("name", "kind", "country", "parent")
    list_select_related = ("country", "parent")
    list_filter = ("kind",)
    search_fields = ("name",)
    autocomplete_fields = ("country", "parent")
    ordering = ("name", "pk")
    inlines = (AreaIdentifierInline,)


@admin.register(ChamberTerm)
class ChamberTermAdmin(RecordAdmin):
    list_display = ("name", "number", "chamber", "began_on", "ended_on")
    list_select_related = ("chamber",)
    search_fields = ("name", "chamber__name")
    autocomplete_fields = ("chamber",)
    ordering = ("chamber__name", "-began_on_earliest", "pk")


@admin.register(ForumAccess)
class ForumAccessAdmin(RecordAdmin):
    list_display = ("forum", "level", "organisation", "for_whom", "refused_by", "began_on", "ended_on")
    list_select_related = ("forum", "organisation")
    list_filter = ("level",)
    search_fields = ("forum__name", "forum__short_name", "for_whom")
    autocomplete_fields = ("forum", "organisation")
    ordering = ("forum__name", "pk")
    fieldsets = (
        (None, {"fields": ("forum", "level", ("organisation", "for_whom"), "refused_by", ("began_on", "ended_on"))}),
        (_("Note"), {"fields": ("note",)}),
    )

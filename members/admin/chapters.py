"""Chapters, their members and offices, and aides."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin
from members.admin.bases import OfAPersonAdmin, TabularInline
from members.models import Aide, Chapter, ChapterName, ChapterObjective, ChapterSupporter, Membership, Office


class NameInline(TabularInline):
    model = ChapterName
    fields = ("text", "language", "began_on", "ended_on")


class ObjectiveInline(TabularInline):
    model = ChapterObjective
    fields = ("position", "text")
    ordering = ("position",)


class SupporterInline(TabularInline):
    model = ChapterSupporter
    fields = ("organisation", "role", "began_on", "ended_on", "note")
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("organisation")


class OfficeInline(TabularInline):
    model = Office
    fields = ("person", "kind", "title", "began_on", "ended_on")
    autocomplete_fields = ("person",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


@admin.register(Chapter)
class ChapterAdmin(RecordAdmin):
    list_display = ("name", "country", "parent", "state", "launched_on", "members_today")
    list_select_related = ("country", "parent")
    list_filter = ("state",)
    search_fields = ("name", "short_name", "names__text")
    autocomplete_fields = ("parent", "country")
    ordering = ("name",)
    inlines = (NameInline, ObjectiveInline, SupporterInline, OfficeInline)
    fieldsets = (
        (None, {"fields": (("name", "short_name"), ("parent", "country"), ("state", "launched_on"), "time_zone")}),
        (_("What it is for"), {"fields": ("vision", "type_note")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_member_count(request.user)

    @admin.display(description=_("members today"))
    def members_today(self, chapter: Chapter) -> int:
        return chapter.member_count  # type: ignore[attr-defined]


@admin.register(Membership)
class MembershipAdmin(OfAPersonAdmin):
    list_display = ("person", "chapter", "category", "status", "began_on", "ended_on")
    list_select_related = ("person", "chapter")
    list_filter = ("status", "category", "chapter")
    autocomplete_fields = ("person", "chapter")
    ordering = ("-pk",)


@admin.register(Office)
class OfficeAdmin(OfAPersonAdmin):
    list_display = ("person", "chapter", "kind", "title", "began_on", "ended_on")
    list_select_related = ("person", "chapter")
    list_filter = ("kind", "chapter")
    autocomplete_fields = ("person", "chapter")
    ordering = ("-pk",)


@admin.register(Aide)
class AideAdmin(OfAPersonAdmin):
    person_field = "acts_for"
    list_display = ("aide", "acts_for", "purposes", "began_on", "ended_on")
    list_select_related = ("aide", "acts_for")
    search_fields = ("aide__name", "acts_for__name")
    autocomplete_fields = ("aide", "acts_for")
    ordering = ("-pk",)

"""Gatherings with their hosts, programme, decisions and lists of who came."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin, RecordTabularInline
from events.admin.states import StateAdmin, StateForm
from events.models import Attendance, Decision, Gathering, GatheringHost, GatheringSeries, ProgrammeItem
from events.models.vocabulary import validate_time_zone
from events.services import gatherings


@admin.register(GatheringSeries)
class GatheringSeriesAdmin(RecordAdmin):
    list_display = ("name", "chapter")
    list_select_related = ("chapter",)
    search_fields = ("name",)
    autocomplete_fields = ("chapter",)
    ordering = ("name",)


class HostInline(RecordTabularInline):
    model = GatheringHost
    fields = ("organisation", "role")
    autocomplete_fields = ("organisation",)
    show_change_link = False
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("organisation")


class ProgrammeInline(RecordTabularInline):
    model = ProgrammeItem
    fields = ("position", "title", "summary", "starts_at", "ends_at")
    show_change_link = False
    tab = True


class DecisionInline(RecordTabularInline):
    model = Decision
    fields = ("number", "text")
    show_change_link = False
    tab = True


class AttendanceInline(RecordTabularInline):
    model = Attendance
    fields = ("person", "role", "capacity", "capacity_text", "answer", "has_attended", "is_public")
    autocomplete_fields = ("person",)
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


class GatheringForm(StateForm):
    service = gatherings


@admin.register(Gathering)
class GatheringAdmin(StateAdmin):
    service = gatherings
    form = GatheringForm
    list_display = ("title", "kind", "began_on", "ended_on", "place", "country", "chapter", "state", "is_public")
    list_select_related = ("country", "chapter")
    list_filter = ("kind", "level", "state", "is_public")
    search_fields = ("title", "place", "theme")
    autocomplete_fields = ("series", "chapter", "country", "parallel_to")
    ordering = ("-began_on_earliest", "-pk")
    inlines = (HostInline, ProgrammeInline, DecisionInline, AttendanceInline)
    fieldsets = (
        (None, {"fields": ("title", ("kind", "level"), "theme", ("chapter", "series"), "state")}),
        (
            _("When"),
            {
                "fields": (("began_on", "ended_on"), ("starts_at", "ends_at", "time_zone")),
                "description": _("All hours on this page are those of the time zone entered here; without one, UTC."),
            },
        ),
        (_("Where"), {"fields": (("place", "country"), ("parallel_to", "parallel_event"))}),
        (_("For everybody"), {"fields": ("summary", ("is_public", "published_at"))}),
    )

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        with timezone.override(self._zone_of_the_place(request, object_id)):
            response = super().changeform_view(request, object_id, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()  # now: afterwards the hours would be shown in another zone
            return response

    def _zone_of_the_place(self, request: HttpRequest, object_id: str | None) -> ZoneInfo | None:
        name = request.POST.get("time_zone", "")
        if request.method != "POST" and object_id:
            gathering = self.get_object(request, unquote(object_id))
            name = gathering.time_zone if gathering else ""
        try:
            validate_time_zone(name)
        except ValidationError:
            return None
        return ZoneInfo(name)


@admin.register(Attendance)
class AttendanceAdmin(RecordAdmin):
    list_display = ("person", "gathering", "role", "capacity", "delegation", "answer", "has_attended", "is_public")
    list_select_related = ("person", "gathering", "delegation")
    list_filter = ("role", "capacity", "answer", "has_attended")
    search_fields = ("gathering__title", "capacity_text")
    autocomplete_fields = ("gathering", "person", "delegation")
    ordering = ("-pk",)

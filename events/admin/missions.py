"""Fact-finding missions: the plan, the journey, who went, whom they met, what they found."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin, RecordTabularInline
from events.admin.states import StateAdmin, StateForm
from events.models import (
    Delegate,
    FactFindingMission,
    Finding,
    FindingEvidence,
    FindingTestimony,
    MissionPlace,
    OrganisationMet,
    PersonMet,
)
from events.services import missions


class DelegateInline(RecordTabularInline):
    model = Delegate
    fields = ("person", "role", "capacity", "capacity_text", "country", "is_public")
    autocomplete_fields = ("person", "country")
    show_change_link = False
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


class PlaceInline(RecordTabularInline):
    model = MissionPlace
    fields = ("place", "country", "began_on", "ended_on", "purpose")
    autocomplete_fields = ("country",)
    tab = True


class PersonMetInline(RecordTabularInline):
    model = PersonMet
    fields = ("name", "role", "organisation", "met_on")
    autocomplete_fields = ("organisation",)
    show_change_link = False
    tab = True


class FindingInline(RecordTabularInline):
    model = Finding
    fields = ("number", "title", "theme", "text")
    tab = True


class MissionForm(StateForm):
    service = missions


@admin.register(FactFindingMission)
class MissionAdmin(StateAdmin):
    service = missions
    form = MissionForm
    list_display = ("title", "initiator_kind", "chapter", "began_on", "ended_on", "state", "is_public")
    list_select_related = ("chapter",)
    list_filter = ("state", "initiator_kind", "is_public")
    search_fields = ("title",)
    autocomplete_fields = (
        "initiating_chapter",
        "initiating_person",
        "initiating_organisation",
        "chapter",
        "compartment",
    )
    ordering = ("-began_on_earliest", "-pk")
    inlines = (DelegateInline, PlaceInline, PersonMetInline, FindingInline)
    fieldsets = (
        (None, {"fields": ("title", "chapter", ("began_on", "ended_on"), "state")}),
        (
            _("Started by"),
            {
                "fields": (
                    "initiator_kind",
                    ("initiating_chapter", "initiating_person", "initiating_organisation"),
                    "caucus_link",
                )
            },
        ),
        (_("Plan"), {"fields": ("terms_of_reference", "compartment")}),
        (_("For everybody"), {"fields": ("outcome", ("is_public", "published_at"))}),
    )


class OrganisationMetInline(RecordTabularInline):
    model = OrganisationMet
    fields = ("organisation", "note")
    autocomplete_fields = ("organisation",)
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("organisation")


@admin.register(MissionPlace)
class MissionPlaceAdmin(RecordAdmin):
    list_display = ("place", "country", "mission", "began_on", "ended_on")
    list_select_related = ("country", "mission")
    search_fields = ("place", "mission__title")
    autocomplete_fields = ("mission", "country")
    ordering = ("-began_on_earliest", "-pk")
    inlines = (OrganisationMetInline,)


class FindingTestimonyInline(RecordTabularInline):
    model = FindingTestimony
    fields = ("testimony", "note")
    autocomplete_fields = ("testimony",)
    show_change_link = False


class FindingEvidenceInline(RecordTabularInline):
    model = FindingEvidence
    fields = ("evidence", "note")
    autocomplete_fields = ("evidence",)
    show_change_link = False


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    list_display = ("number", "title", "theme", "mission")
    list_display_links = ("number", "title")
    list_select_related = ("mission",)
    list_filter = ("theme",)
    search_fields = ("title", "mission__title")
    autocomplete_fields = ("mission",)
    ordering = ("-mission", "number")
    inlines = (FindingTestimonyInline, FindingEvidenceInline)

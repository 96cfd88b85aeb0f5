"""Recommendations, their addressees and grounds, and what came of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advocacy.admin.steps import step
from advocacy.models import FollowUp, Recommendation, RecommendationAddressee, RecommendationFinding
from advocacy.services import recommendations
from caucus_site.core.admin import RecordAdmin, RecordStackedInline, RecordTabularInline
from events.models import FactFindingMission

State = Recommendation.State


class AddresseeInline(RecordTabularInline):
    model = RecommendationAddressee
    fields = ("organisation", "country")
    autocomplete_fields = ("organisation", "country")


class GroundInline(RecordTabularInline):
    model = RecommendationFinding
    fields = ("finding",)
    autocomplete_fields = ("finding",)


class FollowUpInline(RecordStackedInline):
    model = FollowUp
    fields = (("kind", "happened_on", "outcome"), "text", ("evidence_url", "is_public"))
    tab = True


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    list_display = ("number", "title", "statement", "mission", "urgency", "state", "review_on", "responsible_chapter")
    list_display_links = ("number", "title")
    list_select_related = ("statement", "mission", "responsible_chapter")
    never_sorted_by = ("mission",)
    list_filter = ("state", "urgency")
    search_fields = ("title", "text", "statement__title")
    ordering = ("-pk",)
    autocomplete_fields = ("statement", "mission", "responsible_chapter", "responsible_person")
    fieldsets = (
        (None, {"fields": (("statement", "mission"), ("number", "urgency"), "title", "text")}),
        (_("Who follows it up"), {"fields": (("responsible_chapter", "responsible_person"), ("state", "review_on"))}),
        (_("More"), {"fields": ("made_on", "note")}),
    )
    inlines = (AddresseeInline, GroundInline, FollowUpInline)
    actions = tuple(
        step(recommendations.advance, to=state, description=description)
        for state, description in (
            (State.ACKNOWLEDGED, _("Mark as acknowledged")),
            (State.ACCEPTED, _("Mark as accepted")),
            (State.UNDER_WAY, _("Mark as under way")),
            (State.DONE, _("Mark as done")),
            (State.REJECTED, _("Mark as rejected")),
            (State.SILENT, _("Mark as silent: no answer came")),
        )
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("state",) if obj else ()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the title of the mission too, as far as the mission may be known of."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return found, may_repeat
        missions = FactFindingMission.objects.visible_to(request.user).filter(title__icontains=search_term.strip())
        return found | queryset.filter(mission__in=missions), may_repeat


@admin.register(FollowUp)
class FollowUpAdmin(RecordAdmin):
    list_display = ("recommendation", "kind", "happened_on", "outcome", "is_public")
    list_select_related = ("recommendation",)
    list_filter = ("kind", "outcome", "is_public")
    search_fields = ("text", "recommendation__title")
    ordering = ("-pk",)
    autocomplete_fields = ("recommendation", "action", "by_person", "by_organisation")
    fields = (
        "recommendation",
        ("kind", "happened_on", "outcome"),
        "text",
        ("evidence_url", "action"),
        ("by_person", "by_organisation"),
        ("is_public", "entered_by"),
    )
    readonly_fields = ("entered_by",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

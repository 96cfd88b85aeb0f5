"""Campaigns with their stages, demands and indicators, and facts to cite."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advocacy.models import Campaign, CampaignStage, Demand, Fact, Indicator, IndicatorReading
from caucus_site.core.admin import RecordAdmin, RecordTabularInline


class DemandInline(RecordTabularInline):
    model = Demand
    fk_name = "campaign"
    fields = ("number", "text")


class StageInline(RecordTabularInline):
    model = CampaignStage
    fields = ("country", "as_of", "stage", "institution", "next_step_on")
    autocomplete_fields = ("country", "institution")
    tab = True


class IndicatorInline(RecordTabularInline):
    model = Indicator
    fields = ("name", "unit", "target", "is_public")
    tab = True


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    list_display = ("title", "level", "state", "chapter", "began_on", "ended_on", "is_public")
    list_select_related = ("chapter",)
    list_filter = ("state", "level", "is_public")
    search_fields = ("title", "aim")
    ordering = ("-pk",)
    autocomplete_fields = ("corridor", "chapter", "instrument")
    fieldsets = (
        (None, {"fields": ("title", "aim", ("level", "state"), ("began_on", "ended_on"), "is_public")}),
        (_("About"), {"fields": (("chapter", "corridor"), "instrument", "note")}),
    )
    inlines = (DemandInline, StageInline, IndicatorInline)


@admin.register(CampaignStage)
class CampaignStageAdmin(RecordAdmin):
    list_display = ("campaign", "country", "as_of", "stage", "institution", "owner", "next_step_on")
    list_select_related = ("campaign", "country", "institution", "owner")
    never_sorted_by = ("owner",)
    list_filter = ("stage",)
    search_fields = ("campaign__title",)
    ordering = ("-as_of", "pk")
    autocomplete_fields = ("campaign", "country", "institution", "owner")


@admin.register(Demand)
class DemandAdmin(RecordAdmin):
    list_display = ("number", "text", "campaign", "statement")
    list_display_links = ("number", "text")
    list_select_related = ("campaign", "statement")
    search_fields = ("text", "campaign__title", "statement__title")
    ordering = ("-pk",)
    autocomplete_fields = ("campaign", "statement")


class ReadingInline(RecordTabularInline):
    model = IndicatorReading
    fields = ("from_on", "happened_on", "value", "is_approximate", "note")


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ("name", "campaign", "unit", "target", "is_public")
    list_select_related = ("campaign",)
    list_filter = ("is_public",)
    search_fields = ("name", "campaign__title")
    ordering = ("name", "pk")
    autocomplete_fields = ("campaign",)
    inlines = (ReadingInline,)


@admin.register(IndicatorReading)
class IndicatorReadingAdmin(RecordAdmin):
    list_display = ("indicator", "from_on", "happened_on", "value", "is_approximate")
    list_select_related = ("indicator",)
    search_fields = ("indicator__name",)
    ordering = ("-pk",)
    autocomplete_fields = ("indicator",)


@admin.register(Fact)
class FactAdmin(RecordAdmin):
    list_display = ("statement_of_fact", "value", "unit", "as_of", "country", "corridor", "is_public")
    list_select_related = ("country", "corridor")
    list_filter = ("is_public",)
    search_fields = ("statement_of_fact",)
    ordering = ("statement_of_fact", "pk")
    autocomplete_fields = ("country", "corridor")

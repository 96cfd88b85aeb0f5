"""Parliamentary actions and the answers to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advocacy.models import Answer, ParliamentaryAction
from caucus_site.core.admin import RecordAdmin, RecordStackedInline


class AnswerInline(RecordStackedInline):
    model = Answer
    fields = (("organisation", "happened_on", "stance"), "text", "url")
    autocomplete_fields = ("organisation",)


@admin.register(ParliamentaryAction)
class ParliamentaryActionAdmin(RecordAdmin):
    list_display = ("title", "kind", "person", "chamber", "country", "happened_on", "review", "is_public")
    list_select_related = ("person", "chamber", "country")
    list_filter = ("review", "kind", "is_public")
    search_fields = ("title",)
    ordering = ("-pk",)
    autocomplete_fields = (
        "person",
        "chamber",
        "country",
        "recommendation",
        "statement",
        "campaign",
        "concern",
        "instrument",
    )
    readonly_fields = ("entered_by",)
    fieldsets = (
        (None, {"fields": (("person", "kind"), "title", "text", ("chamber", "country"), ("happened_on", "url"))}),
        (
            _("In answer to"),
            {"fields": (("recommendation", "statement"), ("campaign", "instrument"), "concern")},
        ),
        (_("Review"), {"fields": (("review", "is_public"), "entered_by")}),
    )
    inlines = (AnswerInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Answer)
class AnswerAdmin(RecordAdmin):
    list_display = ("action", "organisation", "happened_on", "stance")
    list_select_related = ("action", "organisation")
    list_filter = ("stance",)
    search_fields = ("action__title", "text")
    ordering = ("-pk",)
    autocomplete_fields = ("action", "organisation")

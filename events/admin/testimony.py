"""Testimony, the key to its witnesses, and evidence: for the named readers of their compartments."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from caucus_site.core.admin import RecordAdmin, RecordForm
from caucus_site.core.models import Compartment
from events.models import Evidence, Testimony, WitnessIdentity
from events.services import evidence


class CompartmentedAdmin(RecordAdmin):
    """A row is put only into a compartment that one reads: anything else would vanish on saving."""

    has_sources = False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "compartment":
            kwargs["queryset"] = Compartment.objects.readable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Testimony)
class TestimonyAdmin(CompartmentedAdmin):
    list_display = ("code", "mission", "consent", "language", "taken_on", "compartment")
    list_select_related = ("mission", "compartment")
    list_filter = ("consent",)
    search_fields = ("code", "mission__title")
    autocomplete_fields = ("mission", "compartment")
    readonly_fields = ("code",)
    fields = ("code", "mission", "compartment", "consent", "text", "language", "taken_on", "place")
    ordering = ("-pk",)


@admin.register(WitnessIdentity)
class WitnessIdentityAdmin(CompartmentedAdmin):
    list_display = ("__str__", "testimony", "compartment")
    list_select_related = ("testimony", "compartment")
    search_fields = ("testimony__code",)
    autocomplete_fields = ("testimony", "compartment")
    ordering = ("-pk",)


class EvidenceForm(RecordForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance._state.adding and cleaned and cleaned.get("original") and cleaned.get("mission"):
            self.instance.mission = cleaned["mission"]
            try:
                evidence.measure(self.instance, cleaned["original"])
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned


@admin.register(Evidence)
class EvidenceAdmin(CompartmentedAdmin):
    """The original is chosen once. Afterwards the page tells its hash and size, and offers no way to it."""

    form = EvidenceForm
    list_display = ("code", "mission", "kind", "media_type", "original_size", "compartment")
    list_select_related = ("mission", "compartment")
    list_filter = ("kind",)
    search_fields = ("code", "mission__title", "=original_sha256")
    autocomplete_fields = ("mission", "compartment")
    ordering = ("-pk",)

    def get_fields(self, request: HttpRequest, obj: Evidence | None = None) -> Any:
        chosen = ("mission", "compartment", "kind", "description")
        if obj is None:
            return (*chosen, "original")
        return ("code", *chosen, "original_name", "original_sha256", "original_size", "media_type")

    def get_readonly_fields(self, request: HttpRequest, obj: Evidence | None = None) -> Any:
        if obj is None:
            return ()
        return ("code", "mission", "original_name", "original_sha256", "original_size", "media_type")

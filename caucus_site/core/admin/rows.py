"""Rows as the reader may see them, in lists, pickers and the parts of a record."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import GenericStackedInline, StackedInline, TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from caucus_site.core.admin.forms import GuardedChoices
from caucus_site.core.admin.pickers import Picker
from caucus_site.core.fields import PartialDateField
from caucus_site.core.models import Citation


class VisibleRows:
    """Lists, pickers and inlines start from `visible_to`, like every other door."""

    model: type[models.Model]

    def get_queryset(self, request: HttpRequest) -> Any:
        queryset = self.model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]
        ordering = self.get_ordering(request)  # type: ignore[attr-defined]
        if ordering:
            return queryset.order_by(*ordering)
        return queryset if queryset.ordered else queryset.order_by("pk")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices,
                required=not db_field.blank,
                help_text=db_field.help_text,
                widget=UnfoldAdminCheckboxSelectMultipleWidget,
            )
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        if isinstance(db_field, ArrayField | PartialDateField):
            kwargs.setdefault("widget", UnfoldAdminTextInputWidget())
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # What may not be seen may not be picked either, by whatever number is posted.
        manager = db_field.remote_field.model._default_manager
        if "queryset" not in kwargs and hasattr(manager, "visible_to"):
            kwargs["queryset"] = manager.visible_to(request.user)
        kwargs.setdefault("form_class", Picker)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class UntellingOrder:
    """For the class of a list: keeps to `never_sorted_by` whatever column the address asks for."""

    model_admin: Any

    def get_ordering_field(self, field_name: str) -> Any:
        if field_name in self.model_admin.never_sorted_by:
            return None
        return super().get_ordering_field(field_name)  # type: ignore[misc]


class RecordTabularInline(VisibleRows, TabularInline):
    form = GuardedChoices
    extra = 0
    show_change_link = True
    per_page = 20


class RecordStackedInline(VisibleRows, StackedInline):
    form = GuardedChoices
    extra = 0
    show_change_link = True


class CitationInline(VisibleRows, GenericStackedInline):
    model = Citation
    form = GuardedChoices
    ct_field = "subject_type"
    ct_fk_field = "subject_id"
    extra = 0
    fields = (("source", "field", "locator"), ("confidence", "as_of", "note"))
    autocomplete_fields = ("source",)
    verbose_name = _("source")
    verbose_name_plural = _("Sources")
    tab = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("source")

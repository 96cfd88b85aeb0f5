"""What the pages of members share: pickers of visible rows only, ticks for lists of choices, search by person."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from caucus_site.core.admin import RecordAdmin, RecordStackedInline, RecordTabularInline
from members.models import Person


class Fields:
    """Form fields of members' records."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                required=not db_field.blank,
                help_text=db_field.help_text,
                widget=UnfoldAdminCheckboxSelectMultipleWidget,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # What may not be seen may not be picked either, by whatever number is posted.
        manager = db_field.remote_field.model._default_manager
        if "queryset" not in kwargs and hasattr(manager, "visible_to"):
            kwargs["queryset"] = manager.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class MembersAdmin(Fields, RecordAdmin):
    pass


class TabularInline(Fields, RecordTabularInline):
    tab = True


class StackedInline(Fields, RecordStackedInline):
    tab = True


class OfAPersonAdmin(MembersAdmin):
    """Found by the name of the person, misspelt or not."""

    person_field = "person"
    search_fields: tuple[str, ...] = ("person__name",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(**{f"{self.person_field}__in": Person.objects.search(search_term)}), False

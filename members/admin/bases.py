"""What the pages of members share: parts of a record in tabs, search by person."""

from typing import Any

from django.http import HttpRequest

from caucus_site.core.admin import RecordAdmin, RecordStackedInline, RecordTabularInline
from members.models import Person


class TabularInline(RecordTabularInline):
    tab = True


class StackedInline(RecordStackedInline):
    tab = True


class OfAPersonAdmin(RecordAdmin):
    """Found by the name of the person, misspelt or not."""

    person_field = "person"
    search_fields: tuple[str, ...] = ("person__name",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(**{f"{self.person_field}__in": Person.objects.search(search_term)}), False

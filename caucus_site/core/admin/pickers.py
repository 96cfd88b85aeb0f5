"""Pickers: what may be picked, and the pages of rows to pick from."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import EmptyPage, Page, Paginator
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LAST_PAGE = 10_000


class Picker(ModelChoiceField):
    """Shown empty, below its sentence, when what was sent is not even a key."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        try:
            self.queryset.model._meta.pk.to_python(shown or None)  # type: ignore[union-attr]
        except ValidationError:
            return None
        return shown


class PickerRows(AutocompleteJsonView):
    """Django's view of the rows of a picker, for forward links only."""

    def process_request(self, request: HttpRequest) -> Any:
        try:
            term, desk, link, to_field = super().process_request(request)  # type: ignore[misc]
        except ValueError as refusal:
            raise PermissionDenied from refusal
        if not link.concrete:
            raise PermissionDenied
        return term.replace("\x00", ""), desk, link, to_field


class _Page(Page):
    def __init__(self, rows: Any, number: int, paginator: Paginator, *, has_more: bool) -> None:
        super().__init__(rows, number, paginator)
        self.has_more = has_more

    def has_next(self) -> bool:
        return self.has_more


class PickerPaginator(Paginator):
    """Looks one row ahead instead of counting: to count everybody takes longer than to show twenty."""

    def page(self, number: Any) -> Page:
        number = int(number)
        if number < 1:
            return super().page(number)
        if number > LAST_PAGE:
            raise EmptyPage(_("There is no such page."))
        first = (number - 1) * self.per_page
        rows = list(self.object_list[first : first + self.per_page + 1])
        return _Page(rows[: self.per_page], number, self, has_more=len(rows) > self.per_page)

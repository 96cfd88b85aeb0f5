"""How every list of the portal is answered: filters that are understood, one page, and a sentence for all else."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as __

from caucus_site.core.rest.errors import Problem
from caucus_site.portal.records.filters import ListFilters
from caucus_site.portal.records.paging import ROWS, Page, page_of

NOTHING = Page([], "", is_first=True)
BAD_REQUEST = 400


def listing(
    request: HttpRequest, template: str, *, filters: ListFilters, ordering: Sequence[str], **context: Any
) -> HttpResponse:
    """A page of the filtered list. Filters and cursors that are none of ours show nothing and say so."""
    found, refusal = NOTHING, ""
    if filters.is_valid():
        try:
            found = page_of(request, filters.narrow(), ordering=ordering)
        except Problem:
            refusal = _not_a_page()
    else:
        refusal = __("The list cannot be narrowed like that. Choose again.")
    return render(
        request,
        template,
        {"page": found, "filters": filters, "refusal": refusal, **context},
        status=BAD_REQUEST if refusal else 200,
    )


def part_listing(
    request: HttpRequest,
    template: str,
    rows: QuerySet,
    *,
    ordering: Sequence[str],
    size: int = ROWS,
    shape: Callable[[list[Any]], dict[str, Any]] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of what belongs to one record."""
    found, refusal = NOTHING, ""
    try:
        found = page_of(request, rows, ordering=ordering, size=size)
    except Problem:
        refusal = _not_a_page()
    shaped = shape(found.rows) if shape else {}
    return render(
        request,
        template,
        {"page": found, "refusal": refusal, **shaped, **context},
        status=BAD_REQUEST if refusal else 200,
    )


def _not_a_page() -> str:
    return __("This is not a page of the list. Start again from its first page.")

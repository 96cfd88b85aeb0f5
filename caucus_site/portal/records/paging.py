"""Long lists of the portal, page by page at the same cost at any depth."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from caucus_site.core.rest.pagination import CURSOR, KeysetPagination

ROWS = 25


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `following` is the query of the next page, empty on the last one."""

    rows: list[Any]
    following: str
    is_first: bool


class _PageByKey(KeysetPagination):
    """The API's way of paging; how long a page is, the site says and not the address."""

    def __init__(self, size: int) -> None:
        self.size = size

    def _page_size(self, request: Any) -> int:  # noqa: ARG002
        return self.size


def page_of(request: HttpRequest, rows: QuerySet, *, ordering: Sequence[str], size: int = ROWS) -> Page:
    """The page that the address asks for. Raises the API's `Problem` for a cursor that is none of ours."""
    pages = _PageByKey(size)
    asked: Any = SimpleNamespace(query_params=request.GET)
    found = pages.paginate_queryset(rows, asked, SimpleNamespace(ordering=ordering))
    following = ""
    if pages.next_cursor:
        query = request.GET.copy()
        query[CURSOR] = pages.next_cursor
        following = query.urlencode()
    return Page(found, following, is_first=CURSOR not in request.GET)

"""The start page of the secretariat's desk, and the whole of each worklist."""

from typing import Any

from django.contrib import admin
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from caucus_site.core.principals import Principal
from caucus_site.reports import activity
from caucus_site.reports.worklists import WORKLISTS

SHOWN = 6
PAGE = 50


def start_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Counts and first rows of every worklist that concerns the account; a number of queries set by the lists."""
    principal = Principal.of(request.user)
    lists = []
    for worklist in WORKLISTS:
        if worklist.is_for(principal):
            rows = worklist.rows(principal)
            lists.append(
                {
                    "worklist": worklist,
                    "count": rows.count(),
                    "items": list(worklist.items(rows[:SHOWN], principal.day)),
                }
            )
    context["worklists"] = lists
    context["activity"] = activity.by_year(principal)
    return context


def worklist(request: HttpRequest, slug: str) -> HttpResponse:
    """One worklist from its first to its last row."""
    principal = Principal.of(request.user)
    found = next((w for w in WORKLISTS if w.slug == slug and w.is_for(principal)), None)
    if found is None:
        raise Http404
    page = Paginator(found.rows(principal), PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": found.title,
        "worklist": found,
        "page": page,
        "items": list(found.items(page.object_list, principal.day)),
    }
    return TemplateResponse(request, "admin/worklist.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """The theme's search of the sidebar; a page that there is not is not found."""
    if not request.GET.get("page", "1").isdecimal():
        raise Http404
    try:
        return admin.site.search(request)  # type: ignore[attr-defined]
    except InvalidPage as missing:
        raise Http404 from missing

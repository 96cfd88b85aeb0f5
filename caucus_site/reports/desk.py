"""The start page of the secretariat's desk, the whole of each worklist, and the weekly report to read."""

import uuid
from typing import Any

from django.contrib import admin
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as __
from django.views.decorators.http import require_safe

from caucus_site.core.principals import Principal
from caucus_site.reports import activity, changes, runs, weekly
from caucus_site.reports.models import ReportRun
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


@require_safe
def weekly_report(request: HttpRequest, run: uuid.UUID | None = None) -> HttpResponse:
    """The report since the last one, or of a run's time, as the reader may see it now; nothing is written or sent."""
    if not weekly.is_for(request.user):
        raise Http404
    stretch = runs.stretch_so_far()
    if run is not None:
        found = get_object_or_404(ReportRun.objects.visible_to(request.user).written(), public_id=run)
        stretch = runs.stretch_of(found)
    reader: Any = request.user
    with weekly.as_read_by(reader):
        context = {
            **admin.site.each_context(request),
            "title": __("Weekly report"),
            "report": weekly.for_desk(reader, changes.news(stretch)),
            "is_of_a_run": run is not None,
        }
        return TemplateResponse(request, "reports/weekly_desk.html", context).render()


def search(request: HttpRequest) -> HttpResponse:
    """The theme's search of the sidebar; a page that there is not is not found."""
    if not request.GET.get("page", "1").isdecimal():
        raise Http404
    try:
        return admin.site.search(request)  # type: ignore[attr-defined]
    except InvalidPage as missing:
        raise Http404 from missing

"""Statements: the list, the page of one, and all its signatures."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advocacy.models import Statement
from caucus_site.portal.records import statement_page
from caucus_site.portal.records.filters import StatementFilters
from caucus_site.portal.records.finding import one, where_seen
from caucus_site.portal.records.following import following
from caucus_site.portal.records.lists import listing, part_listing
from caucus_site.portal.records.sign_panel import Panel, panel_for
from members.models import Chapter, Organisation

NEWEST_FIRST = ("-issued_on_latest", "-pk")


def listed(who: Any) -> Any:
    """The statements that somebody may see, with whose they are."""
    return Statement.objects.visible_to(who).prefetch_related(
        where_seen("chapter", Chapter, who), where_seen("issued_by", Organisation, who)
    )


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    rows = listed(request.user)
    return listing(
        request,
        "portal/records/statements.html",
        filters=StatementFilters(request.GET, who=request.user, rows=rows),
        ordering=NEWEST_FIRST,
    )


@require_safe
def statement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Statement.objects.visible_to(request.user), public_id)
    return page(request, found, panel_for(found, request.user))


def page(request: HttpRequest, found: Statement, panel: Panel | None, *, status: int = 200) -> HttpResponse:
    """The statement's page with its panel of signing in the given stage; only the panel where that was asked for."""
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "signing":
        return render(request, "portal/records/parts/signing.html", {"panel": panel}, status=status)
    asked = request.GET.get("language", "")[:12]
    shown = statement_page.page(found, request.user, asked_language=asked)
    context = {"page": shown, "panel": panel, "following": following("statement", found, request.user)}
    return render(request, "portal/records/statement.html", context, status=status)


@require_safe
def signatures(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Statement.objects.visible_to(request.user), public_id)
    return part_listing(
        request,
        "portal/records/signatures.html",
        statement_page.visible_signatures(found, request.user),
        ordering=statement_page.BY_COUNTRY,
        size=200,
        statement=found,
        shape=lambda rows: {"groups": statement_page.grouped(rows)},
    )


@require_safe
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(Statement.objects.visible_to(request.user), public_id)
    return part_listing(
        request,
        "portal/records/answers.html",
        statement_page.done_in_answer(found, request.user),
        ordering=("-happened_on_latest", "-pk"),
        statement=found,
    )

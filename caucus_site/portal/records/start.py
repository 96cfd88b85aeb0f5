"""The public start page: what the caucus is, and what it said and did last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caucus_site.portal.records import chapters, missions, statements
from members.models import Chapter

STATEMENTS, MISSIONS, CHAPTERS = 5, 4, 12


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The same matter for everybody: what is published, as far as the reader may see it."""
    who = request.user
    root = Chapter.objects.visible_to(who).filter(parent__isnull=True).first()
    issued = statements.listed(who).issued().order_by(*statements.NEWEST_FIRST)
    went = missions.listed(who).published().order_by(*missions.NEWEST_FIRST)
    active = chapters.listed(who).filter(parent__isnull=False, state=Chapter.State.ACTIVE).order_by("name", "pk")
    return render(
        request,
        "portal/records/start.html",
        {
            "root": root,
            "kind_of_body": first_sentence(root.type_note) if root else "",
            "statements": list(issued[:STATEMENTS]),
            "missions": list(went[:MISSIONS]),
            "chapters": list(active[:CHAPTERS]),
        },
    )


def first_sentence(text: Any) -> str:
    first, stop, _rest = str(text).strip().partition(". ")
    return first + stop.strip()

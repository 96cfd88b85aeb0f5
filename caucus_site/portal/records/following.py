"""The button with which a member follows a statement, a mission or a chapter, or no longer does."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.views.decorators.http import require_POST

from advocacy.models import Statement
from caucus_site.notifications.services import subscriptions
from caucus_site.portal.records.finding import one
from caucus_site.portal.records.members_only import members_only
from events.models import FactFindingMission
from members.models import Chapter

FOLLOWABLE: dict[str, Any] = {"statement": Statement, "mission": FactFindingMission, "chapter": Chapter}


@dataclass(frozen=True)
class Following:
    """Whether the reader follows the record, and where that is changed."""

    url: str
    is_followed: bool


def following(kind: str, record: Any, who: Any) -> Following | None:
    """None for visitors, whom no letter could reach."""
    if not who.is_authenticated:
        return None
    url = reverse("portal:follow", args=[kind, record.public_id])
    return Following(url, subscriptions.is_followed(who, record))


@members_only
@require_POST
def follow(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Follow, or with `stop` no longer. Twice is once."""
    if kind not in FOLLOWABLE:
        raise Http404
    record = one(FOLLOWABLE[kind].objects.visible_to(request.user), public_id)
    if "stop" in request.POST:
        subscriptions.unfollow(request.user, record)
        said = __("You no longer follow this.")
    else:
        subscriptions.follow(request.user, record)
        said = __("You follow this now: we write to you when something new is published about it.")
    if request.headers.get("HX-Request"):
        shown = {"following": following(kind, record, request.user), "said": said}
        return render(request, "portal/records/parts/following.html", shown)
    messages.success(request, said)
    return HttpResponseRedirect(reverse(f"portal:{kind}", args=[public_id]), status=303)

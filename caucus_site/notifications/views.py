"""Stopping letters from the link in one of them (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from caucus_site.notifications import links
from caucus_site.notifications.models import Preference
from caucus_site.notifications.services import preferences


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks, posting stops; no sign-in and no cookie, because mail programs post in their reader's stead.

    A look never stops anything: programs that check letters for danger follow every link in them.
    """
    asked = links.read(token)
    if asked is None:
        return _answer(request, "notifications/unknown_link.html", status=404)
    if request.method == "POST":
        preferences.stop(asked.account, asked.purpose, door=Preference.Door.MAIL)
    context = {
        "purpose": asked.purpose.label,
        "is_stopped": not preferences.of(asked.account)[asked.purpose],
    }
    return _answer(request, "notifications/unsubscribe.html", context)


def _answer(request: HttpRequest, template: str, context: dict | None = None, *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    # The address is a key: it goes into no index and to no other site.
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

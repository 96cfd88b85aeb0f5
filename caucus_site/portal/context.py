"""What every page of the portal shows around its content."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caucus_site.core.codes import zone_of

PLACES = (
    ("portal:home", _("Home")),
    ("portal:statements", _("Statements")),
    ("portal:missions", _("Missions")),
    ("portal:chapters", _("Chapters")),
    ("admin:index", _("Desk")),
)
MEMBERS_ONLY = {"portal:home"}
STAFF_ONLY = {"admin:index"}


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: Any
    url: str
    is_here: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Pages are written in UTC unless the reader has a time zone: `base.html` switches to it around the content."""
    return {
        "caucus_name": settings.CAUCUS_NAME,
        "my_time_zone": lambda: zone_of(getattr(getattr(request, "user", None), "time_zone", "UTC")).key,
        "navigation": lambda: list(_places(request)),
    }


def _places(request: HttpRequest) -> Iterator[Place]:
    user = getattr(request, "user", None)
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    for name, title in PLACES:
        if name in MEMBERS_ONLY and not (user and user.is_authenticated):
            continue
        if name in STAFF_ONLY and not (user and user.is_authenticated and user.is_staff):
            continue
        # A record's page belongs to the list it is in: portal:statement under portal:statements.
        yield Place(title, reverse(name), is_here=here in {name, name.removesuffix("s")})

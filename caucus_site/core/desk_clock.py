"""The desk goes by the clock of whoever sits at it, and says which clock that is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as __

from caucus_site.core.codes import zone_of


class DeskClock:
    """What is shown and entered at the desk is meant in the account's time zone.

    The desk alone: the portal names the zone at each moment it writes, and partners read UTC.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        with timezone.override(zone_of(getattr(request.user, "time_zone", "UTC"))):
            return self.get_response(request)


def zone_in_the_header(request: HttpRequest) -> list[str] | None:
    """The label beside the heading of every page of the desk."""
    if not request.user.is_authenticated:
        return None
    return [__("Times in %(zone)s") % {"zone": timezone.get_current_timezone_name()}, "info"]

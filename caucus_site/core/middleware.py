"""Who changes what (for history), what caches may keep, and the admin's own content security policy."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from pghistory.middleware import HistoryMiddleware


class HistoryActor(HistoryMiddleware):
    """Every change made by a request carries the account that made it."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": request.user.pk if request.user.is_authenticated else None, "door": request.path}


class KeptByNobody:
    """What somebody signed in was shown is kept by no cache in between, and by no browser that others use after them.

    Stands inside the middleware of sessions and accounts. Views that have said it already are left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Where nobody has looked into the session, the page is the same for everybody.
        if request.session.accessed and request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class AdminContentSecurityPolicy:
    """The admin theme evaluates expressions and sets inline styles; no other page may.

    Stands inside django-csp's middleware, which reads what is set here on the way out.
    """

    LOOSER: ClassVar[dict[str, list[str]]] = {
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = self.LOOSER  # type: ignore[attr-defined]
        return response

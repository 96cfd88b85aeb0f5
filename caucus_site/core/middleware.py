"""Health before all else, who changes what (for history), and the admin's own content security policy."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware

from caucus_site.core import health


class HealthFirst:
    """Supervisors ask by address, not by name, and without a session: they are answered before either is judged."""

    ANSWERS: ClassVar[dict[str, Callable[[HttpRequest], HttpResponse]]] = {
        "/healthz": health.healthz,
        "/readyz": health.readyz,
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.ANSWERS.get(request.path_info, self.get_response)(request)


class HistoryActor(HistoryMiddleware):
    """Every change made by a request carries the account that made it."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": request.user.pk if request.user.is_authenticated else None, "door": request.path}


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

"""Pages behind sign-in: whoever has been signed out meanwhile is asked to sign in, also by a part of a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponse]


def members_only(view: View) -> View:
    @wraps(view)
    def for_members(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        sign_in = redirect_to_login(request.get_full_path())
        return HttpResponseClientRedirect(sign_in.url) if request.headers.get("HX-Request") else sign_in

    return for_members

"""Staff whose accounts open every file prove who they are twice."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as __

# Where a second factor is set up, and the way out.
OPEN = "/account/"
PROGRAMS = "/api/"
PROOFS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorRequired:
    """With `CAUCUS_REQUIRE_SECOND_FACTOR`, staff without one reach nothing but the page where they set one up.

    Recovery codes alone are none: they stand in for a lost phone, not for a phone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.CAUCUS_REQUIRE_SECOND_FACTOR and not request.path.startswith(OPEN) and self._lacks_one(request):
            if request.path.startswith(PROGRAMS):
                raise PermissionDenied(__("Your account needs a second factor. Sign in at the desk and set one up."))
            messages.warning(
                request, __("Accounts of the secretariat need a second factor. Set one up; all else opens then.")
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.is_authenticated and user.is_staff and not is_mfa_enabled(user, PROOFS)

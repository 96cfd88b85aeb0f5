"""The member's own pages."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as __
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from caucus_site.core.models import User
from caucus_site.portal import news
from caucus_site.portal.home import Home
from caucus_site.portal.preferences import PreferencesForm, role_of
from caucus_site.portal.sessions import SignOutElsewhereForm


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"home": Home(request.user), "news": news.for_account(request.user)})


@require_POST
@login_required
def mark_news_read(request: HttpRequest) -> HttpResponse:
    try:
        up_to = int(request.POST.get("up_to", ""))
    except ValueError:
        raise BadRequest from None
    if up_to < 0:
        raise BadRequest
    news.mark_read(request.user, up_to=up_to)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "portal/parts/news.html", {"news": news.for_account(request.user)})
    return redirect("portal:home")


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """One's own account; posting changes language and time zone."""
    # A fresh copy: the form writes into it, and what is refused must not show in the page's header.
    own = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, __("Saved."))
        return redirect("portal:account")
    return render(request, "portal/account.html", _of_account(request, preferences=form))


@sensitive_post_parameters("password")
@require_POST
@login_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    form = SignOutElsewhereForm(request.user, request.POST)
    if form.is_valid():
        form.sign_out_elsewhere(request)
        messages.success(request, __("You are signed out on all other devices."))
        return redirect("portal:account")
    return render(request, "portal/account.html", _of_account(request, sign_out=form), status=422)


def _of_account(request: HttpRequest, **forms: Any) -> dict[str, Any]:
    kinds = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    return {
        "role": role_of(request.user),  # type: ignore[arg-type]
        "preferences": forms.get("preferences") or PreferencesForm(instance=request.user),
        "sign_out": forms.get("sign_out") or SignOutElsewhereForm(request.user),
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": sum(kind == Authenticator.Type.WEBAUTHN for kind in kinds),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }

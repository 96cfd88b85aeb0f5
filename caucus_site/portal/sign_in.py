"""What signing in is here: by e-mail, for accounts that the secretariat made, with secrets that only we can read."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import post
from caucus_site.core.encryption import key_ring
from caucus_site.core.models import User
from caucus_site.core.post import Letter
from caucus_site.notifications.models import Purpose
from caucus_site.portal.second_factors import BINDING


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves, and no refusal tells who has one."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and this password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or set a new password by mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("admin:index" if request.user.is_staff else "portal:home")

    def respond_user_inactive(self, request: HttpRequest, _user: Any) -> HttpResponse:
        """A passkey of an account that is switched off opens nothing, and is told what a wrong password is told."""
        messages.error(request, self.error_messages["email_password_mismatch"])
        return redirect("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the site's own address: whoever asks for the letter also says which host they asked."""
        uid, _dash, token = key.partition("-")
        return settings.CAUCUS_BASE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the ledger rather than on its way: an address without an account gets its answer no faster."""
        facts = {"request": allauth_context.request, "email": email, "caucus_name": settings.CAUCUS_NAME} | context
        facts["base"] = settings.CAUCUS_BASE_URL
        post.plan(
            Letter(
                rule=template_prefix.replace("/", "."),
                subject_id=account.public_id,
                recipient=account,
                moment=secrets.token_hex(8),
                title=" ".join(render_to_string(f"{template_prefix}_subject.txt", facts).split()),
                text=render_to_string(f"{template_prefix}_message.txt", facts).strip(),
                purpose=Purpose.SERVICE,
                is_sensitive=True,
            )
            for account in User.objects.filter(email=email.lower(), is_active=True)
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors under the same keys as personal matter."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong, has just expired or was used before. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return key_ring().seal(text, BINDING)

    def decrypt(self, encrypted_text: str) -> str:
        return key_ring().open(encrypted_text, BINDING)

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002  (allauth's word)
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return __("Key no. %(number)s") % {"number": number}

    def get_totp_issuer(self) -> str:
        return settings.CAUCUS_NAME

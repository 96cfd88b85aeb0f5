"""What signing in is here: by e-mail, for accounts that the secretariat made, with secrets that only we can read."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from caucus_site.core.encryption import key_ring

SECOND_FACTOR = "mfa.secret"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for themselves, and no refusal tells who has one."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and this password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or set a new password by mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("admin:index" if request.user.is_staff else "portal:home")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        self.add_message(request, 40, message=str(self.error_messages["email_password_mismatch"]))
        return redirect("account_login")

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.CAUCUS_NAME}: {subject}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors under the same keys as personal matter."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong, has just expired or was used before. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return key_ring().seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return key_ring().open(encrypted_text, SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        return settings.CAUCUS_NAME

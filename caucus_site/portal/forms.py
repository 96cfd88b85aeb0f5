"""The forms of sign-in in our words: labels above the fields, none inside them."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("It signs me in without a password"),
}
HINTS: dict[str, Any] = {
    "password1": _("At least twelve characters. Several words are safer than one with signs in it."),
    "passwordless": _("The device then asks for your finger, your face or a PIN instead."),
    "name": _("So that you know it again: “my phone”."),
}


class InOurWords(forms.Form):
    """Put before a form of allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class LoginForm(InOurWords, account.LoginForm):
    """E-mail address and password."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password, by link."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """A new password for the old one."""


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(InOurWords, second_factor.AuthenticateForm):
    """The second step."""


class CodeAgainForm(InOurWords, second_factor.ReauthenticateForm):
    """A code once more."""


class AppForm(InOurWords, ActivateTOTPForm):
    """The first code of an authenticator app."""


class AddKeyForm(InOurWords, AddWebAuthnForm):
    """A passkey or security key."""


class RenameKeyForm(InOurWords, EditWebAuthnForm):
    """Another name for it."""

"""Signing out of everywhere else."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core import journal


class SignOutElsewhereForm(forms.Form):
    """Asks for the password, if the account has one: a device left open must not lock its owner out."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, account: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if not account.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        adapter = get_adapter()
        # Counts as an attempt to sign in, so that nobody guesses here instead.
        if not adapter.reauthenticate(self.account, password):
            raise adapter.validation_error("incorrect_password")
        return password

    def sign_out_elsewhere(self, request: HttpRequest) -> None:
        """End every session of the account but this one.

        A session holds as long as the stored hash of the password it began with; storing the same password under new
        salt ends them all at once, whatever number there is and wherever they are kept.
        """
        if password := self.cleaned_data.get("password"):
            self.account.set_password(password)
        else:
            self.account.set_unusable_password()
        self.account.save(update_fields=["password"])
        update_session_auth_hash(request, self.account)
        journal.record("core.sessions_ended", self.account, actor=self.account)

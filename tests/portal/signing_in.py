"""What a person does at the sign-in pages."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.urls import reverse

PERIOD = 30
PASSWORD = "five-lanterns-on-the-river"
PASSWORD_HASH = make_password(PASSWORD, hasher="md5")


def enter(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def code_of(secret, *, periods_from_now=0):
    """What an authenticator app with this secret shows, early enough in its half minute to be typed."""
    while time.time() % PERIOD > PERIOD - 5:
        time.sleep(0.1)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods_from_now))


def with_app(account):
    """Give the account an authenticator app, and return its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    return secret


def is_signed_in(client):
    return "_auth_user_id" in client.session

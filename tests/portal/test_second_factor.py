import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from caucus_site.core.models import Message
from tests.factories.core import UserFactory
from tests.portal.signing_in import PASSWORD, PASSWORD_HASH, code_of, enter, is_signed_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(db):
    return UserFactory(parliamentarian=True, email="rina@example.org", password=PASSWORD_HASH)


def confirm(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})


def test_app_is_set_up_used_and_replaced_by_a_recovery_code(client, rina):
    enter(client, rina.email)
    asked_again = client.get(reverse("mfa_activate_totp"))
    assert asked_again["Location"].startswith(reverse("account_reauthenticate"))
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)[1]

    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "This code is wrong" in refused.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})["Location"] == reverse(
        "mfa_view_recovery_codes"
    )
    codes = re.findall(r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10

    client.post(reverse("account_logout"))
    assert enter(client, rina.email)["Location"] == reverse("mfa_authenticate")
    assert client.get("/me/").status_code == 302, "the password alone opens nothing any more"
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)

    for expected in (True, False):
        without_the_phone = Client()
        enter(without_the_phone, rina.email)
        without_the_phone.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_signed_in(without_the_phone) is expected, "a recovery code opens once"


def test_code_opens_once(rina):
    secret = with_app(rina)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        enter(client, rina.email)

    first.post(reverse("mfa_authenticate"), {"code": code})
    answer = second.post(reverse("mfa_authenticate"), {"code": code})

    assert is_signed_in(first)
    assert "was used before" in answer.content.decode()
    assert not is_signed_in(second)


def test_code_of_another_half_minute_opens_nothing(client, rina):
    secret = with_app(rina)
    enter(client, rina.email)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret, periods_from_now=-2)})

    assert not is_signed_in(client)


def test_codes_cannot_be_guessed_without_end(client, rina):
    secret = with_app(rina)
    enter(client, rina.email)
    for guess in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{guess}"})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "Too many attempts" in answer.content.decode()
    assert not is_signed_in(client)


def test_secrets_lie_sealed_in_the_database(client, rina):
    enter(client, rina.email)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    stored = {row.type: row.data for row in Authenticator.objects.all()}

    assert stored["totp"]["secret"].startswith("c1.t1.")
    assert stored["recovery_codes"]["seed"].startswith("c1.t1.")


def test_owner_is_written_to_about_each_change(client, rina, django_capture_on_commit_callbacks):
    enter(client, rina.email)
    confirm(client)
    secret = re.search(
        r'id="authenticator_secret">([A-Z2-7]+)<', client.get(reverse("mfa_activate_totp")).content.decode()
    )[1]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))

    assert [(letter.recipient, letter.title) for letter in Message.objects.order_by("pk")] == [
        (rina, "An authenticator app was set up"),
        (rina, "An authenticator app was removed"),
    ]


def test_new_password_by_mail_does_not_pass_the_second_step(client, rina):
    with_app(rina)
    rina.set_password("six-herons-in-the-rain")
    rina.save()

    answer = enter(client, rina.email, "six-herons-in-the-rain")

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


class TestRequiredOfStaff:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.CAUCUS_REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("address", ["/admin/", "/admin/members/person/", "/me/"])
    def test_staff_without_one_are_sent_to_set_it_up(self, staff_client, address):
        answer = staff_client.get(address, follow=True)

        assert answer.redirect_chain == [(reverse("mfa_index"), 302)]
        assert "Accounts of the secretariat need a second factor." in answer.content.decode()

    def test_api_refuses_them_with_a_problem(self, staff_client):
        answer = staff_client.get("/api/v1/people/")

        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert answer.json()["detail"] == "Your account needs a second factor. Sign in at the desk and set one up."

    def test_recovery_codes_alone_are_none(self, staff_client, secretariat):
        Authenticator.objects.create(user=secretariat, type=Authenticator.Type.RECOVERY_CODES, data={})

        assert staff_client.get("/admin/")["Location"] == reverse("mfa_index")

    @pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    def test_staff_with_one_are_let_through(self, staff_client, secretariat, kind):
        Authenticator.objects.create(user=secretariat, type=kind, data={})

        assert staff_client.get("/admin/").status_code == 200

    def test_members_and_visitors_are_not_asked(self, client, sign_in, parliamentarian):
        assert sign_in(parliamentarian).get("/me/").status_code == 200
        assert client.get(reverse("account_login")).status_code == 200


def test_second_factor_is_not_asked_for_where_it_is_not_required(staff_client):
    assert staff_client.get("/admin/").status_code == 200


def test_secrets_are_sealed_anew_when_keys_change(client, rina, settings, capsys):
    old = settings.CAUCUS_ENCRYPTION_KEYS
    secret = with_app(rina)
    new = "new:" + base64.b64encode(b"n" * 32).decode()
    settings.CAUCUS_ENCRYPTION_KEYS = [new, *old]

    for outcome in ("resealed 1, already current 0", "resealed 0, already current 1"):
        call_command("rotate_keys")
        assert capsys.readouterr().out == f"{outcome}, unreadable 0\n"

    settings.CAUCUS_ENCRYPTION_KEYS = [new]
    enter(client, rina.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)


def test_secret_that_no_key_opens_is_named(rina, settings, capsys):
    with_app(rina)
    settings.CAUCUS_ENCRYPTION_KEYS = ["other:" + base64.b64encode(b"o" * 32).decode()]

    with pytest.raises(CommandError, match="keep every old key"):
        call_command("rotate_keys")

    number = Authenticator.objects.get().pk
    assert capsys.readouterr().err == f"unreadable: data of mfa_authenticator, record no. {number}\n"

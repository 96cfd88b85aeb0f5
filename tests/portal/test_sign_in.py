import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from caucus_site.core.data_classes import Role
from caucus_site.core.models import Message
from caucus_site.settings import base
from tests.factories.core import UserFactory
from tests.portal.signing_in import PASSWORD, PASSWORD_HASH, enter, is_signed_in

pytestmark = pytest.mark.django_db
WRONG = "This e-mail address and this password do not belong together."


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.SUPERADMIN, "/admin/"),
        (Role.SECRETARIAT, "/admin/"),
        (Role.COORDINATOR, "/me/"),
        (Role.PARLIAMENTARIAN, "/me/"),
        (Role.OBSERVER, "/me/"),
    ],
)
def test_each_role_arrives_at_its_own_door(client, role, place):
    account = UserFactory(role=role, password=PASSWORD_HASH)

    answer = enter(client, account.email)

    assert (answer.status_code, answer["Location"]) == (302, place)
    assert client.session["_auth_user_backend"] == "caucus_site.core.permissions.RoleBackend"


@pytest.mark.parametrize(
    ("asked_for", "place"),
    [
        ("/me/account/", "/me/account/"),
        ("https://elsewhere.example/", "/me/"),
        ("//elsewhere.example/", "/me/"),
        ("javascript:alert(1)", "/me/"),
    ],
)
def test_page_asked_for_is_kept_unless_it_is_another_site(client, asked_for, place):
    account = UserFactory(parliamentarian=True, password=PASSWORD_HASH)

    assert enter(client, account.email, next=asked_for)["Location"] == place


def test_address_is_read_in_any_case(client):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)

    enter(client, " Rina@Example.ORG ")

    assert is_signed_in(client)


def test_wrong_password_unknown_address_and_inactive_account_are_told_the_same(client):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)
    UserFactory(email="gone@example.org", password=PASSWORD_HASH, is_active=False)

    answers = [
        enter(client, "rina@example.org", "something else"),
        enter(client, "nobody@example.org"),
        enter(client, "gone@example.org"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.context["form"].non_field_errors() for answer in answers] == [[f"{WRONG} Try again."]] * 3
    assert not is_signed_in(client)


def test_right_password_is_refused_after_too_many_wrong_ones(client):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)
    for attempt in range(5):
        enter(client, "rina@example.org", f"guess {attempt}")

    answer = enter(client, "rina@example.org")

    assert "Too many attempts" in answer.content.decode()
    assert not is_signed_in(client)


def test_counting_holds_for_an_address_from_whatever_machine_and_leaves_others_alone(client):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)
    UserFactory(email="other@example.org", password=PASSWORD_HASH)
    for attempt in range(5):
        Client(REMOTE_ADDR=f"10.0.0.{attempt}").post(
            reverse("account_login"), {"login": "rina@example.org", "password": "guess"}
        )

    enter(client, "rina@example.org")
    assert not is_signed_in(client)

    enter(client, "other@example.org")
    assert is_signed_in(client)


def test_attempts_are_counted_where_all_processes_see_them(client, settings):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)
    shared = {"BACKEND": base.CACHES["default"]["BACKEND"], "LOCATION": settings.REDIS_URL, "KEY_PREFIX": "throttle"}
    settings.CACHES = {"default": shared}
    cache.clear()
    for attempt in range(5):
        enter(client, "rina@example.org", f"guess {attempt}")

    # A process that has seen nothing of this: only what lies in Redis can tell it.
    settings.CACHES = {"default": shared | {"TIMEOUT": 60}}
    answer = enter(client, "rina@example.org")

    assert "Too many attempts" in answer.content.decode()
    cache.clear()


def test_cache_lies_beside_the_broker_and_not_in_it():
    assert base.CACHES["default"]["LOCATION"] != base.REDIS_URL


def test_desk_has_no_door_of_its_own(client):
    UserFactory(secretariat=True, email="rina@example.org", password=PASSWORD_HASH)

    answer = client.get("/admin/members/person/", follow=True)
    assert answer.redirect_chain[-1] == ("/account/login/?next=%2Fadmin%2Fmembers%2Fperson%2F", 302)
    by_the_desks_form = client.post("/admin/login/", {"username": "rina@example.org", "password": PASSWORD})
    assert (by_the_desks_form.status_code, is_signed_in(client)) == (302, False)
    assert enter(client, "rina@example.org", next="/admin/members/person/")["Location"] == "/admin/members/person/"


def test_member_who_knocks_at_the_desk_is_told_so(sign_in, parliamentarian):
    answer = sign_in(parliamentarian).get("/admin/", follow=True)

    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/account/signup/", "/account/email/", "/account/confirm-email/", "/account/second-factor/webauthn/signup/"],
)
def test_nobody_opens_an_account_or_changes_its_address(client, sign_in, parliamentarian, address):
    assert client.get(address).status_code == 404
    assert sign_in(parliamentarian).post(address, {"email": "mine@example.org"}).status_code == 404


def test_signing_out_takes_a_click(sign_in, parliamentarian):
    client = sign_in(parliamentarian)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", ["/me/", "/me/account/"])
def test_own_pages_ask_who_one_is(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={address}")


def test_forgotten_password_is_answered_alike_for_known_and_unknown_addresses(client):
    UserFactory(email="rina@example.org", password=PASSWORD_HASH)
    UserFactory(email="gone@example.org", password=PASSWORD_HASH, is_active=False)

    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("rina@example.org", "nobody@example.org", "gone@example.org")
    ]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 3
    assert [letter.recipient.email for letter in Message.objects.all()] == ["rina@example.org"]


def test_letter_names_the_sites_own_address_whatever_host_was_asked(settings):
    settings.CAUCUS_BASE_URL = "https://caucus.example"
    settings.ALLOWED_HOSTS = ["caucus.example", "elsewhere.example"]
    UserFactory(parliamentarian=True, email="rina@example.org", password=PASSWORD_HASH)

    client = Client(headers={"host": "elsewhere.example"})
    client.post(reverse("account_reset_password"), {"email": "rina@example.org"})

    text = Message.objects.get().text
    assert "https://caucus.example/account/password/reset/key/" in text
    assert text.endswith("https://caucus.example/")
    assert "elsewhere" not in text


def test_link_in_the_letter_sets_a_password_once(client):
    account = UserFactory(parliamentarian=True, email="rina@example.org", password=PASSWORD_HASH)
    client.post(reverse("account_reset_password"), {"email": "rina@example.org"})
    letter = Message.objects.get()
    link = next(line for line in letter.text.splitlines() if "/password/reset/key/" in line)

    page = client.get(link, follow=True)
    form = {"password1": "six-herons-in-the-rain", "password2": "six-herons-in-the-rain"}
    done = client.post(page.context["action_url"], form, follow=True)
    again = Client().get(link, follow=True)

    assert "Your new password is set" in done.content.decode()
    assert "does not work any more" in again.content.decode()
    assert not is_signed_in(client)
    enter(client, account.email, "six-herons-in-the-rain")
    assert is_signed_in(client)


def test_password_in_common_use_is_refused_with_the_reason(sign_in, parliamentarian):
    parliamentarian.set_password(PASSWORD)
    parliamentarian.save()
    form = {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"}

    answer = sign_in(parliamentarian).post(reverse("account_change_password"), form)

    assert answer.context["form"].errors == {"password1": ["This password is too common."]}


def test_changed_password_signs_out_other_devices_only(sign_in, parliamentarian):
    parliamentarian.set_password(PASSWORD)
    parliamentarian.save()
    here, elsewhere = sign_in(parliamentarian), sign_in(parliamentarian)
    form = {"oldpassword": PASSWORD, "password1": "six-herons-in-the-rain", "password2": "six-herons-in-the-rain"}

    here.post(reverse("account_change_password"), form)

    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302

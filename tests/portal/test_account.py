import pytest
from django.urls import reverse

from caucus_site.core.models import JournalEntry, User
from caucus_site.portal.preferences import time_zones
from tests.factories.core import UserFactory
from tests.portal.reading import words
from tests.portal.signing_in import PASSWORD, PASSWORD_HASH, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(db):
    return UserFactory(parliamentarian=True, email="rina@example.org", full_name="Rina", password=PASSWORD_HASH)


def test_account_says_who_one_is_and_warns_of_a_lone_password(sign_in, rina):
    page = sign_in(rina).get(reverse("portal:account")).content.decode()

    assert "rina@example.org" in page
    assert "A password alone protects this account." in page


def test_time_zone_is_changed_and_the_change_journaled(sign_in, rina):
    answer = sign_in(rina).post(reverse("portal:account"), {"time_zone": "Asia/Dhaka"})

    rina.refresh_from_db()
    entry = JournalEntry.objects.get()
    assert (answer.status_code, answer["Location"], rina.time_zone) == (302, "/me/account/", "Asia/Dhaka")
    assert (entry.verb, entry.subject_id, entry.actor_id, entry.details) == (
        "record.changed",
        rina.public_id,
        rina.pk,
        {"fields": ["time_zone"]},
    )


def test_each_place_is_offered_once_by_its_present_name():
    offered = {zone for _region, cities in time_zones() for zone, _city in cities}

    assert {"UTC", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Yangon", "Asia/Dhaka", "Australia/Sydney"} <= offered
    assert not offered & {
        *("Asia/Calcutta", "Asia/Katmandu", "Asia/Rangoon", "Asia/Saigon", "Asia/Dacca"),
        *("Australia/ACT", "Australia/LHI", "Australia/NSW", "Australia/North"),
    }


def test_former_name_that_an_account_has_stays_valid(sign_in, rina):
    User.objects.filter(pk=rina.pk).update(time_zone="Asia/Calcutta")

    answer = sign_in(rina).post(reverse("portal:account"), {"time_zone": "Asia/Calcutta"})

    rina.refresh_from_db()
    assert (answer.status_code, rina.time_zone) == (302, "Asia/Calcutta")


@pytest.mark.parametrize(
    ("languages", "heading"),
    [([("en", "English")], "Hours"), ([("en", "English"), ("km", "Khmer")], "Language and hours")],
)
def test_card_promises_a_choice_of_language_only_where_there_is_one(sign_in, rina, settings, languages, heading):
    settings.LANGUAGES = languages

    assert f'<h2 id="preferences">{heading}</h2>' in words(sign_in(rina).get(reverse("portal:account")))


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("parliamentarian", "Member of the caucus"),
        ("observer", "Observer"),
        ("coordinator", "Chapter coordinator"),
        ("secretariat", "Secretariat"),
    ],
)
def test_role_is_told_in_words_for_its_owner(sign_in, role, told):
    page = words(sign_in(UserFactory(role=role)).get(reverse("portal:account")))

    assert f"<dt>Role</dt><dd>{told}</dd>" in page


def test_saving_the_same_again_says_nothing_in_the_journal(sign_in, rina):
    sign_in(rina).post(reverse("portal:account"), {"time_zone": "UTC"})

    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("facts", [{"time_zone": "Asia/Atlantis"}, {"time_zone": ""}, {}])
def test_zone_that_is_none_is_refused_and_nothing_changes(sign_in, rina, facts):
    answer = sign_in(rina).post(reverse("portal:account"), facts)

    rina.refresh_from_db()
    assert (answer.status_code, rina.time_zone) == (200, "UTC")
    assert "time_zone" in answer.context["preferences"].errors


def test_form_changes_nothing_but_what_it_shows(sign_in, rina):
    forged = {"time_zone": "UTC", "role": "superadmin", "email": "other@example.org", "language": "km"}

    sign_in(rina).post(reverse("portal:account"), forged)

    rina.refresh_from_db()
    assert (rina.role, rina.email, rina.language) == ("parliamentarian", "rina@example.org", "en")


def test_language_is_asked_for_where_there_are_several(sign_in, rina, settings):
    settings.LANGUAGES = [("en", "English"), ("km", "Khmer")]

    sign_in(rina).post(reverse("portal:account"), {"time_zone": "UTC", "language": "km"})

    rina.refresh_from_db()
    assert rina.language == "km"


def test_zone_kept_from_elsewhere_stays_on_offer(sign_in, rina):
    rina.time_zone = "EST"
    rina.save()

    sign_in(rina).post(reverse("portal:account"), {"time_zone": "EST"})

    rina.refresh_from_db()
    assert rina.time_zone == "EST"


def test_signing_out_elsewhere_ends_other_sessions_and_keeps_this_one(client, sign_in, rina):
    elsewhere = sign_in(rina)
    enter(client, rina.email)

    answer = client.post(reverse("portal:sign_out_elsewhere"), {"password": PASSWORD})

    assert answer["Location"] == "/me/account/"
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    rina.refresh_from_db()
    assert rina.check_password(PASSWORD)


def test_signing_out_elsewhere_needs_the_password(sign_in, rina):
    here, elsewhere = sign_in(rina), sign_in(rina)

    answer = here.post(reverse("portal:sign_out_elsewhere"), {"password": "guess"})

    assert answer.status_code == 422
    assert answer.context["sign_out"].errors == {"password": ["This is not your password."]}
    assert elsewhere.get("/me/").status_code == 200


def test_password_cannot_be_guessed_there_without_end(sign_in, rina):
    client = sign_in(rina)
    for _attempt in range(5):
        client.post(reverse("portal:sign_out_elsewhere"), {"password": "guess"})

    answer = client.post(reverse("portal:sign_out_elsewhere"), {"password": PASSWORD})

    assert "Too many attempts" in answer.content.decode()


def test_account_without_a_password_signs_out_elsewhere_too(sign_in, parliamentarian):
    here, elsewhere = sign_in(parliamentarian), sign_in(parliamentarian)

    here.post(reverse("portal:sign_out_elsewhere"))

    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


@pytest.mark.parametrize("address", ["portal:sign_out_elsewhere", "portal:mark_news_read"])
def test_looking_at_an_address_that_changes_things_changes_nothing(sign_in, rina, address):
    assert sign_in(rina).get(reverse(address)).status_code == 405


def test_account_without_a_password_gets_its_first_one_by_mail(sign_in):
    client = sign_in(UserFactory(parliamentarian=True))

    answer = client.get(reverse("account_change_password"), follow=True)

    assert [address for address, _status in answer.redirect_chain] == [
        reverse("account_set_password"),
        reverse("account_reset_password"),
    ]
    assert answer.status_code == 200

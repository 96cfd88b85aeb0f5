"""The desk: the superadmin lets partner systems in and shows a key once; the secretariat looks, and suspends."""

import re

import pytest
from django.urls import reverse

from caucus_site.core.models import JournalEntry
from caucus_site.sync.models import PartnerClient, PartnerKey
from tests.factories.sync import PartnerClientFactory, PartnerKeyFactory

pytestmark = pytest.mark.django_db

KEYS = reverse("admin:sync_partnerkey_changelist")
SYSTEMS = reverse("admin:sync_partnerclient_changelist")
ADD_KEY = reverse("admin:sync_partnerkey_add")


def new_key(client, **changes):
    return {
        "client": client.pk,
        "scopes": ["people", "missions"],
        "expires_at_0": "2100-01-01",
        "expires_at_1": "12:00",
        "_form_token": "6f2e4a44-6f4f-4c4e-9a7e-0d5b1c0f7a11",
        **changes,
    }


@pytest.fixture
def in_half_a_year():
    from datetime import timedelta

    from django.utils import timezone

    return f"{timezone.now() + timedelta(days=180):%Y-%m-%d}"


def test_a_new_key_is_shown_once(superadmin_client, partner, in_half_a_year, superadmin):
    client = PartnerClientFactory()

    made = superadmin_client.post(ADD_KEY, new_key(client, expires_at_0=in_half_a_year))
    again = superadmin_client.post(ADD_KEY, new_key(client, expires_at_0=in_half_a_year), follow=True)

    (text,) = set(re.findall(r"caucus_[a-z2-7]{8}_[a-z2-7]{52}", made.content.decode()))
    assert "no-store" in made.headers["Cache-Control"]
    assert partner(text).get("/api/v1/").status_code == 200
    key = PartnerKey.objects.get()
    assert (key.client, key.scopes) == (client, ["people", "missions"])
    assert [(entry.verb, entry.actor_id) for entry in JournalEntry.objects.all()] == [("sync.key_made", superadmin.pk)]
    for page in (again, superadmin_client.get(KEYS)):
        assert text.split("_")[2] not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["wages"]}, "wages is not one of the available choices."),
        ({"expires_at_0": "2100-01-01"}, "A key lasts a year at most."),
        ({"expires_at_0": "2018-03-01"}, "This is past; the key would never open anything."),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(superadmin_client, in_half_a_year, changes, sentence):
    client = PartnerClientFactory()

    page = superadmin_client.post(ADD_KEY, new_key(client, **{"expires_at_0": in_half_a_year, **changes}))

    assert sentence in page.content.decode()
    assert not PartnerKey.objects.exists()


def test_the_secretariat_looks_and_suspends_and_no_more(staff_client, superadmin_client, partner, in_half_a_year):
    key = PartnerKeyFactory()
    change = reverse("admin:sync_partnerclient_change", args=[key.client.pk])
    suspend = {"action": "suspend_selected", "_selected_action": [key.client.pk]}
    let_in = {"action": "let_selected_in_again", "_selected_action": [key.client.pk]}

    assert staff_client.get(change).status_code == 200
    assert staff_client.post(change, {"name": "Other"}).status_code == 403
    assert staff_client.post(ADD_KEY, new_key(key.client, expires_at_0=in_half_a_year)).status_code == 403
    staff_client.post(KEYS, {"action": "revoke_selected", "_selected_action": [key.pk]})
    assert partner(key).get("/api/v1/").status_code == 200
    staff_client.post(SYSTEMS, suspend)
    assert partner(key).get("/api/v1/").status_code == 401
    staff_client.post(SYSTEMS, let_in)
    assert partner(key).get("/api/v1/").status_code == 401
    superadmin_client.post(SYSTEMS, let_in)
    assert partner(key).get("/api/v1/").status_code == 200


def test_revoked_keys_and_their_systems_stay_on_record(superadmin_client, partner):
    key = PartnerKeyFactory()

    superadmin_client.post(KEYS, {"action": "revoke_selected", "_selected_action": [key.pk]})
    for page in ("partnerkey", "partnerclient"):
        superadmin_client.post(reverse(f"admin:sync_{page}_delete", args=[key.pk]), {"post": "yes"})

    assert partner(key).get("/api/v1/").status_code == 401
    assert (PartnerKey.objects.count(), PartnerClient.objects.count()) == (1, 1)

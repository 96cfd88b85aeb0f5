"""A key opens what its scopes name, until it ends. Why it does not is told only to who has all of it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from caucus_site.core.models import JournalEntry
from caucus_site.core.principals import Principal
from caucus_site.core.scopes import Scope
from caucus_site.sync.models import PartnerKey
from caucus_site.sync.services import partners
from tests.factories.sync import SECRET, PartnerClientFactory, PartnerKeyFactory, text_of

pytestmark = pytest.mark.django_db

ANYWHERE = "/api/v1/"
NO_KEY = "This is no key of ours. Send “Authorization: Bearer caucus_…” with the whole key."


def refusal(response):
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, body["type"], body["detail"]


def test_a_new_key_opens_the_door_and_its_text_is_kept_nowhere(partner, superadmin, sql):
    client = PartnerClientFactory()

    made = partners.make_key(client, scopes=["people"], days=365, acting_user=superadmin)

    assert partner(made.text).get(ANYWHERE).status_code == 200
    mark, prefix, secret = made.text.split("_")
    assert (mark, len(prefix), len(secret)) == ("caucus", 8, 52)
    kept = sql("SELECT row_to_json(k)::text FROM sync_partnerkey k") + sql(
        "SELECT row_to_json(k)::text FROM sync_partnerkeyhistory k"
    )
    assert not [row for (row,) in kept if secret in row]
    assert sql("SELECT digest FROM sync_partnerkey") == [(made.key.digest,)]


def test_keys_differ():
    client = PartnerClientFactory()

    texts = {partners.make_key(client, scopes=["people"], days=1).text for _ in range(20)}

    assert len(texts) == 20


def test_making_a_key_is_told_to_the_journal_without_the_key(superadmin):
    made = partners.make_key(PartnerClientFactory(), scopes=["people", "missions"], days=30, acting_user=superadmin)

    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_id) == ("sync.key_made", made.key.public_id, superadmin.pk)
    assert entry.details == {
        "client": str(made.key.client.public_id),
        "scopes": ["people", "missions"],
        "expires_at": made.key.expires_at.isoformat(),
    }


def test_who_asks_with_a_key_is_a_partner_within_its_scopes(rf):
    from caucus_site.sync.authentication import PartnerKeyAuthentication

    key = PartnerKeyFactory(scopes=["people", "missions"])
    request = rf.get("/", headers={"authorization": f"Bearer {text_of(key)}"})

    system, auth = PartnerKeyAuthentication().authenticate(request)

    assert auth == key
    assert Principal.of(system) == Principal(
        role="partner", client_id=key.client_id, scopes=frozenset({"people", "missions"})
    )
    assert not Principal.of(system).is_signed_in


@pytest.mark.parametrize(
    "header",
    [
        "Bearer caucus_00000000_" + SECRET,
        "Bearer caucus_{prefix}_" + SECRET[:-1],
        "Bearer caucus_{prefix}_" + "x" * 52,
        "Bearer caucus_{prefix}_",
        "Bearer caucus_{prefix}",
        "Bearer other_{prefix}_" + SECRET,
        "Bearer caucus_{prefix}_" + SECRET + " and more",
        "Bearer",
        "Bearer ",
        "Bearer a b c",
        "Basic Y2F1Y3VzOmNhdWN1cw==",
        "{text}",
        "Token {text}",
        "Bearer caucus_\x00\x00_" + SECRET,
        "Bearer caucus_{prefix}_ключ",
        "Bearer caucus_{prefix}_" + "s" * 5000,
    ],
)
def test_what_is_no_key_is_refused_with_one_sentence(header):
    key = PartnerKeyFactory(prefix="abcdefgh")
    shown = header.replace("{prefix}", key.prefix).replace("{text}", text_of(key))

    response = Client().get(ANYWHERE, headers={"authorization": shown})

    assert refusal(response) == (401, "/problems/unauthenticated", NO_KEY)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        ("expired", "This key ended on 1 March 2018. Ask the secretariat for a new one."),
        ("revoked", "This key has been revoked. Ask the secretariat for a new one."),
        ("suspended", "This partner system is suspended. Write to the secretariat."),
    ],
)
def test_why_a_key_has_ended_is_told_only_to_who_has_all_of_it(partner, sql, ending, sentence):
    key = PartnerKeyFactory()
    if ending == "expired":
        sql("UPDATE sync_partnerkey SET created_at = '2018-01-01Z', expires_at = '2018-03-01 12:00Z'")
    elif ending == "revoked":
        partners.revoke(key)
    else:
        partners.suspend(key.client)

    whole, guessed = partner(key).get(ANYWHERE), partner(text_of(key)[:-1] + "x").get(ANYWHERE)

    assert refusal(whole) == (401, "/problems/unauthenticated", sentence)
    assert refusal(guessed) == (401, "/problems/unauthenticated", NO_KEY)


def test_a_system_that_is_let_in_again_uses_its_old_keys(partner, superadmin):
    key = PartnerKeyFactory()
    partners.suspend(key.client, acting_user=superadmin)

    partners.let_in_again(key.client, acting_user=superadmin)

    assert partner(key).get(ANYWHERE).status_code == 200
    assert list(JournalEntry.objects.order_by("position").values_list("verb", "subject_id", "actor_id")) == [
        ("sync.client_suspended", key.client.public_id, superadmin.pk),
        ("sync.client_let_in_again", key.client.public_id, superadmin.pk),
    ]


def test_shutting_out_twice_is_shutting_out_once(superadmin):
    key = PartnerKeyFactory()

    first = partners.revoke(key, acting_user=superadmin).revoked_at
    second = partners.revoke(key, acting_user=superadmin).revoked_at
    partners.suspend(key.client)
    partners.suspend(key.client)

    assert first == second
    assert [entry.verb for entry in JournalEntry.objects.order_by("position")] == [
        "sync.key_revoked", "sync.client_suspended",
    ]  # fmt: skip


def test_one_key_ends_without_the_others(partner):
    client = PartnerClientFactory()
    old, new = PartnerKeyFactory(client=client), PartnerKeyFactory(client=client)

    partners.revoke(old)

    assert [partner(key).get(ANYWHERE).status_code for key in (old, new)] == [401, 200]


def test_a_key_is_found_in_one_query_and_its_use_noted_once_a_day(partner, django_assert_num_queries):
    key = PartnerKeyFactory()

    with django_assert_num_queries(2):
        partner(key).get(ANYWHERE)
    with django_assert_num_queries(1):
        partner(key).get(ANYWHERE)

    key.refresh_from_db()
    assert key.last_used_on == timezone.localdate()
    assert (key.version, key.history.count()) == (1, 1)


def test_a_key_in_the_address_opens_nothing():
    key = PartnerKeyFactory()

    response = Client().get(f"/api/v1/sources?key={text_of(key)}")

    assert refusal(response)[:2] == (400, "/problems/invalid-request")


def test_a_key_counts_more_than_a_session(secretariat):
    browser = Client(headers={"authorization": "Bearer caucus_wrong_key"})
    browser.force_login(secretariat)

    assert browser.get(ANYWHERE).status_code == 401


def test_a_key_lasts_a_year_at_most_whoever_writes_it():
    client = PartnerClientFactory()
    too_long = timezone.now() + datetime.timedelta(days=400)

    with pytest.raises(ValidationError, match="A key lasts a year at most"):
        partners.make_key(client, scopes=["people"], days=400)
    with pytest.raises(IntegrityError, match="partner_keys_last_a_year_at_most"), transaction.atomic():
        PartnerKeyFactory(client=client, expires_at=too_long)
    assert not PartnerKey.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("scopes", [[], ["people", "everything"]])
def test_a_key_opens_only_what_there_is(scopes):
    client = PartnerClientFactory()

    with pytest.raises(ValidationError):
        partners.make_key(client, scopes=scopes, days=1)
    with pytest.raises(IntegrityError, match="partner_keys_open_something_that_there_is"), transaction.atomic():
        PartnerKeyFactory(client=client, scopes=scopes)


def test_the_list_of_scopes_is_closed():
    assert Scope.values == [
        "people", "organisations", "chapters", "gatherings", "missions", "statements", "recommendations", "actions",
        "campaigns", "commitments",
    ]  # fmt: skip


def test_two_systems_do_not_share_a_name():
    PartnerClientFactory(name="Field office")

    with pytest.raises(IntegrityError, match="partner_systems_have_names_of_their_own"):
        PartnerClientFactory(name="FIELD OFFICE")


def test_only_staff_know_of_partner_systems(superadmin, secretariat, coordinator, parliamentarian):
    key = PartnerKeyFactory()

    for who, sees in ((superadmin, 1), (secretariat, 1), (coordinator, 0), (parliamentarian, 0), (None, 0)):
        assert PartnerKey.objects.visible_to(who).count() == sees
        assert type(key.client).objects.visible_to(who).count() == sees

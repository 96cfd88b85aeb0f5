"""The desk reads who follows what and wants which mail, and changes neither."""

import pytest
from django.urls import reverse

from caucus_site.notifications.models import Preference, Subscription
from tests.factories.advocacy import StatementFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import PersonFactory, ProtectionFactory
from tests.factories.notifications import PreferenceFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:notifications_{name}", args=args)


def test_the_secretariat_reads_what_an_account_follows(staff_client):
    SubscriptionFactory(statement=StatementFactory(title="Wages on time"))
    SubscriptionFactory()

    text = staff_client.get(page("subscription_changelist")).text

    assert "Wages on time" in text
    assert "all statements of the caucus" in text


def test_what_staff_may_not_see_is_not_named(staff_client):
    initiator = PersonFactory()
    ProtectionFactory(person=initiator, level="locked")
    mission = FactFindingMissionFactory(title="CANARY", initiator_kind="member", initiating_person=initiator)
    row = SubscriptionFactory(mission=mission)

    pages = [staff_client.get(page("subscription_changelist")), staff_client.get(page("subscription_change", row.pk))]

    assert [(answer.status_code, "CANARY" in answer.text) for answer in pages] == [(200, False)] * 2


def test_nothing_is_added_or_changed_there(staff_client):
    rows = {"subscription": SubscriptionFactory(), "preference": PreferenceFactory()}

    for name, row in rows.items():
        assert staff_client.post(page(f"{name}_add"), {}).status_code == 403
        assert staff_client.post(page(f"{name}_change", row.pk), {"way": "silent", "is_on": "on"}).status_code == 403
    assert staff_client.post(page("preference_delete", rows["preference"].pk), {"post": "yes"}).status_code == 403
    assert Subscription.objects.values_list("way", flat=True).get() == "at_once"
    assert Preference.objects.values_list("is_on", flat=True).get() is False


def test_a_followed_statement_can_be_deleted_with_its_followers(staff_client):
    row = SubscriptionFactory(statement=StatementFactory())

    answer = staff_client.post(reverse("admin:advocacy_statement_delete", args=[row.statement_id]), {"post": "yes"})

    assert answer.status_code == 302
    assert not Subscription.objects.exists()


def test_who_runs_the_system_does_not_read_it(superadmin_client):
    assert superadmin_client.get(page("subscription_changelist")).status_code == 403

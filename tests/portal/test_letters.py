import uuid

import pytest
from django.urls import reverse

from caucus_site.notifications.models import Preference, Subscription
from caucus_site.notifications.services import subscriptions
from tests.factories.advocacy import StatementFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
Way = Subscription.Way
PAGE = "/me/subscriptions/"


def change(client, subscription, **said):
    return client.post(reverse("portal:change_subscription", args=[subscription.public_id]), said)


def test_page_lists_what_is_followed_and_may_still_be_seen(sign_in, parliamentarian):
    published = StatementFactory(published=True, title="Wages on time")
    gone = StatementFactory(published=True, title="Taken back")
    for statement in (published, gone):
        subscriptions.follow(parliamentarian, statement)
    subscriptions.follow(UserFactory(), StatementFactory(published=True, title="Followed by another"))
    type(gone).objects.filter(pk=gone.pk).update(state="draft", issued_on=None)

    page = sign_in(parliamentarian).get(PAGE).content.decode()

    assert "Wages on time" in page
    assert "Taken back" not in page
    assert "Followed by another" not in page


def test_way_is_changed_and_following_ended(sign_in, parliamentarian):
    subscription = subscriptions.follow(parliamentarian, StatementFactory(published=True))
    client = sign_in(parliamentarian)

    assert change(client, subscription, way="silent")["Location"] == PAGE
    assert Subscription.objects.get().way == Way.SILENT
    assert change(client, subscription, stop="1")["Location"] == PAGE
    assert not Subscription.objects.exists()


def test_all_statements_are_followed_and_let_go(sign_in, parliamentarian):
    client = sign_in(parliamentarian)

    for _twice in range(2):
        client.post(reverse("portal:follow_all_statements"))

    assert Subscription.objects.get().has_all_statements
    assert "Follow all statements" not in client.get(PAGE).content.decode()
    change(client, Subscription.objects.get(), stop="1")
    assert not Subscription.objects.exists()


def test_subscription_of_another_does_not_exist(sign_in, parliamentarian, staff_client):
    of_another = subscriptions.follow(UserFactory(), StatementFactory(published=True))

    for client in (sign_in(parliamentarian), staff_client):
        hidden = change(client, of_another, stop="1")
        nowhere = client.post(reverse("portal:change_subscription", args=[uuid.uuid4()]), {"stop": "1"})
        assert (hidden.status_code, hidden.content) == (404, nowhere.content)
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("said", [{}, {"way": "by pigeon"}])
def test_request_that_says_nothing_changes_nothing(sign_in, parliamentarian, said):
    subscription = subscriptions.follow(parliamentarian, StatementFactory(published=True))

    assert change(sign_in(parliamentarian), subscription, **said).status_code == 400
    assert Subscription.objects.get().way == Way.AT_ONCE


def test_letters_of_a_purpose_are_switched_off_and_on(sign_in, parliamentarian):
    client = sign_in(parliamentarian)

    client.post(PAGE, {"purposes": ["missions", "reports"]})
    assert list(Preference.objects.values_list("purpose", "is_on", "door")) == [("statements", False, "portal")]

    client.post(PAGE, {"purposes": ["statements", "missions", "reports"]})
    assert not Preference.objects.switched_off("statements").exists()


def test_letters_about_ones_own_safety_are_not_asked_about(sign_in, parliamentarian):
    client = sign_in(parliamentarian)
    assert 'value="service"' not in client.get(PAGE).content.decode()

    assert client.post(PAGE, {"purposes": ["service"]}).status_code == 200
    assert not Preference.objects.exists()


def test_what_was_closed_since_is_let_go_and_otherwise_not_there(sign_in, parliamentarian):
    statement = StatementFactory(published=True)
    subscription = subscriptions.follow(parliamentarian, statement)
    type(statement).objects.filter(pk=statement.pk).update(state="draft", issued_on=None)
    client = sign_in(parliamentarian)

    closed = change(client, subscription, way="silent")
    nowhere = client.post(reverse("portal:change_subscription", args=[uuid.uuid4()]), {"way": "silent"})

    assert (closed.status_code, closed.content) == (404, nowhere.content)
    assert Subscription.objects.get().way == Way.AT_ONCE
    assert change(client, subscription, stop="1")["Location"] == PAGE
    assert not Subscription.objects.exists()

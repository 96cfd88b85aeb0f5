"""Which mail an account wants: one answer a purpose, the first moment stays, and safety mail is always on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.core.models import JournalEntry
from caucus_site.notifications.models import Preference
from caucus_site.notifications.services import preferences
from tests.factories.core import UserFactory
from tests.factories.notifications import PreferenceFactory

pytestmark = pytest.mark.django_db

ALL_ON = {"statements": True, "missions": True, "reports": True, "service": True}


def told():
    return [(entry.verb, entry.details) for entry in JournalEntry.objects.order_by("position")]


def test_without_a_word_everything_is_wanted():
    assert preferences.of(UserFactory()) == ALL_ON


def test_a_purpose_is_switched_off_for_one_account_only():
    account, other = UserFactory(), UserFactory()

    preferences.stop(account, "statements", door="mail")

    assert preferences.of(account) == ALL_ON | {"statements": False}
    assert preferences.of(other) == ALL_ON
    assert told() == [
        ("notifications.preference_set", {"purpose": "statements", "is_on": False, "door": "mail"}),
    ]


def test_switching_off_twice_keeps_the_first_moment():
    account = UserFactory()
    first = preferences.stop(account, "reports", door="mail")

    second = preferences.stop(account, "reports", door="portal")

    assert (second.since, second.door) == (first.since, "mail")
    assert len(told()) == 1


def test_mail_comes_again_when_it_is_wanted_again():
    account = UserFactory()
    preferences.stop(account, "missions", door="mail")

    preferences.resume(account, "missions", door="portal", acting_user=account)

    assert preferences.of(account) == ALL_ON
    assert Preference.objects.get().door == "portal"


def test_wanting_what_one_gets_anyway_leaves_no_row():
    preferences.resume(UserFactory(), "missions", door="portal")

    assert (Preference.objects.count(), told()) == (0, [])


@pytest.mark.parametrize(
    ("purpose", "code"), [("service", "always_on"), ("weather", "no_such_purpose"), ("", "no_such_purpose")]
)
def test_other_purposes_are_refused(purpose, code):
    with pytest.raises(ValidationError) as refusal:
        preferences.stop(UserFactory(), purpose, door="mail")

    assert refusal.value.code == code
    assert not Preference.objects.exists()


def test_the_database_keeps_service_mail_on_and_one_answer_a_purpose():
    account = UserFactory()
    PreferenceFactory(account=account)

    for facts, rule in (
        ({"purpose": "service"}, "service_mail_is_always_on"),
        ({"account": account}, "an_account_has_one_preference_for_a_purpose"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            PreferenceFactory(**facts)


def test_one_sees_ones_own_and_the_secretariat_sees_all(secretariat, superadmin, parliamentarian):
    own, foreign = PreferenceFactory(account=parliamentarian), PreferenceFactory()

    def seen(who):
        return set(Preference.objects.visible_to(who))

    assert (seen(None), seen(parliamentarian), seen(superadmin), seen(secretariat)) == (
        set(),
        {own},
        set(),
        {own, foreign},
    )

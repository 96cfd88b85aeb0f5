"""What an account follows: one thing a row, one row a thing, and nothing that it may not see."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.notifications.models import SUBJECTS, Subscription
from caucus_site.notifications.services import subscriptions
from caucus_site.notifications.services.subscriptions import ALL_STATEMENTS
from tests.factories.advocacy import CampaignFactory, StatementFactory
from tests.factories.core import UserFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import ChapterFactory, CountryFactory
from tests.factories.notifications import SubscriptionFactory

pytestmark = pytest.mark.django_db


def one_of_each():
    return {
        "statement": StatementFactory(published=True),
        "mission": FactFindingMissionFactory(public=True),
        "campaign": CampaignFactory(is_public=True),
        "chapter": ChapterFactory(),
        "country": CountryFactory(),
    }


def test_everything_visible_can_be_followed():
    account, subjects = UserFactory(), one_of_each()

    for subject in [*subjects.values(), ALL_STATEMENTS]:
        subscriptions.follow(account, subject)

    assert [row.kind for row in Subscription.objects.order_by("pk")] == [*SUBJECTS, ""]
    assert all(subscriptions.is_followed(account, subject) for subject in [*subjects.values(), ALL_STATEMENTS])


def test_following_twice_is_one_row_and_the_last_way_holds():
    account, statement = UserFactory(), StatementFactory(published=True)

    first = subscriptions.follow(account, statement)
    second = subscriptions.follow(account, statement, way="silent")

    assert first.pk == second.pk
    assert Subscription.objects.get().way == "silent"


@pytest.mark.parametrize(
    "hidden",
    [
        lambda: StatementFactory(),
        lambda: FactFindingMissionFactory(),
        lambda: CampaignFactory(),
        lambda: ChapterFactory(state="forming"),
        lambda: object(),
    ],
    ids=["draft", "mission being planned", "inner campaign", "chapter in formation", "something else"],
)
def test_what_one_may_not_see_cannot_be_followed(hidden):
    account, subject = UserFactory(), hidden()

    with pytest.raises(ValidationError) as refusal:
        subscriptions.follow(account, subject)

    assert (refusal.value.code, refusal.value.messages) == (
        "nothing_there",
        ["There is nothing here that you could follow."],
    )
    assert not Subscription.objects.exists()


def test_a_way_of_being_told_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError, match="“hourly” is no way of being told"):
        subscriptions.follow(UserFactory(), ALL_STATEMENTS, way="hourly")


def test_unfollowing_works_when_the_thing_is_hidden_by_now():
    account, other, statement = UserFactory(), UserFactory(), StatementFactory(published=True)
    for follower in (account, other):
        subscriptions.follow(follower, statement)
    type(statement).objects.filter(pk=statement.pk).update(state="draft", issued_on=None)

    assert subscriptions.unfollow(account, statement) is True
    assert subscriptions.unfollow(account, statement) is False
    assert [row.account for row in Subscription.objects.all()] == [other]


def test_what_one_follows_is_listed_without_what_has_been_closed(django_assert_num_queries):
    account, subjects = UserFactory(), one_of_each()
    for subject in [*subjects.values(), ALL_STATEMENTS]:
        subscriptions.follow(account, subject)
    SubscriptionFactory()
    hidden = subjects.pop("mission")
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)

    with django_assert_num_queries(1 + len(SUBJECTS)):
        followed = subscriptions.followed_by(account)

    assert [(row.kind, subject) for row, subject in followed] == [("", None), *reversed(subjects.items())]


def test_the_list_costs_the_same_at_any_length(django_assert_num_queries):
    account = UserFactory()
    for _ in range(5):
        SubscriptionFactory(account=account, statement=StatementFactory(published=True))

    with django_assert_num_queries(2):
        assert len(subscriptions.followed_by(account)) == 5


@pytest.mark.parametrize(
    "facts",
    [
        {"has_all_statements": False},
        {"has_all_statements": True, "statement": StatementFactory},
        {"statement": StatementFactory, "chapter": ChapterFactory},
    ],
    ids=["nothing", "all and one", "two"],
)
def test_the_database_refuses_rows_that_do_not_follow_exactly_one_thing(facts):
    made = {name: value() if callable(value) else value for name, value in facts.items()}

    with pytest.raises(IntegrityError, match="a_subscription_follows_exactly_one_thing"), transaction.atomic():
        SubscriptionFactory(**{"has_all_statements": False} | made)


def test_the_database_refuses_a_second_row_for_the_same_thing():
    statement, account = StatementFactory(), UserFactory()
    SubscriptionFactory(account=account, statement=statement)
    SubscriptionFactory(account=account)

    for again in ({"statement": statement}, {}):
        with pytest.raises(IntegrityError, match="an_account_follows_a_thing_once"), transaction.atomic():
            SubscriptionFactory(account=account, **again)


def test_one_sees_ones_own_and_the_secretariat_sees_all(secretariat, superadmin, parliamentarian):
    own, foreign = SubscriptionFactory(account=parliamentarian), SubscriptionFactory()

    seen = {
        who: set(Subscription.objects.visible_to(account))
        for who, account in {
            "nobody": None,
            "parliamentarian": parliamentarian,
            "superadmin": superadmin,
            "secretariat": secretariat,
        }.items()
    }

    assert seen == {
        "nobody": set(),
        "parliamentarian": {own},
        "superadmin": set(),
        "secretariat": {own, foreign},
    }


def test_a_record_goes_together_with_what_follows_it():
    campaign = CampaignFactory(is_public=True)
    SubscriptionFactory(campaign=campaign)

    campaign.delete()

    assert not Subscription.objects.exists()

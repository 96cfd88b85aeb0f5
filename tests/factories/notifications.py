"""The smallest valid subscriptions and preferences."""

import factory
from factory.django import DjangoModelFactory

from caucus_site.notifications import models
from tests.factories.core import UserFactory


class SubscriptionFactory(DjangoModelFactory):
    """Of all statements, unless another subject is given."""

    class Meta:
        model = models.Subscription

    account = factory.SubFactory(UserFactory)
    has_all_statements = factory.LazyAttribute(
        lambda o: not any(getattr(o, subject, None) for subject in models.SUBJECTS)
    )


class PreferenceFactory(DjangoModelFactory):
    class Meta:
        model = models.Preference

    account = factory.SubFactory(UserFactory)
    purpose = models.Purpose.STATEMENTS
    is_on = False
    door = models.Preference.Door.MAIL

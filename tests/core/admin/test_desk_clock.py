"""Times at the desk: by the clock of whoever sits there, in one spelling."""

import datetime

from django.urls import reverse

from tests.factories.advocacy import StatementFactory
from tests.factories.core import ErrandFactory

MOMENT = datetime.datetime(2026, 11, 24, 1, 53, tzinfo=datetime.UTC)


def list_of_errands(client):
    return client.get(reverse("admin:core_errand_changelist")).content.decode()


def test_times_are_the_accounts_own_and_the_header_names_the_zone(sign_in, secretariat):
    ErrandFactory(created_at=MOMENT)
    secretariat.time_zone = "Asia/Dhaka"
    secretariat.save()

    page = list_of_errands(sign_in(secretariat))

    assert "24 November 2026, 07:53" in page
    assert "Times in Asia/Dhaka" in page


def test_a_zone_that_is_none_is_read_as_utc(sign_in, secretariat):
    ErrandFactory(created_at=MOMENT)
    type(secretariat).objects.filter(pk=secretariat.pk).update(time_zone="Nowhere/Else")

    page = list_of_errands(sign_in(secretariat))

    assert "24 November 2026, 01:53" in page
    assert "Times in UTC" in page


def test_what_is_entered_is_meant_by_the_same_clock(sign_in, secretariat):
    secretariat.time_zone = "Asia/Dhaka"
    secretariat.save()
    statement = StatementFactory(closes_at=MOMENT)

    page = sign_in(secretariat).get(reverse("admin:advocacy_statement_change", args=[statement.pk])).content.decode()

    assert 'value="07:53:00"' in page

"""What comes in the next two weeks, in one list by day."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caucus_site.core.dates import PartialDate
from tests.factories.advocacy import RecommendationFactory, StatementFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory
from tests.reports.worlds import at_the_desk, day, in_days, letter_to

pytestmark = pytest.mark.django_db


def coming(account):
    return [(line.name, line.matter) for line in at_the_desk(account).coming.lines]


def test_nothing_to_come_is_said_in_a_sentence(secretariat):
    assert coming(secretariat) == []
    assert "Nothing begins, closes or falls due in the next two weeks." in letter_to(secretariat).html


def test_everything_stands_in_the_order_of_its_days(secretariat):
    closes = timezone.now().replace(hour=14, minute=30) + datetime.timedelta(days=2)
    StatementFactory(title="On fees", state="open", closes_at=closes)
    GatheringFactory(title="Assembly", state="announced", kind="assembly", place="Dhaka", began_on=day(1))
    FactFindingMissionFactory(title="To the border", state="preparing", began_on=day(5))
    RecommendationFactory(number=3, title="Fewer fees", review_on=in_days(4))

    assert coming(secretariat) == [
        ("Assembly", f"{day(1)} · Assembly · Dhaka"),
        ("On fees", f"{day(2)}, 14:30 · Signing closes"),
        ("3. Fewer fees", f"{day(4)} · To be reviewed"),
        ("To the border", f"{day(5)} · Mission, preparing"),
    ]


def test_hours_are_those_of_the_readers_clock(secretariat):
    secretariat.time_zone = "Asia/Kathmandu"
    closes = timezone.now().replace(hour=12, minute=0) + datetime.timedelta(days=2)
    StatementFactory(title="On fees", state="open", closes_at=closes)

    assert coming(secretariat) == [("On fees", f"{day(2)}, 17:45 · Signing closes")]


def test_only_what_begins_in_two_weeks_and_is_known_to_the_month_at_least(secretariat):
    this_year = in_days(3).year
    GatheringFactory(title="On the last day", began_on=day(14))
    GatheringFactory(title="After it", began_on=day(15))
    GatheringFactory(title="Yesterday", began_on=day(-1))
    GatheringFactory(title="Some day this year", began_on=PartialDate.from_edtf(str(this_year)))
    GatheringFactory(title="This month", began_on=PartialDate.from_edtf(f"{in_days(3):%Y-%m}"))
    GatheringFactory(title="Called off", state="cancelled", began_on=day(3))
    StatementFactory(title="Closed", state="open", closes_at=timezone.now() - datetime.timedelta(hours=1))
    StatementFactory(title="Open for long", state="open", closes_at=timezone.now() + datetime.timedelta(days=15))
    StatementFactory(title="Draft", state="draft", closes_at=timezone.now() + datetime.timedelta(days=3))

    assert {name for name, _matter in coming(secretariat)} == {"On the last day", "This month"}


def test_a_review_that_is_due_stands_on_the_worklist_instead_until_it_is_settled(secretariat):
    RecommendationFactory(number=1, title="Overdue", review_on=in_days(-40))
    RecommendationFactory(number=2, title="Settled", review_on=in_days(-40), state="done")
    RecommendationFactory(number=3, title="Today", review_on=in_days(0))
    RecommendationFactory(number=4, title="Tomorrow", review_on=in_days(1))

    assert coming(secretariat) == [("4. Tomorrow", f"{day(1)} · To be reviewed")]
    (reviews,) = [s for s in at_the_desk(secretariat).worklists if str(s.title) == "Recommendations to be reviewed"]
    assert [(line.name, line.matter) for line in reviews.lines] == [
        ("1. Overdue", f"to be reviewed on {day(-40)}"),
        ("3. Today", f"to be reviewed on {day(0)}"),
    ]


def test_a_long_list_is_counted_whole_and_costs_the_same(secretariat):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            at_the_desk(secretariat)
        return len(queries)

    GatheringFactory(state="announced", began_on=day(1))
    with_one = cost()
    GatheringFactory.create_batch(40, state="announced", began_on=day(1))

    assert cost() == with_one
    assert (at_the_desk(secretariat).coming.count, at_the_desk(secretariat).coming.rest) == (41, 16)

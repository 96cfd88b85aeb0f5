"""The chart of the start page: its figures are counts of visible records, its bars fit the drawing."""

import pytest

from caucus_site.reports import activity
from tests.factories.advocacy import StatementFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory

pytestmark = pytest.mark.django_db


def test_nothing_is_drawn_of_nothing(secretariat):
    assert activity.by_year(secretariat) is None


def test_years_run_without_gaps_and_count_what_may_be_seen(secretariat, django_assert_num_queries):
    GatheringFactory.create_batch(2, began_on="2007")
    FactFindingMissionFactory(began_on="2009-04")
    StatementFactory(state="published", issued_on="2009")

    with django_assert_num_queries(3):
        chart = activity.by_year(secretariat)

    assert [(year.year, year.counts) for year in chart.years] == [
        (2007, (2, 0, 0)),
        (2008, (0, 0, 0)),
        (2009, (0, 1, 1)),
    ]
    assert chart.highest == 2
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width
        assert 0 <= bar.y <= bar.y + bar.height <= chart.height - chart.foot


def test_visitors_see_figures_of_published_matter_only():
    GatheringFactory(began_on="2007", is_public=False)

    assert activity.by_year(None) is None

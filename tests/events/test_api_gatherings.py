"""Gatherings over REST: what is shown, how they are found, and what is not told before its time."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Gathering
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, HOME, STAFF, marked
from tests.factories.events import (
    ActionItemFactory,
    ActionPlanFactory,
    AttendanceFactory,
    DecisionFactory,
    GatheringFactory,
    GatheringHostFactory,
    GatheringSeriesFactory,
    ProgrammeItemFactory,
)
from tests.factories.members import ChapterFactory, CountryFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

GATHERINGS = "/api/v1/gatherings"
SHOWN = ("title", "theme", "name", "place", "parallel_event", "summary", "text")


def found(query):
    return [row["id"] for row in Client().get(GATHERINGS + query).json()["results"]]


def test_a_gathering_with_all_that_is_shown():
    bangladesh = CountryFactory(code="BD", name="Bangladesh")
    series = GatheringSeriesFactory(name="Assemblies")
    forum = OrganisationFactory(forum=True, name="GFMD")
    gathering = GatheringFactory(
        public=True, title="Third assembly", kind="assembly", level="regional", theme="Safe migration", series=series,
        chapter=ChapterFactory(), began_on="2016-12-09", ended_on="2016-12-12", time_zone="Asia/Dhaka", place="Dhaka",
        starts_at=datetime.datetime(2016, 12, 9, 3, 30, tzinfo=datetime.UTC), country=bangladesh, parallel_to=forum,
        parallel_event="9th summit", summary="They met.",
    )  # fmt: skip
    host = GatheringHostFactory(gathering=gathering, role="host").organisation
    ProgrammeItemFactory(gathering=gathering, position=1, title="Opening", summary="Speeches.")
    DecisionFactory(gathering=gathering, number=1, text="To meet again.")
    AttendanceFactory(gathering=gathering, is_public=True)

    assert Client().get(f"{GATHERINGS}/{gathering.public_id}").json() == {
        "id": str(gathering.public_id),
        "title": "Third assembly",
        "kind": "assembly",
        "level": "regional",
        "theme": "Safe migration",
        "series": {"id": str(series.public_id), "name": "Assemblies"},
        "chapter": {"id": str(gathering.chapter.public_id), "name": gathering.chapter.name},
        "state": "held",
        "began_on": "2016-12-09",
        "ended_on": "2016-12-12",
        "starts_at": "2016-12-09T03:30:00Z",
        "ends_at": None,
        "time_zone": "Asia/Dhaka",
        "place": "Dhaka",
        "country": {"id": str(bangladesh.public_id), "name": "Bangladesh", "code": "BD"},
        "parallel_to": {"id": str(forum.public_id), "name": "GFMD"},
        "parallel_event": "9th summit",
        "summary": "They met.",
        "hosts": [{"organisation": {"id": str(host.public_id), "name": host.name}, "role": "host"}],
        "programme": [{"position": 1, "title": "Opening", "summary": "Speeches.", "starts_at": None, "ends_at": None}],
        "decisions": [{"number": 1, "text": "To meet again."}],
    }


def test_gatherings_are_found_by_what_where_and_when():
    dhaka = GatheringFactory(
        public=True, kind="assembly", level="regional", began_on="2016-12-09", ended_on="2016-12-12",
        country=CountryFactory(code="BD"), chapter=ChapterFactory(), series=GatheringSeriesFactory(),
    )  # fmt: skip
    year = GatheringFactory(public=True, kind="workshop", level="national", began_on="2013")

    assert found("") == [str(dhaka.public_id), str(year.public_id)]
    assert found("?country=BD") == [str(dhaka.public_id)]
    assert found("?kind=workshop") == found("?level=national") == [str(year.public_id)]
    assert found(f"?chapter={dhaka.chapter.public_id}") == [str(dhaka.public_id)]
    assert found(f"?series={dhaka.series.public_id}") == [str(dhaka.public_id)]
    assert found("?state=held") == found("")
    assert found("?from_on=2016-12-12") == [str(dhaka.public_id)]
    assert found("?from_on=2016-12-13") == []
    assert found("?until_on=2013-01-01") == found("?from_on=2013-06-01&until_on=2013-12-31") == [str(year.public_id)]
    assert found("?until_on=2012-12-31") == []


@pytest.fixture
def world():
    return readers.world()


def plant(row, **facts):
    gathering = marked(GatheringFactory, row, series=marked(GatheringSeriesFactory, row), **facts)
    marked(GatheringHostFactory, row, gathering=gathering)
    marked(ProgrammeItemFactory, row, gathering=gathering)
    marked(DecisionFactory, row, gathering=gathering)
    marked(AttendanceFactory, row, gathering=gathering, person=marked(PersonFactory, "participant"), is_public=True)
    marked(ActionItemFactory, row, plan=marked(ActionPlanFactory, row, gathering=gathering))
    return gathering


def test_gatherings_are_told_to_those_whom_they_concern_until_they_are_public(world):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    gatherings = {
        "public": plant("public", public=True),
        "planned": plant("planned", chapter=world.home),
        "announced_for_tomorrow": plant(
            "announced_for_tomorrow", chapter=world.home, public=True, published_at=tomorrow
        ),
        "of_nobody": plant("of_nobody", state=Gathering.State.HELD),
    }
    who_knows = {
        "public": EVERYBODY,
        "planned": HOME | STAFF,
        "announced_for_tomorrow": HOME | STAFF,
        "of_nobody": STAFF,
    }

    readers.assert_only_readers_learn(world.clients, GATHERINGS, gatherings, who_knows, shown=SHOWN)

    for name, knowing in who_knows.items():
        for reader in EVERYBODY - knowing:
            client = world.clients[reader]
            assert readers.finds_nothing_by(client, GATHERINGS, "series", gatherings[name].series), (reader, name)


def test_who_came_is_told_nowhere(world):
    plant("public", public=True)

    for client in world.clients.values():
        assert "participant" not in {row for row, _field in readers.told_to(client, GATHERINGS)}


def test_a_public_gathering_names_no_chapter_that_is_not_known_yet(world):
    forming = marked(ChapterFactory, "forming", state="forming")
    gathering = GatheringFactory(public=True, chapter=forming)

    for reader in EVERYBODY - STAFF - {"superadmin"}:
        client = world.clients[reader]
        assert client.get(f"{GATHERINGS}/{gathering.public_id}").json()["chapter"] is None, reader
        assert readers.finds_nothing_by(client, GATHERINGS, "chapter", forming), reader
    assert world.clients["secretariat"].get(f"{GATHERINGS}/{gathering.public_id}").json()["chapter"] == {
        "id": str(forming.public_id),
        "name": "canary.forming.name.",
    }

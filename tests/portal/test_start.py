"""The public start page: what the caucus is in its own words, and what is public of it."""

import pytest

from caucus_site.core.models import User
from tests.advocacy.worlds import two_chapters
from tests.factories.advocacy import StatementFactory
from tests.factories.events import FactFindingMissionFactory, MissionPlaceFactory
from tests.factories.members import ChapterFactory, RegionalCaucusFactory
from tests.portal.reading import Readers, client_of, cost, words

pytestmark = pytest.mark.django_db


def test_it_says_what_the_caucus_is_from_its_record(client):
    RegionalCaucusFactory(
        name="Caucus of the Sea", vision="Nobody pays for work.", type_note="An association. It cannot decide anything."
    )

    page = words(client.get("/"))

    assert "<h1>Caucus of the Sea</h1>" in page
    assert "Nobody pays for work." in page
    assert "An association." in page
    assert "It cannot decide anything." not in page
    assert "Sign in" in page


def test_it_stands_before_anything_is_on_record(client):
    page = words(client.get("/"))

    for said in (
        "No statement has been published yet.",
        "No mission has been published",
        "No chapter has been launched",
    ):
        assert said in page


def test_even_members_read_only_what_is_public_there():
    world = two_chapters()
    StatementFactory(published=True, title="Published")
    StatementFactory(open=True, title="Open canary")
    FactFindingMissionFactory(title="Plan canary", chapter=world.home)
    ChapterFactory(state="forming", name="Forming canary")

    readers = Readers(world.accounts, "/")

    assert readers.of("Published") == set(world.accounts)
    assert readers.of("canary") == set()


def test_it_costs_the_same_at_any_number_of_rows(client):
    def add(number):
        for _ in range(number):
            StatementFactory(published=True, chapter=ChapterFactory())
            MissionPlaceFactory(mission=FactFindingMissionFactory(public=True))

    add(5)
    at_five = cost(client_of(None), "/")
    add(60)
    assert cost(client_of(None), "/") == at_five


def test_an_account_whose_time_zone_is_unknown_here_reads_in_utc(sign_in, parliamentarian):
    User.objects.filter(pk=parliamentarian.pk).update(time_zone="Mars/Phobos")

    assert sign_in(parliamentarian).get("/").status_code == 200

"""The secretariat's pages about people, asked for as a browser asks, with few and with many people on record."""

from functools import partial
from urllib.parse import urlencode

from django.test import Client

from caucus_site.core.models import User
from members.models import Person
from tests.bench import people
from tests.bench.servers import switch_to
from tests.bench.table import Measure, median, milliseconds

LIST = "/admin/members/person/"
PICKER = {"app_label": "members", "model_name": "mandate", "field_name": "person"}
BAR = 3
WARM_UP = 2


def address(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def pages() -> dict[str, tuple[str, str, float | None]]:
    """By name: the address, a word that a right answer shows, and the bar."""
    picker = "/admin/autocomplete/"
    sought = Person.objects.get(name=people.SOUGHT)
    return {
        "people list": (LIST, "House of", BAR),
        "people list, second page": (address(LIST, p="2"), "House of", BAR),
        "search, as written": (address(LIST, q=people.SOUGHT), people.SOUGHT, BAR),
        "search, one word of the name": (address(LIST, q=people.SOUGHT.split()[1]), people.SOUGHT, BAR),
        "search, with a typo": (address(LIST, q=people.WITH_A_TYPO), people.SOUGHT, BAR),
        "search, in Khmer": (address(LIST, q=people.SOUGHT_IN_KHMER), people.SOUGHT, BAR),
        "search, a name that 2 in 100 bear": (address(LIST, q=people.COMMON), people.COMMON, None),
        "picker, just opened": (address(picker, **PICKER, term=""), "results", BAR),
        "picker, a word": (address(picker, **PICKER, term=people.SOUGHT.split()[1]), people.SOUGHT, BAR),
        "picker, with a typo": (address(picker, **PICKER, term=people.WITH_A_TYPO), people.SOUGHT, BAR),
        "page of a person": (f"{LIST}{sought.pk}/change/", people.SOUGHT, BAR),
    }


def measure(reader: User, small: str, large: str, rounds: int) -> list[Measure]:
    """Median of warmed requests, the two databases in turns so that the machine's moods meet both."""
    clients = {}
    for database in (small, large):
        switch_to(database)
        clients[database] = Client()
        clients[database].force_login(reader)
    found = []
    for name, (url, word, bar) in pages().items():
        taken: dict[str, list[float]] = {small: [], large: []}
        for _round in range(rounds):
            for database, client in clients.items():
                switch_to(database)
                for _time in range(WARM_UP):
                    check(client, url, word)
                taken[database].append(milliseconds(partial(client.get, url)))
        found.append(Measure(name, median(taken[small]), median(taken[large]), bar))
    return found


def check(client: Client, url: str, word: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200 or word not in answer.content.decode():
        raise AssertionError(f"{url} answered {answer.status_code} without “{word}”: there is nothing to measure.")

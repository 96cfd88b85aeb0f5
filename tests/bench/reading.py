"""Reading over HTTP through a real web server: our API beside a plain viewset over the same rows."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from members.models import Person
from tests.bench import people
from tests.bench.servers import switch_to
from tests.bench.table import Measure, median, milliseconds

PAGE = 200
WARM_UP = 5
STARTS_WITHIN = 60
ONE, MANY = "API: one person", f"API: {PAGE} people"
# A single answer is quick, and so needs many before its median stands still.
IN_A_ROUND = {ONE: 20, MANY: 4}


def measure(database: str, rounds: int) -> list[Measure]:
    """Medians of requests in turns; the first duration is the plain viewset's, the second ours."""
    switch_to(database)
    key = Person.objects.visible_to(None).exclude(name=people.SOUGHT).earliest("pk").public_id
    found = []
    with web_server(database) as browser:
        for name, pair in addresses(key).items():
            says_the_same(*(browser(address) for address in pair))
            for address in pair * WARM_UP:
                browser(address)
            taken: tuple[list[float], list[float]] = ([], [])
            for _turn in range(rounds * IN_A_ROUND[name]):
                for address, durations in zip(pair, taken, strict=True):
                    durations.append(milliseconds(lambda address=address: browser(address)))
            found.append(Measure(f"{name}, by a plain viewset and by ours", median(taken[0]), median(taken[1]), 1))
    return found


def addresses(key: object) -> dict[str, tuple[str, str]]:
    return {
        ONE: (f"/plain/people/{key}", f"/api/v1/people/{key}"),
        MANY: (f"/plain/people?limit={PAGE}", f"/api/v1/people?page_size={PAGE}"),
    }


def says_the_same(plain: bytes, ours: bytes) -> None:
    """As much of as many people: otherwise the two are not the same work."""
    one, other = json.loads(plain), json.loads(ours)
    if "results" in other:
        if not len(one["results"]) == len(other["results"]) == PAGE:
            raise AssertionError("The pages are not of the same length.")
        # Whom the public may not see is on the plain page only.
        plain_people = {person["id"]: person for person in one["results"]}
        pairs = [(plain_people[p["id"]], p) for p in other["results"] if p["id"] in plain_people]
    else:
        pairs = [(one, other)]
    if not pairs or any(_filled(plain_one) != _filled(our_one) for plain_one, our_one in pairs):
        raise AssertionError("The two views do not say the same of a person.")


def _filled(value: object) -> object:
    """Without what a plain serializer writes as empty text and we as null."""
    if isinstance(value, dict):
        return {name: _filled(inner) for name, inner in value.items() if inner not in ("", None)}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value


@contextmanager
def web_server(database: str):  # type: ignore[no-untyped-def]
    """One granian worker on the database, as production runs it, and what asks it for an address on one connection."""
    root = Path(__file__).resolve().parents[2]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", 1]
    process = subprocess.Popen(
        [*map(str, command), "--blocking-threads", "1", "--log-level", "error", "tests.bench.site:application"],
        cwd=root,
        env={**os.environ, "CAUCUS_DATABASE_URL": _address_of(database), "PYTHONPATH": str(root)},
    )
    try:
        yield _Browser(port, process)
    finally:
        process.terminate()
        process.wait()


class _Browser:
    def __init__(self, port: int, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            try:
                self.connection.connect()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError("The web server does not start.") from None
                time.sleep(0.1)

    def __call__(self, address: str) -> bytes:
        self.connection.request("GET", address, headers={"Host": "localhost", "Accept": "application/json"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{address} answered {answer.status}: there is nothing to measure.")
        return body


def _address_of(database: str) -> str:
    return urlsplit(os.environ["CAUCUS_DATABASE_URL"])._replace(path=f"/{database}").geturl()

"""The whole of `manage.py run`, with real processes and real deaths."""

import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from caucus_site.core.servers.places import CHECKOUT
from tests.core.servers.conftest import kill, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(var, bare_environment, port):
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--no-seed"],
            cwd=CHECKOUT,
            env=bare_environment | {"CAUCUS_VAR": str(var), "CAUCUS_PORT": str(port)},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def said_until_ready(running):
    said = ""
    for line in running.stdout:
        said += line
        if line.startswith("ready"):
            return said
    raise AssertionError(f"never ready:\n{said}")


def everything_of(var):
    """Processes whose environment or command names this trial's folder; the servers get no environment of ours."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(var).encode() in environment or str(var) in command:
            found[int(entry.name)] = command
    return found


def pids_of(var, *words):
    """Oldest first: the process that started the others, then those it started."""
    return sorted(
        pid
        for pid, command in everything_of(var).items()
        if all(word in command for word in words) and "core.servers.child" not in command
    )


def test_run_serves_and_ctrl_c_ends_everything(run, var, port):
    running = run()
    said = said_until_ready(running)

    assert f"http://127.0.0.1:{port}/" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200

    second = run()
    refusal, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"already running in this checkout at http://127.0.0.1:{port}/ (process {running.pid})" in refusal

    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    assert running.returncode == 0
    assert everything_of(var) == {}


@pytest.mark.parametrize(
    ("name", "words", "which"),
    [
        ("web", ["granian"], 0),
        ("web", ["granian"], -1),
        ("worker", ["celery", "worker"], 0),
        ("beat", ["celery", "beat"], 0),
    ],
)
def test_a_service_that_dies_is_named_and_takes_the_others_along(run, var, name, words, which):
    running = run()
    said_until_ready(running)

    kill(pids_of(var, *words)[which])

    said, _ = running.communicate(timeout=30)
    assert running.returncode == 1
    assert f"{name} ended" in said
    assert everything_of(var) == {}


@pytest.mark.parametrize("also", ["nothing else", "watchers", "keepers"])
def test_nothing_is_left_when_run_itself_is_killed(run, var, also):
    running = run()
    said_until_ready(running)
    victims = {"watchers": "core.servers.child", "keepers": "core.servers.keeper"}.get(also)

    kill(running.pid)
    for pid, command in everything_of(var).items():
        if victims and victims in command:
            kill(pid)
    running.wait()

    wait_for(lambda: everything_of(var) == {}, within=20)


def test_a_database_that_dies_ends_the_run(run, var):
    running = run()
    said_until_ready(running)

    kill(pids_of(var, "postgres", "-D")[0])

    said, _ = running.communicate(timeout=30)
    assert running.returncode == 1
    assert "The private postgres ended" in said
    assert everything_of(var) == {}


def test_a_taken_port_is_refused_in_a_sentence(run, port):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        running = run()
        said, _ = running.communicate(timeout=60)

    assert running.returncode == 1
    assert f"Port {port} is taken" in said
    assert "CAUCUS_PORT=" in said
    assert "Traceback" not in said

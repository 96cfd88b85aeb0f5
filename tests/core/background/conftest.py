"""Real workers, beats, mail server and Valkey for the tests of what happens in the background."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.db import connection

from caucus_site.celery import app
from caucus_site.core import doorbell
from caucus_site.core.servers import attachments
from caucus_site.core.servers.places import CHECKOUT
from tests.core.background import deeds  # noqa: F401  (registers the errands of the tests)
from tests.core.background.mail_server import MailServer, serve

# Intervals that leave nobody waiting. A letter's lease still outlasts any conversation, on a machine that is busy too.
QUICK = {
    "CAUCUS_SWEEP_SECONDS": "1",
    "CAUCUS_ERRAND_LEASE_SECONDS": "1",
    "CAUCUS_ERRAND_PAUSE_SECONDS": "1",
    "CAUCUS_LETTER_LEASE_SECONDS": "8",
    "CAUCUS_POST_PAUSE_SECONDS": "1",
}


@pytest.fixture
def mail_server():
    server = MailServer()
    served = serve(server)
    served.start()
    server.port = served.port
    yield server
    served.stop()


@pytest.fixture
def by_smtp(mail_server, settings):
    """This very process sends to the mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 5
    return mail_server


class Valkey:
    """A private one that can be taken away and come back empty."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="caucus-background-"))
        self.folder.chmod(0o711)
        self.joined = []

    def start(self):
        self.joined = attachments.join(["redis"], var=self.folder, throwaway=True)
        (self.attachment,) = self.joined
        self.client = redis.Redis.from_url(self.attachment.url)

    def stop(self):
        attachments.leave(self.joined)
        self.joined = []

    @property
    def broker(self):
        return self.attachment.url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")

    def queued(self):
        return self.client.llen("celery")


@pytest.fixture(scope="module")
def one_valkey():
    valkey = Valkey()
    valkey.start()
    yield valkey
    valkey.stop()
    with suppress(OSError):
        valkey.folder.rmdir()


@pytest.fixture
def valkey(one_valkey, monkeypatch):
    """The one that this process rings at too."""
    if not one_valkey.joined:
        one_valkey.start()
    one_valkey.client.flushall()
    monkeypatch.setattr(app.conf, "broker_url", one_valkey.broker)
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    return one_valkey


class Background:
    """Workers and beats on the test's database, with what they said."""

    def __init__(self, environment, folder):
        self.environment = environment
        self.folder = folder
        self.running = []

    def worker(self, **variables):
        return self.start("worker", "-c", "2", "--without-gossip", "--without-mingle", **variables)

    def beat(self, **variables):
        schedule = self.folder / f"beat-{len(self.running)}"
        return self.start("beat", "--pidfile", "", "--schedule", str(schedule), **variables)

    def start(self, *command, **variables):
        log = self.folder / f"{command[0]}-{len(self.running)}.log"
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "caucus_site.celery", *command, "--loglevel", "INFO"],
            cwd=CHECKOUT,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        process.log = log
        self.running.append(process)
        return process

    def stop(self):
        for process in self.running:
            kill_all_of(process)
            process.wait()

    def said(self):
        return "\n".join(f"--- {process.log.name}\n{process.log.read_text()[-3000:]}" for process in self.running)


@pytest.fixture
def background(transactional_db, valkey, mail_server, tmp_path):
    database = connection.settings_dict
    host = f"{quote(database['HOST'], safe='')}{':' + str(database['PORT']) if database['PORT'] else ''}"
    secret = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    running = Background(
        os.environ
        | QUICK
        | {
            "DJANGO_SETTINGS_MODULE": "tests.core.background.settings",
            "CAUCUS_DATABASE_URL": f"postgres://{database['USER']}{secret}@{host}/{database['NAME']}",
            "CAUCUS_REDIS_URL": valkey.attachment.url,
            "CAUCUS_TEST_SMTP_PORT": str(mail_server.port),
            "PYTHONWARNINGS": "ignore",
            # They ask for every address of the site; the worker starts in half the time without.
            "CELERY_SKIP_CHECKS": "1",
        },
        tmp_path,
    )
    yield running
    running.stop()


def children_of(process):
    try:
        return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    except OSError:
        return []


def kill_children_of(process):
    for pid in children_of(process):
        kill(pid)


def kill_all_of(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until(condition, *, within, said=lambda: ""):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not so within {within} s\n{said()}"
        time.sleep(0.05)

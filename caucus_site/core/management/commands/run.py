"""`make run`: the whole of Caucus in one terminal, with one Ctrl-C."""

import importlib.util
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from caucus_site.core.servers import VAR, attachments, processes
from caucus_site.core.servers.services import AlreadyRunning, OnePerCheckout, ServiceEnded, Services

HOST = "127.0.0.1"
READY_TAKES_AT_MOST = 90
# Beat's rounds, each told by beat and by the worker. What they find is told by other lines.
EVERY_FEW_SECONDS = ("(core.sweep)", "core.sweep[", "(reports.fire_due)", "reports.fire_due[")


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


class Command(BaseCommand):
    help = "Start everything Caucus needs: migrations, seeds, then web, worker and beat until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-seed", action="store_true", help="leave the data as it is")
        parser.add_argument("--port", type=int, default=os.environ.get("CAUCUS_PORT") or 8000)

    def handle(self, *, no_seed: bool, port: int, **options: Any) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self.ask_to_stop)
        if "MAKELEVEL" in os.environ:
            # Whoever kills make -9 means what it started.
            processes.signal_when_parent_dies(signal.SIGTERM, os.getppid())
        started = time.monotonic()
        address = f"http://{HOST}:{port}/"
        mail_port = free_port()
        services = Services(commands(port, mail_port), folder=settings.BASE_DIR, unsaid=EVERY_FEW_SECONDS)
        try:
            self.only_one = OnePerCheckout(VAR / "servers", address)
            refuse_taken_port(port)
            self.prepare_data(seed=not no_seed)
            # Links in letters lead to this site.
            os.environ.setdefault("CAUCUS_BASE_URL", address.rstrip("/"))
            os.environ.setdefault("CAUCUS_DEBUG", "false")
            if "mail" in services.commands:
                os.environ["CAUCUS_EMAIL_URL"] = f"smtp://{HOST}:{mail_port}"
            self.say("Starting web, worker and beat.")
            # True of any Redis; ours is reached by a socket that only its owner can open.
            os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
            services.start()
            wait_until_ready(f"{address}readyz", services)
            self.show_sign_ins(address)
            if "mail" in services.commands:
                self.say(f"Letters are kept, not sent: {address}mail/")
            self.say(f"ready after {time.monotonic() - started:.0f} s: {address} (Ctrl-C stops everything)")
            watch(services)
        except StopAsked:
            self.say("\nStopping.")
            code = 0
        except AlreadyRunning as refusal:
            raise CommandError(str(refusal)) from None
        except ServiceEnded as ended:
            self.stderr.write(f"{ended} Stopping everything else.")
            code = 1
        finally:
            for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(signum, signal.SIG_IGN)
            services.stop()
        sys.exit(code)

    def prepare_data(self, *, seed: bool) -> None:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if pending:
            self.say(f"Bringing the database up to date: {pending} migrations.")
        call_command("migrate", verbosity=0, interactive=False)
        if seed and "seed" in get_commands():
            call_command("seed")
            call_command("seed", "--demo")
        connections.close_all()

    def show_sign_ins(self, address: str) -> None:
        """What to open as whom, door by door, and how to ask the API."""
        sign_ins = VAR / "demo-sign-ins.txt"
        rows = [line.split("\t") for line in sign_ins.read_text().splitlines()] if sign_ins.exists() else []
        people = [row for row in rows if not row[-1].startswith("/api/")]
        keys = [row for row in rows if row[-1].startswith("/api/")]
        for door in dict.fromkeys(row[-1] for row in people):
            self.say(f"Sign in at {address.rstrip('/')}{door} as")
            for role, email, password, of_door in people:
                if of_door == door:
                    self.say(f"  {role:<23} {email:<38} {password}")
        for _role, *_who, key, door in keys:
            self.say("Ask the API as a partner system:")
            self.say(f"  curl -H 'Authorization: Bearer {key}' '{address.rstrip('/')}{door}people?page_size=2'")
            self.say(f"  (what there is: {address.rstrip('/')}{door}docs)")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def ask_to_stop(self, *_: Any) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        raise StopAsked


def commands(port: int, mail_port: int) -> dict[str, Sequence[str]]:
    """What runs, by name. Whoever names a mail server of their own, or lacks the sink's library, gets no sink."""
    programs = Path(sys.executable).parent
    celery = [str(programs / "celery"), "--quiet", "-A", "caucus_site.celery"]
    sink: dict[str, Sequence[str]] = {
        "mail": [sys.executable, "-m", "caucus_site.core.servers.mail_sink", str(mail_port), str(VAR / "mail")]
    }
    wants_sink = "CAUCUS_EMAIL_URL" not in os.environ and importlib.util.find_spec("aiosmtpd") is not None
    return (sink if wants_sink else {}) | {
        "web": [
            str(programs / "granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port),
            "--workers", "1", "--blocking-threads", "1", "caucus_site.wsgi:application",
        ],
        "worker": [*celery, "worker", "-c", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(VAR / "beat-schedule")],
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                f"Port {port} is taken by another program; choose another one with CAUCUS_PORT={port + 1} make run."
            ) from None


def wait_until_ready(url: str, services: Services) -> None:
    deadline = time.monotonic() + READY_TAKES_AT_MOST
    answer = "nothing"
    web_is_ready = False
    while time.monotonic() < deadline:
        services.check()
        try:
            if not web_is_ready:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                    web_is_ready = True
        except urllib.error.HTTPError as refusal:
            answer = str(refusal)
        except OSError:
            pass
        if web_is_ready and services.has_said("worker", "ready."):
            return
        time.sleep(0.1)
    if web_is_ready:
        raise ServiceEnded(f"worker was not ready within {READY_TAKES_AT_MOST} s.")
    raise ServiceEnded(f"web was not ready within {READY_TAKES_AT_MOST} s (last answer: {answer}).")


def watch(services: Services) -> None:
    kept = [attachment for attachment in attachments.held if attachment.is_kept()]
    while True:
        services.check()
        for attachment in kept:
            if not attachment.is_kept():
                raise ServiceEnded(f"The private {attachment.name} ended (see {attachment.log}).")
        time.sleep(0.2)

"""Web, worker and beat side by side in one terminal: all of them, or none."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from caucus_site.core.servers import processes
from caucus_site.core.servers.locks import Lock

STOP_TAKES_AT_MOST = 10


class ServiceEnded(Exception):
    """One of the services ended by itself."""


class AlreadyRunning(Exception):
    """Another `run` of this checkout is up; the message says where."""


class Services:
    """Started together, stopped together. Their lines come out behind their names."""

    def __init__(self, commands: dict[str, Sequence[str]], *, folder: Path, unsaid: Sequence[str] = ()) -> None:
        self.commands = commands
        self.unsaid = unsaid  # words of lines that would fill the terminal with nothing new
        self.folder = folder
        self.started: dict[str, subprocess.Popen[str]] = {}
        self.readers: list[threading.Thread] = []
        self.first_lines: dict[str, list[str]] = {name: [] for name in commands}

    def start(self) -> None:
        # A service whose watcher is killed comes up as ours, and stop() ends it.
        processes.adopt_orphans()
        for name, command in self.commands.items():
            watched = [sys.executable, "-m", "caucus_site.core.servers.child", str(os.getpid()), *command]
            self.started[name] = subprocess.Popen(
                watched,
                cwd=self.folder,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,  # Ctrl-C is for us alone; we stop them in order
            )
        for name, process in self.started.items():
            reader = threading.Thread(target=self.show, args=(name, process.stdout), daemon=True)
            reader.start()
            self.readers.append(reader)

    def has_said(self, name: str, words: str) -> bool:
        return any(words in line for line in self.first_lines[name])

    def check(self) -> None:
        for name, process in self.started.items():
            if (code := process.poll()) is not None:
                by = f"killed by {signal.Signals(code - 128).name}" if code > 128 else f"exit code {code}"
                raise ServiceEnded(f"{name} ended ({by}).")

    def show(self, name: str, lines: IO[str] | None) -> None:
        for line in lines or ():
            if len(self.first_lines[name]) < 200:
                self.first_lines[name].append(line)
            if line.strip() and not any(words in line for words in self.unsaid):
                # The terminal may be gone; the service must not wait for it.
                with suppress(BrokenPipeError, ValueError):
                    sys.stdout.write(f"{name:<6} | {line.rstrip()}\n")
                    sys.stdout.flush()

    def stop(self) -> None:
        for process in self.started.values():
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_TAKES_AT_MOST
        for process in self.started.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        self.end_what_is_left()
        for reader in self.readers:
            reader.join(1)

    def end_what_is_left(self) -> None:
        """Only watchers that did not end, and services whose watcher was killed: the keepers of servers stay."""
        ours = {process.pid for process in self.started.values()}
        for pid in processes.children():
            if pid in ours or session_of(pid) in ours:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def address_of_run(folder: Path) -> str | None:
    """Where this checkout's `run` is up, or None."""
    try:
        said = json.loads((folder / "run.lock").read_text())
        os.kill(said["process"], 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(said["address"])


class OnePerCheckout:
    """Holds the right to be this checkout's only `run`, and tells others where it is."""

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = Lock(folder / "run.lock")
        if not self.lock.try_to_hold():
            self.lock.file.seek(0)
            other = {}
            with suppress(ValueError):
                other = json.loads(self.lock.file.read())
            raise AlreadyRunning(
                f"Caucus is already running in this checkout at {other.get('address', 'an unknown address')} "
                f"(process {other.get('process', 'unknown')}); end it there with Ctrl-C first."
            )
        self.lock.file.truncate(0)
        json.dump({"address": address, "process": os.getpid()}, self.lock.file)
        self.lock.file.flush()

"""Needing a private server: adopt the running one or start it, and hold on to it until it is not needed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caucus_site.core.servers.locks import Lock
from caucus_site.core.servers.places import CHECKOUT, Place, ServerUser
from caucus_site.core.servers.refusals import ServersUnavailable

VARIABLES = {"postgres": "CAUCUS_DATABASE_URL", "redis": "CAUCUS_REDIS_URL"}

held: list["Attachment"] = []


@dataclass
class Attachment:
    """One process's hold on one server. The server stays for as long as anybody holds on to it."""

    name: str
    var: Path
    throwaway: bool = False
    url: str = ""
    adopted: bool = True
    state: Path = field(init=False)

    def __post_init__(self) -> None:
        self.state = Place.under(self.var, ServerUser.for_this_process()).state
        self.starting: subprocess.Popen[str] | None = None
        try:
            self.door = Lock(self.state / f"{self.name}.door")
            self.users = Lock(self.state / f"{self.name}.users")
        except PermissionError as problem:
            raise ServersUnavailable(f"{problem.filename} belongs to another user; run as that user.") from None

    @property
    def log(self) -> Path:
        return self.state / f"{self.name}.log"

    @property
    def variable(self) -> str:
        return VARIABLES[self.name]

    def come_in(self) -> None:
        self.door.hold()
        self.users.share()
        if not self.is_kept():
            self.start_keeper()

    def learn_address(self) -> None:
        try:
            while not self.url:
                if self.starting is not None:
                    self.listen_to_keeper(self.starting)
                elif not self.is_kept():
                    self.start_keeper()
                else:  # somebody else's keeper, perhaps still at its start
                    self.url = str(self.announced().get("url", ""))
                    time.sleep(0 if self.url else 0.02)
        finally:
            self.door.close()

    def listen_to_keeper(self, keeper: "subprocess.Popen[str]") -> None:
        assert keeper.stdout is not None  # noqa: S101
        with keeper.stdout as answer:
            line = answer.readline()
        said = json.loads(line) if line else {}
        if "refusal" in said:
            raise ServersUnavailable(said["refusal"])
        if "busy" in said:
            self.starting = None
            return
        if "url" not in said:
            raise ServersUnavailable(f"The keeper of the private {self.name} ended at once; see {self.log}.")
        self.url = said["url"]
        self.adopted = False

    def start_keeper(self) -> None:
        command = [sys.executable, "-m", "caucus_site.core.servers.keeper", self.name, str(self.var)]
        if self.throwaway:
            command.append("--throwaway")
        self.starting = subprocess.Popen(
            command, cwd=CHECKOUT, text=True, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )

    def is_starting(self) -> bool:
        """Whether the keeper we started is there at all, be it before it took its lock."""
        return self.starting is not None and self.starting.poll() is None

    def is_kept(self) -> bool:
        lock = Lock(self.state / f"{self.name}.keeper")
        try:
            return not lock.try_to_share()
        finally:
            lock.close()

    def announced(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            return dict(json.loads((self.state / f"{self.name}.address").read_text()))
        return {}

    def is_last(self) -> bool:
        with suppress(FileNotFoundError):  # a throwaway server takes its folder with it
            lock = Lock(self.state / f"{self.name}.users")
            try:
                # Not even a share to be had: the keeper itself holds it, on its way out.
                return lock.try_to_hold() or not lock.try_to_share()
            finally:
                lock.close()
        return True

    def wait_until_gone(self, *, within: float) -> None:
        deadline = time.monotonic() + within
        with suppress(FileNotFoundError):
            while self.is_last() and (self.is_starting() or self.is_kept()) and time.monotonic() < deadline:
                time.sleep(0.02)


def missing_from_environment() -> list[str]:
    return [name for name, variable in VARIABLES.items() if not os.environ.get(variable)]


def join(names: Sequence[str], *, var: Path, throwaway: bool = False) -> list[Attachment]:
    """Hold on to these servers, starting side by side what does not run yet."""
    joined: list[Attachment] = []
    try:
        for name in names:
            joined.append(Attachment(name, var / name if throwaway else var, throwaway))
            joined[-1].come_in()
        for attachment in joined:
            attachment.learn_address()
    except BaseException:
        for attachment in joined:
            attachment.door.close()
        leave(joined)
        raise
    held.extend(joined)
    return joined


def leave(joined: Sequence[Attachment]) -> None:
    """Let go, and if nobody else holds on, wait until the servers are gone."""
    for attachment in joined:
        attachment.users.close()
        if attachment in held:
            held.remove(attachment)
    for attachment in joined:
        attachment.wait_until_gone(within=15)

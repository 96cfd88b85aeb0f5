"""Keeps one private server: starts it, tells its address, stops it when nobody needs it any longer.

Started in a session of its own by whoever needs the server first (`attachments.py`), so that no Ctrl-C and no command's
end reaches it. Four locks carry all that is known about who lives:

- `door`: held while somebody comes in, and while the keeper decides to leave. Nobody can come in during that.
- `users`: shared by everyone who needs the server.
- `keeper`: held by the keeper.
- `server`: inherited by the server and all its children, so that a new keeper cannot start beside an old server.
"""

import argparse
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from caucus_site.core.servers import processes
from caucus_site.core.servers.locks import Lock
from caucus_site.core.servers.places import Place, ServerUser, starting_as
from caucus_site.core.servers.postgres import Postgres
from caucus_site.core.servers.redis import Redis
from caucus_site.core.servers.refusals import ServersUnavailable

SERVERS: dict[str, type[Postgres] | type[Redis]] = {server.name: server for server in (Postgres, Redis)}
START_TAKES_AT_MOST = 60
STOP_TAKES_AT_MOST = 10
LOG_GROWS_TO = 5_000_000

log = logging.getLogger("caucus.servers")


class Keeper:
    def __init__(self, name: str, var: Path, *, throwaway: bool) -> None:
        self.var = var
        self.name = name
        self.throwaway = throwaway
        self.asked_to_stop = False
        self.running: subprocess.Popen[bytes] | None = None
        self.user = ServerUser.for_this_process()
        self.place = Place.under(var, self.user)
        self.address = self.place.state / f"{name}.address"
        # Attributes, because they must be held until this process has ended.
        self.own_lock = Lock(self.place.state / f"{name}.keeper")
        self.door = Lock(self.place.state / f"{name}.door")
        self.users = Lock(self.place.state / f"{name}.users")

    def start(self) -> str:
        server = SERVERS[self.name](self.place, self.user, throwaway=self.throwaway)
        self.server = server
        lock = Lock(self.place.state / f"{self.name}.server")
        if not lock.try_to_hold(within=STOP_TAKES_AT_MOST):
            raise ServersUnavailable(f"An earlier private {self.name} is still running; end it and try again.")
        server.prepare()
        self.running = subprocess.Popen(
            server.command,
            stdout=sys.stderr,
            stderr=sys.stderr,
            start_new_session=True,
            pass_fds=[lock.file.fileno()],
            preexec_fn=processes.dying_with_parent(server.stop_signal),
            **starting_as(self.user),
        )
        lock.close()
        deadline = time.monotonic() + START_TAKES_AT_MOST
        while not server.is_ready(self.running.pid):
            if self.running.poll() is not None or time.monotonic() > deadline or self.asked_to_stop:
                reason = log_path(self.place, self.name)
                raise ServersUnavailable(f"The private {self.name} did not start; {reason} says why at its end.")
            time.sleep(0.02)
        announcement = json.dumps({"url": server.url, "keeper": os.getpid(), "server": self.running.pid})
        partial = self.address.with_suffix(".partial")
        partial.write_text(announcement)
        partial.rename(self.address)
        log.info("Keeping %s, process %s.", server.command[0], self.running.pid)
        return announcement

    def keep(self) -> None:
        """Return when the last user has left (and then nobody can come in), or the server has died."""
        while not self.asked_to_stop:
            if self.running is None or self.running.poll() is not None:
                log.error("The private %s died.", self.name)
                return
            if self.door.try_to_hold():
                if self.users.try_to_hold():
                    return
                self.door.let_go()
            time.sleep(0.1)

    def stop(self) -> None:
        self.address.unlink(missing_ok=True)
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(self.server.stop_signal)
            try:
                self.running.wait(STOP_TAKES_AT_MOST)
            except subprocess.TimeoutExpired:
                self.running.send_signal(self.server.insist_signal)
        processes.end_children(grace=2)
        if self.throwaway:
            for folder in (self.place.data, self.place.sockets.parent, self.var):
                shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # the other server's keeper may still be at work in it
                self.var.parent.rmdir()

    def note_signal(self, *_: Any) -> None:
        self.asked_to_stop = True


def log_path(place: Place, name: str) -> Path:
    return place.state / f"{name}.log"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("server", choices=sorted(SERVERS))
    parser.add_argument("var", type=Path)
    parser.add_argument("--throwaway", action="store_true")
    options = parser.parse_args()
    processes.adopt_orphans()
    try:
        keeper = Keeper(options.server, options.var, throwaway=options.throwaway)
        # Somebody who looks whether a keeper is alive holds its lock for an instant.
        if not keeper.own_lock.try_to_hold(within=1):
            tell(json.dumps({"busy": True}))
            return 0
    except ServersUnavailable as refusal:
        tell(json.dumps({"refusal": str(refusal)}))
        return 1
    log_to(log_path(keeper.place, keeper.name))
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, keeper.note_signal)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    keeper.address.unlink(missing_ok=True)
    try:
        announcement = keeper.start()
        tell(announcement)
        keeper.keep()
    except ServersUnavailable as refusal:
        log.error("%s", refusal)  # noqa: TRY400 - the sentence says it all
        tell(json.dumps({"refusal": str(refusal)}))
        return 1
    finally:
        keeper.stop()
    return 0


def log_to(path: Path) -> None:
    """From here on standard error is the log, for the server as well."""
    file = path.open("a")
    if file.tell() > LOG_GROWS_TO:
        file.truncate(0)
    os.dup2(file.fileno(), sys.stderr.fileno())
    file.close()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")


def tell(line: str) -> None:
    """Answer whoever started us, who may have been killed meanwhile; then keep no pipe of his open."""
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    # At once: the interpreter's own farewell would let go of the locks while the process is still there.
    os._exit(code)

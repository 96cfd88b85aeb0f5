"""The private PostgreSQL: one folder per major version, one ordinary role, reached by a socket only."""

import locale
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from caucus_site.core.servers.binaries import PostgresBinaries, find_postgres
from caucus_site.core.servers.places import Place, ServerUser, private_folder, starting_as
from caucus_site.core.servers.refusals import ServersUnavailable

# Not a superuser: as owner it may create the trusted extensions we use, and CREATEDB is for test databases.
CREATE_ROLE_AND_DATABASE = "CREATE ROLE caucus LOGIN CREATEDB;\nCREATE DATABASE caucus OWNER caucus;\n"


class Postgres:
    name: ClassVar = "postgres"
    variable: ClassVar = "CAUCUS_DATABASE_URL"
    stop_signal: ClassVar = signal.SIGINT  # "fast": ends sessions, loses nothing committed
    insist_signal: ClassVar = signal.SIGQUIT

    def __init__(self, place: Place, user: ServerUser | None, *, throwaway: bool) -> None:
        self.place = place
        self.user = user
        self.throwaway = throwaway
        self.binaries = find_postgres(user)
        self.data = place.data / f"postgres-{self.binaries.major}"

    @property
    def url(self) -> str:
        # As host, not as ?host=: Django's dbshell, too, finds it there.
        return f"postgres://caucus@{quote(str(self.place.sockets), safe='')}/caucus"

    def prepare(self) -> None:
        if self.data.exists():
            private_folder(self.data, self.user)
            self.refuse_other_major()
        else:
            self.create_cluster()

    def refuse_other_major(self) -> None:
        stamp = self.data / "PG_VERSION"
        found = stamp.read_text().strip() if stamp.exists() else "an unknown version"
        if found != str(self.binaries.major):
            raise ServersUnavailable(
                f"{self.data} holds data of PostgreSQL {found}, which PostgreSQL {self.binaries.major} cannot read. "
                "Run 'make reset' to start again with an empty database."
            )

    def create_cluster(self) -> None:
        # Made under another name first: a start cut short must not leave half a cluster under the right one.
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        private_folder(unfinished, self.user)
        self.run(
            self.binaries.initdb, "-D", unfinished, "--username=postgres", "--auth=trust", "--encoding=UTF8",
            *locale_flags(self.binaries), "--no-sync", "--no-instructions",
        )  # fmt: skip
        self.run(self.binaries.postgres, "--single", "-D", unfinished, "postgres", statements=CREATE_ROLE_AND_DATABASE)
        unfinished.rename(self.data)

    def run(self, *command: str | Path, statements: str = "") -> None:
        arguments = starting_as(self.user)
        del arguments["stdin"]
        done = subprocess.run(
            command, input=statements, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            **arguments,
        )  # fmt: skip
        # A single-user backend reports a failed statement in words only.
        if done.returncode or "ERROR:" in done.stdout:
            said = [line for line in done.stdout.splitlines() if line.strip()]
            raise ServersUnavailable(
                f"PostgreSQL could not create its files in {self.data}: {said[-1] if said else done.returncode}"
            )

    @property
    def command(self) -> list[str | Path]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self.throwaway:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.binaries.postgres, "-D", self.data, *flags]

    def is_ready(self, pid: int) -> bool:
        """The server writes its state as the eighth line of its pid file: what pg_ctl goes by, too."""
        with suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"
        return False


def locale_flags(binaries: PostgresBinaries) -> list[str]:
    """The same case folding and trigrams of non-Latin text everywhere, whatever the caller's LANG says."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    # The builtin provider folds case, but pg_trgm asks the C library what a letter is: under C none but ASCII's are.
    for name in ("C.UTF-8", "en_US.UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            return [*builtin, f"--locale={name}"]
    raise ServersUnavailable("PostgreSQL needs the locale C.UTF-8 or en_US.UTF-8, and this machine has neither.")

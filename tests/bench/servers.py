"""A private PostgreSQL that writes to disk as in production, with one database for each size."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caucus_site.core.servers import attachments
from caucus_site.core.servers.places import data_folders


@contextmanager
def private_postgres() -> Iterator[str]:
    """Its address. Afterwards nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="caucus-bench-"))
    folder.chmod(0o711)  # root's server user must pass through; what lies inside is closed
    var = folder / "var"
    # Not a throwaway server: those do not wait for the disk, and commits are part of what is measured.
    joined = attachments.join(["postgres"], var=var)
    try:
        yield joined[0].url
    finally:
        attachments.leave(joined)
        for outside in data_folders(var):
            shutil.rmtree(outside, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def copy_database(name: str) -> None:
    """Another database that is like the present one."""
    from django.db import connection

    present = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{present}"')


def switch_to(name: str) -> None:
    from django.db import connection

    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name

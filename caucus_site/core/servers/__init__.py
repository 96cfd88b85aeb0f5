"""Private PostgreSQL and Redis (or Valkey) for a checkout that has none configured.

Each server runs under a keeper, a small process of its own (`keeper.py`). Whoever needs the server holds a shared lock;
the keeper stops it when nobody holds that lock any longer. A lock is let go by the kernel even after `kill -9`, so
commands may come, overlap and die in any order: the server outlives the first and does not outlive the last.

Django is not imported here: `manage.py` attaches before it knows its settings.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from caucus_site.core.servers import attachments
from caucus_site.core.servers.places import VAR
from caucus_site.core.servers.refusals import ServersUnavailable

__all__ = ["VAR", "attached"]


@contextmanager
def attached(argv: Sequence[str] = (), *, var: Path = VAR) -> Iterator[list[attachments.Attachment]]:  # noqa: ARG001
    """Have both servers reachable through CAUCUS_DATABASE_URL and CAUCUS_REDIS_URL while the body runs.

    A variable that is already set is left alone and its server is not started. A server that cannot run ends the
    process with one sentence.
    """
    wanted = attachments.missing_from_environment()
    try:
        joined = attachments.join(wanted, var=var)
    except ServersUnavailable as refusal:
        raise SystemExit(str(refusal)) from None
    os.environ.update({attachment.variable: attachment.url for attachment in joined})
    try:
        yield joined
    finally:
        for attachment in joined:
            os.environ.pop(attachment.variable, None)
        attachments.leave(joined)

"""Private PostgreSQL and Redis for one test run, in a temporary folder; nothing of them is left afterwards.

Loaded with `-p`, because pytest-django reads the settings before any conftest is imported.
"""

import os
import tempfile
from pathlib import Path

import pytest

from caucus_site.core.servers import attachments
from caucus_site.core.servers.refusals import ServersUnavailable


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    if {"-h", "--help", "-V", "--version"} & set(args):
        return
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        choose_own_redis_database(worker)
    wanted = attachments.missing_from_environment()
    if not wanted:
        return
    folder = Path(tempfile.mkdtemp(prefix="caucus-tests-"))
    folder.chmod(0o711)  # root's server user must pass through; what lies inside is closed
    try:
        joined = attachments.join(wanted, var=folder, throwaway=True)
    except ServersUnavailable as refusal:
        raise pytest.UsageError(str(refusal)) from None
    os.environ.update({attachment.variable: attachment.url for attachment in joined})
    os.environ["CAUCUS_TEST_SERVERS"] = "private"

    def remove() -> None:
        for name in ["CAUCUS_TEST_SERVERS", *(attachment.variable for attachment in joined)]:
            os.environ.pop(name, None)
        attachments.leave(joined)

    early_config.add_cleanup(remove)


def choose_own_redis_database(worker: str) -> None:
    """Processes of pytest-xdist share one Redis but not one database of it, as they do not share one of PostgreSQL."""
    number = 1 + int(worker.removeprefix("gw"))
    if os.environ.get("CAUCUS_TEST_SERVERS") == "private" and number < 16:
        os.environ["CAUCUS_REDIS_URL"] = os.environ["CAUCUS_REDIS_URL"].replace("?db=0", f"?db={number}")

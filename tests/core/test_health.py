import pytest
from django.db import OperationalError, connection
from django.test import override_settings

from caucus_site.core import health

NO_REDIS = "unix:///nonexistent/redis.sock?db=0"


def test_alive_without_asking_anybody(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_a_supervisor_may_ask_by_address(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3:8000"})

    assert response.status_code == 200


@pytest.mark.django_db
def test_ready_when_all_answer(client, monkeypatch):
    monkeypatch.setattr(health, "_redis", lambda: True)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "failing": []})


@pytest.mark.django_db
def test_not_ready_without_redis(client):
    with override_settings(REDIS_URL=NO_REDIS):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unready", "failing": ["redis"]})


@pytest.mark.django_db
def test_not_ready_without_the_database(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection to /secret/socket refused")

    monkeypatch.setattr(health, "_redis", lambda: True)
    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unready", "failing": ["database"]})


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client, monkeypatch, sql):
    monkeypatch.setattr(health, "_redis", lambda: True)
    monkeypatch.setattr(health, "_migrated", False)
    sql("DELETE FROM django_migrations WHERE app = 'core'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unready", "failing": ["migrations"]})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_asking_is_all_that_can_be_done(client, path):
    assert client.post(path).status_code == 405

"""What operators are told must be what the code reads."""

import re

import yaml
from django.conf import settings

VARIABLE = re.compile(r"\bCAUCUS_[A-Z_]+[A-Z]\b")
# Names of settings, which no environment sets.
SETTINGS_ALONE = {"CAUCUS_MAIL_FOLDER"}
OPERATIONS = settings.BASE_DIR / "docs" / "operations.md"


def read_by_the_code():
    folders = ("caucus_site", "members", "events", "advocacy", "seeds")
    texts = [file.read_text() for folder in folders for file in (settings.BASE_DIR / folder).rglob("*.py")]
    texts.append((settings.BASE_DIR / "docker-compose.yml").read_text())
    return set(VARIABLE.findall("\n".join(texts))) - SETTINGS_ALONE


def test_every_variable_is_explained():
    assert read_by_the_code() - set(VARIABLE.findall(OPERATIONS.read_text())) == set()


def test_no_variable_is_explained_that_nothing_reads():
    assert set(VARIABLE.findall(OPERATIONS.read_text())) - read_by_the_code() == set()


def test_compose_has_no_default_for_a_secret():
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    secret = {"CAUCUS_SECRET_KEY", "CAUCUS_ENCRYPTION_KEYS", "CAUCUS_DATABASE_PASSWORD", "CAUCUS_REDIS_PASSWORD"}

    asked = {name: mark for name, mark in re.findall(r"\$\{(CAUCUS_[A-Z_]+)(:\?|:-)", compose) if name in secret}

    assert asked == dict.fromkeys(secret, ":?")


def test_nothing_in_compose_runs_as_root():
    services = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["services"]

    assert {name for name, service in services.items() if str(service["user"]).split(":")[0] in {"0", "root"}} == set()

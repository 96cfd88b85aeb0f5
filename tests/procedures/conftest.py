"""A country with a legislature, files about it, and imports of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from caucus_site.procedures.imports.runs import import_popolo
from members.models import Country
from tests.procedures import documents


@pytest.fixture
def malaysia(db):
    return Country.objects.get_or_create(code="MY", defaults={"name": "Malaysia"})[0]


@pytest.fixture
def cambodia(db):
    return Country.objects.get_or_create(code="KH", defaults={"name": "Cambodia"})[0]


@pytest.fixture
def file_of(tmp_path):
    """A file that holds the document, text or bytes."""

    def write(content: Any, name: str = "people.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else documents.stored(content))
        return path

    return write


@pytest.fixture
def take(malaysia, file_of):
    """Import a document, for Malaysia unless told otherwise, and give back the report."""

    def run(content: Any, country: str = "MY") -> Any:
        return import_popolo(file_of(content), country_code=country)

    return run


@pytest.fixture
def counts_of():
    def counts(report: Any) -> dict[str, int]:
        names = ("rows", "created", "updated", "unchanged", "ambiguous")
        return {name: getattr(report, name) for name in names}

    return counts


def said(problems: list[Any]) -> list[tuple[str, str, str]]:
    return [(problem.row, problem.field, problem.value) for problem in problems]


def as_json(text: str) -> Any:
    return json.loads(text)

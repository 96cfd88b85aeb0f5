"""`manage.py seed`: what it prints, and that it speaks of mistakes in a sentence."""

import io

import pytest
from django.core.management import CommandError, call_command

from seeds.management.commands import seed as command
from seeds.models import SeededRecord

pytestmark = pytest.mark.django_db

NETHERLANDS = "- {key: country/NL, model: members.Country, fields: {code: NL, name: Netherlands}}"
WITHOUT_NAME = "- {key: country/NL, model: members.Country, fields: {code: NL}}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "history").mkdir()
    monkeypatch.setattr(command, "SEEDS", tmp_path)
    return tmp_path


def seed(*arguments):
    out = io.StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_ends_with_the_counts(folder):
    (folder / "history" / "countries.yaml").write_text(NETHERLANDS)

    assert seed() == ["created 1, updated 0, unchanged 0"]
    assert seed() == ["created 0, updated 0, unchanged 1"]


def test_it_says_what_staff_deleted(folder):
    (folder / "history" / "countries.yaml").write_text(NETHERLANDS)
    seed()
    SeededRecord.objects.get().subject.delete()

    assert seed() == ["country/NL was deleted since and stays deleted", "created 0, updated 0, unchanged 1"]


def test_a_bad_file_is_told_in_a_sentence(folder):
    (folder / "history" / "countries.yaml").write_text(WITHOUT_NAME)

    with pytest.raises(CommandError, match=r"^countries\.yaml: country/NL: name: This field cannot be blank\.$"):
        seed()

    assert not SeededRecord.objects.exists()


def test_coverage_names_records_and_rows_that_are_not_held(folder, capsys):
    (folder / "history" / "countries.yaml").write_text(NETHERLANDS)
    (folder / "inventory.yaml").write_text(
        "A1: {phrase: A country, records: [country/NL]}\n"
        "A2: {phrase: Another, records: [country/NL, country/BE]}\n"
        "A3: {phrase: Nothing, records: []}\n"
    )
    seed()
    capsys.readouterr()

    with pytest.raises(CommandError, match=r"^2 rows of the inventory are not held\.$"):
        call_command("seed", "--coverage")

    assert capsys.readouterr().out.splitlines() == [
        "A1   held     A country",
        "              country “Netherlands” (country/NL)",
        "A2   MISSING  Another",
        "              country “Netherlands” (country/NL)",
        "              no record: country/BE",
        "A3   MISSING  Nothing",
    ]

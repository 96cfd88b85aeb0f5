"""`manage.py import_people`: what it prints, and with which code it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from caucus_site.procedures.models import ImportBatch
from members.models import Person
from tests.procedures.documents import document, person, seat

CONTENT = document([person(1, "Aishah", email="aishah@"), person(2, "Ravi")], [seat(1), seat(9)])


@pytest.fixture
def run(malaysia, file_of, capsys):
    def command(content, *options, country="MY"):
        capsys.readouterr()
        call_command("import_people", str(file_of(content)), "--format", "popolo", "--country", country, *options)
        return capsys.readouterr()

    return command


def test_json_is_one_object_on_stdout_with_counts_that_add_up(run):
    printed = run(CONTENT, "--json")

    (line,) = printed.out.splitlines()
    said = json.loads(line)
    assert {"batch", "rows", "created", "updated", "unchanged", "ambiguous", "problems"} <= said.keys()
    assert said["batch"] == str(ImportBatch.objects.get().public_id)
    assert said["rows"] == said["created"] + said["updated"] + said["unchanged"] + said["ambiguous"] == 2
    assert [(p["row"], p["field"], p["value"]) for p in said["problems"]] == [
        ("persons/0", "email", "aishah@"),
        ("memberships/1", "membership", "00000000-0000-0000-0000-000000000009"),
    ]
    assert all(p["reason"] for p in said["problems"])
    assert "2 people and 2 memberships read" in printed.err


def test_words_end_with_the_counts(run):
    printed = run(CONTENT)

    assert "persons/0 email “aishah@”: not an e-mail address" in printed.out
    assert printed.out.splitlines()[-2:] == [
        "2 people: created 2, updated 0, unchanged 0, ambiguous 0",
        "2 memberships: mandates created 1, updated 0, unchanged 0, left out 1",
    ]


def test_country_may_be_written_small(run):
    run(CONTENT, country="my")

    assert Person.objects.filter(country__code="MY").count() == 2


@pytest.mark.parametrize(("content", "country"), [(b"no JSON", "MY"), ({}, "MY"), (CONTENT, "ZZ")])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_refusal_ends_with_code_1_says_why_and_prints_nothing_else(run, capsys, content, country, options):
    with pytest.raises(CommandError) as refusal:
        run(content, *options, country=country)

    assert refusal.value.returncode == 1
    assert str(refusal.value).endswith("Nothing was changed.")
    assert capsys.readouterr().out == ""
    assert not Person.objects.exists()


def test_unknown_format_is_refused(malaysia, file_of):
    with pytest.raises(CommandError, match="invalid choice: 'vcard'"):
        call_command("import_people", str(file_of(CONTENT)), "--format", "vcard", "--country", "MY")

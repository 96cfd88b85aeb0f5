"""`manage.py export_people`: a country's people in a file, as the public or an account sees them."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import members as make
from tests.members.popolo_schemas import check


@pytest.fixture
def people(malaysia):
    for name in ("Aishah", "Ravi", "Siti"):
        make.PersonFactory(name=name, country=malaysia)
    make.ProtectionFactory(person=make.PersonFactory(name="Hidden", country=malaysia), level="hidden")


@pytest.fixture
def run(people, capsys):
    def command(*options, country="MY"):
        capsys.readouterr()
        call_command("export_people", "--format", "popolo", "--country", country, *map(str, options))
        return capsys.readouterr()

    return command


def names_in(text):
    content = json.loads(text)
    check("persons", content["persons"])
    return sorted(said["name"] for said in content["persons"])


def test_without_a_file_the_document_is_all_that_is_printed(run):
    printed = run(country="my")

    assert names_in(printed.out) == ["Aishah", "Ravi", "Siti"]
    assert printed.err.splitlines() == ["3 people of Malaysia"]


def test_a_file_is_whole_or_not_there_and_closed_to_others(run, tmp_path):
    path = tmp_path / "people.json"

    printed = run(path)

    assert names_in(path.read_text(encoding="utf-8")) == ["Aishah", "Ravi", "Siti"]
    assert [found.name for found in tmp_path.iterdir()] == ["people.json"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert printed.out == ""


def test_as_an_account_shows_what_it_sees_and_warns(run, secretariat):
    printed = run("--as", secretariat.email.upper())

    assert names_in(printed.out) == ["Aishah", "Hidden", "Ravi", "Siti"]
    assert printed.err.splitlines() == [
        "4 people of Malaysia",
        "1 of them are not for the public, and the file does not say who: keep it close.",
    ]


@pytest.mark.parametrize(
    ("options", "country", "sentence"),
    [
        ((), "ZZ", "no country with the code ZZ"),
        (("--as", "nobody@caucus.example"), "MY", "no active account with the address nobody@caucus.example"),
        (("/nowhere/people.json",), "MY", "/nowhere/people.json cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run, options, country, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*options, country=country)

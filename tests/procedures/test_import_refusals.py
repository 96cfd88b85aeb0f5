"""Files that cannot be taken: one sentence, and nothing has changed."""

import pytest

from caucus_site.core.models import JournalEntry, Source
from caucus_site.procedures.imports.problems import UnreadableFile
from caucus_site.procedures.imports.runs import import_popolo
from caucus_site.procedures.models import ImportBatch
from members.models import Identifier, Organisation, Person
from tests.procedures.documents import CHAMBER, HILLS, RED, document, person, seat, stored


def changed():
    return [model.objects.count() for model in (Person, Identifier, Organisation, Source, ImportBatch, JournalEntry)]


GOOD = person(1, "Aishah")

REFUSED = {
    "not JSON": (b"{ people }", "is not JSON: line 1, column 3"),
    "cut": (stored(document([GOOD]))[:-20], "is not JSON: line 1"),
    "empty": (b"", "is not JSON"),
    "another encoding": ('{"persons": "Zoé"}'.encode("latin-1"), "is not UTF-8: byte"),
    "a list": ([], "the file: "),
    "no persons": ({"memberships": [], "organizations": []}, '"persons" is a required property'),
    "a person without name": (document([{"id": "1"}]), 'persons/0: "name" is a required property'),
    "an invisible name": (document([person(1, "\u200b")]), "persons/0"),
    "a name that is a number": (document([GOOD, {"id": "2", "name": 7}]), "persons/1/name: 7 is not of type"),
    "a blank id": (document([{"id": "", "name": "Aishah"}]), "persons/0/id"),
    "an identifier without scheme": (
        document([{**GOOD, "identifiers": [{"identifier": "Q1"}]}]),
        'persons/0/identifiers/0: "scheme" is a required property',
    ),
    "a person twice": (document([GOOD, person(1, "Ravi")]), "persons/1: has the id"),
    "an organisation twice": (
        document([GOOD], organizations=[CHAMBER, RED, RED]),
        "organizations/2: has the id party/red",
    ),
    "an area twice": (document([GOOD], areas=[HILLS, HILLS]), "areas/1: has the id area/hills"),
    "NUL": (document([person(1, "Ai\x00shah")]), "persons/0/name: holds a character that cannot be stored"),
    "half a character": (
        stored(document([GOOD])).replace(b"Aishah", rb"\ud800"),
        "persons/0/name: holds a character that cannot be stored",
    ),
    "nested without end": (b"[" * 100_000, "is nested too deeply"),
    "a name too long": (
        document([GOOD], [seat(1)], organizations=[{**CHAMBER, "name": "x" * 301}]),
        "organizations/0/name",
    ),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_file_that_cannot_be_taken_changes_nothing(take, refused):
    content, reason = REFUSED[refused]
    before = changed()

    with pytest.raises(UnreadableFile) as refusal:
        take(content)

    assert reason in str(refusal.value)
    assert changed() == before


def test_many_mistakes_are_counted_rather_than_listed(take):
    with pytest.raises(UnreadableFile) as refusal:
        take(document([{"id": str(number)} for number in range(15)]))

    assert str(refusal.value).count("required property") == 10
    assert str(refusal.value).endswith("and 5 more")


def test_country_that_is_not_on_record_is_refused(take):
    with pytest.raises(UnreadableFile, match="no country with the code ZZ"):
        take(document([GOOD]), country="ZZ")


def test_file_that_is_not_there_or_is_a_folder_is_refused(malaysia, tmp_path):
    with pytest.raises(UnreadableFile, match="There is no file"):
        import_popolo(tmp_path / "none.json", country_code="MY")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        import_popolo(tmp_path, country_code="MY")


def test_list_of_one_country_is_not_taken_for_another(take, cambodia):
    take(document([GOOD]))

    with pytest.raises(UnreadableFile, match="was imported before, as the list of Malaysia"):
        take(document([GOOD]), country="KH")


def test_failure_half_way_changes_nothing(take, monkeypatch):
    from caucus_site.procedures.imports import writing

    def fail(*_anything):
        raise RuntimeError("power cut")

    monkeypatch.setattr(writing.Writer, "_citations", fail)
    before = changed()

    with pytest.raises(RuntimeError, match="power cut"):
        take(document([GOOD], [seat(1)]))

    assert changed() == before

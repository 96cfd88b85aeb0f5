"""Entries become records once; afterwards staff and files each keep what is theirs."""

import pytest

from caucus_site.core.models import Citation, Source
from members.models import Country, Identifier, Person
from seeds.models import SeededRecord
from tests.factories.members import CountryFactory, PersonFactory

pytestmark = pytest.mark.django_db

ONE_COUNTRY = """
- key: source/atlas
  model: core.Source
  fields: {kind: publication, title: Atlas}
- key: country/NL
  model: members.Country
  fields: {code: NL, name: Netherlands}
  sources:
  - {source: "@source/atlas", locator: p. 4, field: name}
"""


def counts(outcome):
    return (outcome.created, outcome.updated, outcome.unchanged)


def test_entries_become_records_with_their_sources(seed):
    outcome = seed(ONE_COUNTRY)

    country = Country.objects.get(code="NL")
    assert counts(outcome) == (2, 0, 0)
    assert [(c.source.title, c.locator, c.field) for c in country.citations.all()] == [("Atlas", "p. 4", "name")]


def test_seeding_twice_changes_nothing(seed):
    seed(ONE_COUNTRY)

    assert str(seed(ONE_COUNTRY)) == "created 0, updated 0, unchanged 2"


def test_an_edit_by_staff_survives(seed):
    seed(ONE_COUNTRY)
    Country.objects.filter(code="NL").update(name="Holland")

    outcome = seed(ONE_COUNTRY)

    assert counts(outcome) == (0, 0, 2)
    assert Country.objects.get(code="NL").name == "Holland"


def test_what_staff_deleted_stays_deleted(seed):
    seed(ONE_COUNTRY)
    Country.objects.get(code="NL").delete()

    outcome = seed(ONE_COUNTRY)

    assert (counts(outcome), outcome.gone) == ((0, 0, 2), ["country/NL"])
    assert not Country.objects.filter(code="NL").exists()


def test_what_rests_on_something_deleted_stays_away(seed):
    seed(ONE_COUNTRY)
    Country.objects.get(code="NL").delete()

    outcome = seed(ONE_COUNTRY + '- {key: p, model: members.Person, fields: {name: Ada, country: "@country/NL"}}\n')

    assert outcome.gone == ["country/NL", "p"]
    assert not Person.objects.exists()


def test_a_changed_entry_updates_its_record_and_its_sources(seed):
    seed(ONE_COUNTRY)

    outcome = seed(ONE_COUNTRY.replace("Netherlands", "Nederland").replace("p. 4", "p. 5"))

    country = Country.objects.get(code="NL")
    assert counts(outcome) == (0, 1, 1)
    assert country.name == "Nederland"
    assert [citation.locator for citation in country.citations.all()] == ["p. 5"]


def test_a_source_that_staff_added_stays_when_the_entry_changes(seed):
    seed(ONE_COUNTRY)
    Citation.objects.create(subject=Country.objects.get(code="NL"), source=Source.objects.get(), locator="by staff")

    seed(ONE_COUNTRY.replace("p. 4", "p. 5"))

    assert set(Citation.objects.values_list("locator", flat=True)) == {"p. 5", "by staff"}


def test_a_deleted_source_is_no_longer_cited(seed):
    seed(ONE_COUNTRY)
    Citation.objects.all().delete()
    Source.objects.all().delete()

    outcome = seed(ONE_COUNTRY.replace("Netherlands", "Nederland"))

    assert (counts(outcome), outcome.gone) == ((0, 1, 1), ["source/atlas"])
    assert not Citation.objects.exists()


def test_a_record_that_is_there_already_is_adopted(seed):
    known = CountryFactory(code="NL", name="Holland")

    outcome = seed("- {key: nl, model: members.Country, match: [code], fields: {code: NL, name: Netherlands}}")

    assert counts(outcome) == (0, 1, 0)
    assert Country.objects.get() == known
    assert Country.objects.get().name == "Netherlands"


def test_a_person_is_adopted_by_an_identifier(seed):
    known = PersonFactory(name="A. Lovelace")
    Identifier.objects.create(person=known, scheme="wikidata", value="Q7259")

    seed("""
    - key: person/ada
      model: members.Person
      match: {identifiers__scheme: wikidata, identifiers__value: Q7259}
      fields: {name: Ada Lovelace}
    """)

    assert Person.objects.get() == known
    assert Person.objects.get().name == "Ada Lovelace"


def test_defaults_hold_for_the_entries_of_their_model_and_sources_for_all(seed):
    seed("""
    defaults:
      model: members.Country
      fields: {alpha3: XYZ}
      sources: [{source: "@atlas"}]
    entries:
    - {key: atlas, model: core.Source, fields: {kind: publication, title: Atlas}, sources: []}
    - {key: a, fields: {code: AA, name: A}}
    - {key: p, model: members.Person, fields: {name: Ada}}
    """)

    assert Country.objects.get().alpha3 == "XYZ"
    assert {citation.subject for citation in Citation.objects.all()} == {Country.objects.get(), Person.objects.get()}


def test_history_says_that_seeding_wrote_it(seed):
    seed(ONE_COUNTRY)

    written = Country.objects.get().history.get()
    assert written.pgh_context.metadata["command"] == "seed"


BAD_FILES = {
    "an unknown field": (
        "- {key: nl, model: members.Country, fields: {code: NL, capital: Amsterdam}}",
        "entries.yaml: nl: members.Country has no field capital that can be stated.",
    ),
    "a column that the database keeps": (
        "- {key: nl, model: members.Country, fields: {code: NL, version: 7}}",
        "entries.yaml: nl: members.Country has no field version that can be stated.",
    ),
    "an unknown model": (
        "- {key: nl, model: members.Planet, fields: {code: NL}}",
        "entries.yaml: nl: there is no model members.Planet.",
    ),
    "no model": ("- {key: nl, fields: {code: NL}}", "entries.yaml: nl does not say of which model it is."),
    "no fields": ("- {key: nl, model: members.Country}", "entries.yaml: nl lacks fields."),
    "a word that entries do not have": (
        "- {key: nl, model: members.Country, feilds: {code: NL}}",
        "entries.yaml: nl says feilds; an entry may say fields, key, match, model, sources.",
    ),
    "a word that sources do not have": (
        "- {key: nl, model: members.Country, fields: {code: NL}, sources: [{source: '@nl', page: 4}]}",
        "entries.yaml: nl says page of a source; it may say as_of, confidence, field, locator, note, source.",
    ),
    "an entry without a key": (
        "- {model: members.Country, fields: {code: NL}}",
        "entries.yaml: every entry is a mapping with a key; this is not one: "
        "{'model': 'members.Country', 'fields': {'code': 'NL'}}",
    ),
    "one key twice": (
        "- {key: nl, model: members.Country, fields: {code: NL, name: N}}\n"
        "- {key: nl, model: members.Country, fields: {code: NM, name: M}}",
        "entries.yaml: nl is already an entry of entries.yaml.",
    ),
    "a reference to nothing": (
        "- {key: p, model: members.Person, fields: {name: Ada, country: '@country/NL'}}",
        "entries.yaml: p refers to country/NL, which no file has.",
    ),
    "a reference to another kind of record": (
        "- {key: a, model: members.Person, fields: {name: Ada}}\n"
        "- {key: b, model: members.Person, fields: {name: Bea, country: '@a'}}",
        "entries.yaml: b refers to a, which is no country.",
    ),
    "a name where a reference belongs": (
        "- {key: p, model: members.Person, fields: {name: Ada, country: NL}}",
        "entries.yaml: p says “NL” where the key of an entry belongs, as “@…”.",
    ),
    "a circle": (
        "- {key: a, model: members.Organisation, fields: {name: A, kind: other, parent: '@b'}}\n"
        "- {key: b, model: members.Organisation, fields: {name: B, kind: other, parent: '@a'}}",
        "These entries refer to each other in a circle: a, b, a.",
    ),
    "a value that the field refuses": (
        "- {key: s, model: core.Source, fields: {kind: rumour, title: T}}",
        "entries.yaml: s: kind: Value 'rumour' is not a valid choice.",
    ),
    "a date that is none": (
        "- {key: p, model: members.Person, fields: {name: Ada, born_on: 1815-13}}",
        "entries.yaml: p: born_on: “1815-13” is not a day of the calendar.",
    ),
    "a value that the database refuses": (
        "- {key: a, model: members.Country, fields: {code: NL, name: N}}\n"
        "- {key: b, model: members.Country, fields: {code: NL, name: M}}",
        "entries.yaml: b: Key (code)=(NL) already exists.",
    ),
    "a citation of a field that the record lacks": (
        "- {key: s, model: core.Source, fields: {kind: news, title: T}}\n"
        "- {key: p, model: members.Person, fields: {name: Ada}, sources: [{source: '@s', field: shoe_size}]}",
        "entries.yaml: p: field: person has no field “shoe_size”.",
    ),
    "something else than YAML": ("- {key: [", "entries.yaml is not YAML: "),
    "something else than entries": (
        "just a sentence",
        "entries.yaml is a list of entries, or has defaults and entries; it has something else.",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_changes(seed, write, text, sentence):
    from seeds.entries import BadSeed

    # Sorted before it and good, so that only all-or-none keeps it out.
    write("- {key: good, model: members.Country, fields: {code: AA, name: Good}}", "a_good.yaml")

    with pytest.raises(BadSeed) as refusal:
        seed(text)

    assert str(refusal.value).startswith(sentence)
    assert not Country.objects.exists()
    assert not SeededRecord.objects.exists()


def test_a_file_in_another_encoding_is_refused(write):
    from seeds import entries

    folder = write("")
    (folder / "latin.yaml").write_bytes("- {key: é}".encode("latin-1"))

    with pytest.raises(entries.BadSeed, match=r"^latin.yaml is not UTF-8\.$"):
        entries.read(folder)

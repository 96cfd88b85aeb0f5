"""What an import writes: people and their parts."""

import pytest

from caucus_site.core.models import Citation, JournalEntry
from caucus_site.procedures.models import ImportBatch
from members.models import ContactDetail, Identifier, Organisation, OrganisationName, Person, PersonLink, PersonName
from tests.procedures.conftest import said
from tests.procedures.documents import BLUE, CHAMBER, RED, document, id_of, person, seat


def names():
    return sorted(PersonName.objects.values_list("text", "kind", "language"))


def test_person_is_created_with_identifiers_and_source(take, counts_of, malaysia):
    report = take(document([person(1, "Aishah", "aishah", gender="female", wikidata=["Q1"])]))

    assert counts_of(report) == {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "ambiguous": 0}
    aishah = Person.objects.get()
    assert (aishah.name, aishah.sort_name, aishah.gender, aishah.country) == ("Aishah", "Aishah", "female", malaysia)
    assert set(Identifier.objects.values_list("scheme", "value")) == {
        ("everypolitician", id_of(1)),
        ("everypolitician_legacy/MY", "aishah"),
        ("wikidata", "Q1"),
    }
    citation = Citation.objects.get(subject_id=aishah.pk)
    assert citation.locator == "persons/0"


def test_batch_and_journal_tell_what_was_done(take):
    report = take(document([person(1, "Aishah"), person(2, "Ravi", email="ravi@")]))

    batch = ImportBatch.objects.get()
    assert str(batch.public_id) == report.batch
    assert (batch.rows, batch.created, batch.file_name) == (2, 2, "people.json")
    entry = JournalEntry.objects.get(verb="procedures.people_imported")
    assert entry.subject_id == batch.public_id
    assert entry.details == {"rows": 2, "created": 2, "updated": 0, "problems": 1}


def test_every_change_carries_the_batch(take):
    report = take(document([person(1, "Aishah")]))

    (event,) = Person.objects.get().history.all()
    assert event.pgh_context.metadata == {"reason": "import", "command": "import_people", "batch": report.batch}


@pytest.mark.parametrize(
    ("country", "other", "kind", "language"),
    [
        ("KH", {"name": "មូរ សុហួរ", "lang": "km"}, "own_script", "km"),
        ("KH", {"name": "慕淑华", "lang": "zh"}, "alias", "zh"),
        ("MY", {"name": "爱莎", "lang": "zh"}, "alias", "zh"),
        ("MY", {"name": "Aishah binti Osman", "lang": "ms"}, "latin", "ms"),
        ("MY", {"name": "Aisha Osman", "lang": "da"}, "alias", "da"),
        ("MY", {"name": "愛莎", "lang": "cn"}, "alias", "und-Hani"),
        ("MY", {"name": "Aisha Osman", "lang": "simple"}, "alias", ""),
        ("MY", {"name": "Aisha Osman"}, "alias", ""),
    ],
)
def test_other_name_keeps_script_and_language(take, cambodia, country, other, kind, language):
    take(document([person(1, "Aishah", other_names=[other])]), country=country)

    assert names() == [(other["name"], kind, language)]


def test_spelling_is_kept_once_however_many_languages_use_it(take):
    spelled = [{"name": "Aisha", "lang": code} for code in ("da", "de", "en")] + [{"name": "Aishah", "lang": "ms"}]

    report = take(document([person(1, "Aishah", other_names=spelled)]))

    assert names() == [("Aisha", "alias", "da")]
    assert said(report.notices) == [("persons", "other_names", "2")]


def test_titles_and_parts_become_names_of_their_own(take):
    take(
        document(
            [
                person(1, "Awang bin Karim", honorific_prefix="Yang Berhormat"),
                person(2, "Aishah Osman", given_name="Aishah"),
            ]
        )
    )

    titled = PersonName.objects.get(kind="with_honorific")
    assert (titled.text, titled.honorific_prefix) == ("Yang Berhormat Awang bin Karim", "Yang Berhormat")
    parted = PersonName.objects.get(kind="latin")
    assert (parted.text, parted.given, parted.family) == ("Aishah Osman", "Aishah", "")


def test_contacts_are_sealed_and_without_consent(take, sql):
    details = [{"type": "twitter", "value": "aishah"}, {"type": "voice", "value": "+60 3 1234"}]

    take(document([person(1, "Aishah", email="aishah@parliament.example", contact_details=details)]))

    assert sorted((c.kind, c.label, c.value, c.consent) for c in ContactDetail.objects.all()) == [
        ("email", "", "aishah@parliament.example", "not_asked"),
        ("phone", "voice", "+60 3 1234", "not_asked"),
        ("social", "twitter", "aishah", "not_asked"),
    ]
    assert all(value.startswith("c1.") for (value,) in sql("SELECT value FROM members_contactdetail"))


def test_address_that_is_none_is_told_but_not_kept_in_plain_text(take, sql):
    report = take(document([person(1, "Aishah", email="aishah@canary")]))

    assert said(report.problems) == [("persons/0", "email", "aishah@canary")]
    ((kept, history),) = sql(
        "SELECT b.report::text, h.report::text FROM procedures_importbatch b, procedures_importbatchhistory h"
    )
    assert "canary" not in kept + history


def test_links_are_whole_addresses(take):
    links = [{"url": "www.aishah.example"}, {"url": "/wiki/Aishah"}, {"url": "aishah"}, {"url": "http://[broken"}]
    sources = [{"url": "http://parliament.example/aishah"}]

    report = take(document([person(1, "Aishah", links=links, sources=sources)]))

    assert set(PersonLink.objects.values_list("url", "note")) == {
        ("http://www.aishah.example", ""),
        ("http://parliament.example/aishah", "source"),
    }
    assert [value for _row, _field, value in said(report.problems)] == ["/wiki/Aishah", "aishah", "http://[broken"]


@pytest.mark.parametrize(
    ("written", "kept", "notices"), [("Female", "female", 0), ("unknown", "", 0), ("x", "other", 1)]
)
def test_gender_is_one_of_ours_or_empty(take, written, kept, notices):
    report = take(document([person(1, "Aishah", gender=written)]))

    assert (Person.objects.get().gender, len(report.notices)) == (kept, notices)


def test_party_brings_names_website_and_identifiers(take):
    red = {
        **RED,
        "identifiers": [{"scheme": "wikidata", "identifier": "Q7"}],
        "other_names": [{"name": "Parti Merah", "lang": "ms"}, {"name": "Red Party", "lang": "en"}],
        "links": [{"url": "http://red.example", "note": "website"}],
    }

    take(document([person(1, "Aishah")], [seat(1)], organizations=[CHAMBER, red]))

    party = Organisation.objects.get(kind="party")
    assert (party.name, party.website) == ("Red Party", "http://red.example")
    assert list(OrganisationName.objects.values_list("text", "language")) == [("Parti Merah", "ms")]
    assert set(party.identifiers.values_list("scheme", "value")) == {
        ("wikidata", "Q7"),
        ("everypolitician/MY/house-of-examples", "party/red"),
    }


def test_party_on_record_is_found_by_any_of_its_names_within_the_country(take, malaysia, cambodia):
    red = Organisation.objects.create(
        name="Party of the Red Flag", short_name="Red Party", kind="party", country=malaysia
    )
    blue = Organisation.objects.create(name="Blue Union", kind="party", country=malaysia)
    OrganisationName.objects.create(organisation=blue, text="blue party")
    Organisation.objects.create(name="Red Party", kind="party", country=cambodia)

    take(document([person(1, "Aishah")], [seat(1, "term/1"), seat(1, on_behalf_of_id="party/blue")]))

    assert set(Person.objects.get().mandates.values_list("party", flat=True)) == {red.pk, blue.pk}
    assert Organisation.objects.filter(kind="party").count() == 3


def test_item_that_the_whole_world_shares_does_not_lend_another_countrys_party(take, cambodia):
    independent = {**RED, "name": "Independent", "identifiers": [{"scheme": "wikidata", "identifier": "Q327591"}]}
    organizations = [CHAMBER, independent, BLUE]
    take(document([person(1, "Aishah")], [seat(1)], organizations=organizations))

    report = take(document([person(2, "Dara")], [seat(2)], organizations=organizations), country="KH")

    party = Person.objects.get(name="Dara").mandates.get().party
    assert party.country == cambodia
    assert said(report.notices) == [("organizations/party/red", "identifiers", "wikidata:Q327591")]


def test_two_legislatures_of_a_country_do_not_share_their_ids(take):
    senate = {**CHAMBER, "name": "Senate of Examples"}
    take(document([person(1, "Aishah")], [seat(1)]))

    take(document([person(2, "Ravi")], [seat(2)], organizations=[senate, {**RED, "name": "Green Party"}]))

    mandate = Person.objects.get(name="Ravi").mandates.get()
    assert (mandate.chamber.name, mandate.party.name) == ("Senate of Examples", "Green Party")
    assert mandate.term.chamber == mandate.chamber

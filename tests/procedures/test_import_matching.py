"""Who in a file is whom on record."""

from members.models import Identifier, Person, PersonName
from tests.factories.members import PersonFactory
from tests.procedures.conftest import said
from tests.procedures.documents import document, id_of, person, seat


def known(name, *pairs):
    somebody = PersonFactory(name=name)
    for scheme, value in pairs:
        Identifier.objects.create(person=somebody, scheme=scheme, value=value)
    return somebody


def test_person_on_record_is_found_by_the_sources_id_whatever_the_name(take, counts_of):
    aishah = known("Datin Seri A.", ("everypolitician", id_of(1)))

    report = take(document([person(1, "Aishah", wikidata=["Q1"])]))

    assert counts_of(report) == {"rows": 1, "created": 0, "updated": 1, "unchanged": 0, "ambiguous": 0}
    assert aishah.identifiers.filter(scheme="wikidata", value="Q1").exists()


def test_newer_release_finds_by_the_old_slug_whom_the_older_one_brought(take):
    older = {"id": "person/aishah_osman", "name": "Aishah Osman"}
    take(document([older], [{**seat(1), "person_id": "person/aishah_osman"}]))

    report = take(document([person(1, "Aishah Osman", "aishah_osman")], [seat(1)]))

    assert (report.created, report.updated, report.mandates_created, report.mandates_unchanged) == (0, 1, 0, 1)
    assert Person.objects.count() == 1


def test_slug_that_is_empty_still_links_the_releases(take):
    take(document([{"id": "person/", "name": "Katoh, Angelina"}]))

    report = take(document([person(1, "Katoh, Angelina", "")]))

    assert (report.created, report.updated, report.problems) == (0, 1, [])


def test_same_slug_in_another_country_is_another_person(take, cambodia):
    take(document([{"id": "person/17", "name": "Aishah Osman"}]))

    report = take(document([person(1, "Aishah Osman", "17")]), country="KH")

    assert report.created == 1


def test_same_slug_with_another_present_id_is_another_person(take):
    take(document([person(1, "Ali Ahmad", "ali_ahmad")]))

    report = take(document([person(2, "Ali Ahmad", "ali_ahmad")]))

    assert report.created == 1
    assert said(report.problems) == [("persons/0", "identifiers", "everypolitician_legacy/MY:ali_ahmad")]


def test_shared_identifier_needs_a_name_that_agrees(take, counts_of):
    known("Mu Sochua", ("wikidata", "Q1"))
    agreeing = known("Sok Dara", ("wikidata", "Q2"))
    PersonName.objects.create(person=agreeing, text="សុខ ដារ៉ា")

    report = take(
        document(
            [person(1, "Aishah", wikidata=["Q1"]), person(2, "ដារ៉ា", wikidata=["Q2"])],
            [seat(1), seat(2, area="area/coast")],
        )
    )

    assert counts_of(report) == {"rows": 2, "created": 0, "updated": 1, "unchanged": 0, "ambiguous": 1}
    assert said(report.problems) == [
        ("persons/0", "identifiers", "wikidata:Q1"),
        ("memberships/0", "membership", id_of(1)),
    ]
    assert report.mandates_created + report.memberships_left_out == report.memberships == 2


def test_identifiers_of_two_people_are_ambiguous(take, counts_of):
    known("Aishah Osman", ("wikidata", "Q1"))
    known("Aishah Osman", ("viaf", "7"))
    both = person(1, "Aishah Osman", wikidata=["Q1"])
    both["identifiers"].append({"scheme": "viaf", "identifier": "7"})

    report = take(document([both]))

    assert counts_of(report) == {"rows": 1, "created": 0, "updated": 0, "unchanged": 0, "ambiguous": 1}
    assert said(report.problems) == [("persons/0", "identifiers", "wikidata:Q1, viaf:7")]
    assert Person.objects.count() == 2


def test_two_rows_with_one_item_are_two_people(take):
    report = take(document([person(1, "Bat Erdene", wikidata=["Q1"]), person(2, "Bat-Erdene", wikidata=["Q1"])]))

    assert report.created == 2
    assert said(report.problems) == [("persons/1", "identifiers", "wikidata:Q1")]


def test_person_known_by_the_sources_id_comes_before_a_claim_by_item(take):
    known("Bat Erdene", ("everypolitician", id_of(2)), ("wikidata", "Q1"))

    report = take(document([person(1, "Bat Erdene", wikidata=["Q1"]), person(2, "Bat Erdene", wikidata=["Q1"])]))

    assert (report.created, report.updated) == (1, 1)
    assert said(report.problems) == [("persons/0", "identifiers", "wikidata:Q1")]
    assert Identifier.objects.get(scheme="wikidata").person.identifiers.filter(value=id_of(2)).exists()

"""What a file says, and what of it is doubtful: no database is asked."""

import pytest

from caucus_site.procedures.imports import popolo
from caucus_site.procedures.imports.problems import Report
from tests.procedures.conftest import said
from tests.procedures.documents import CHAMBER, document, person, seat, stored


@pytest.fixture
def read():
    def run(content):
        report = Report()
        return popolo.read(stored(content), "people.json", report), report

    return run


def test_facts_are_read_as_they_stand(read):
    aishah = person(
        1,
        "Aishah binti Osman",
        "aishah_binti_osman",
        gender="female",
        birth_date="1970",
        other_names=[{"name": "爱莎", "lang": "zh"}, {"name": "爱莎", "lang": "zh-hant"}],
        email="aishah@parliament.example",
        contact_details=[{"type": "twitter", "value": "aishah"}],
        links=[{"url": "http://aishah.example", "note": "website"}],
    )

    (facts,), report = read(document([aishah], [seat(1)]))

    assert (facts.name, facts.gender, facts.born_on.edtf) == ("Aishah binti Osman", "female", "1970")
    assert facts.other_names == {"爱莎": ["zh", "zh-hant"]}
    assert facts.contacts == [("twitter", "aishah"), ("email", "aishah@parliament.example")]
    assert [s.began_on.edtf for s in facts.seats] == ["2013-06-24"]
    assert report.problems == []


def test_membership_without_days_of_its_own_holds_for_its_term(read):
    ((facts,), _report) = read(document([person(1, "Aishah")], [seat(1, "term/1"), seat(1, start_date="2015-02")]))

    assert [(s.began_on.edtf, s.ended_on and s.ended_on.edtf) for s in facts.seats] == [
        ("2008", "2013"),
        ("2015-02", None),
    ]


@pytest.mark.parametrize(
    ("facts", "seats", "field"),
    [
        ({"birth_date": "1357-09-10"}, [], "birth_date"),
        ({"birth_date": "1900-01-01"}, [], "birth_date"),
        ({"birth_date": "2000-01-01"}, [], "birth_date"),
        ({"birth_date": "1999-05-05"}, [seat(1, "term/1")], "birth_date"),
        ({"birth_date": "5 May 1970"}, [], "birth_date"),
        ({"death_date": "1968"}, [seat(1)], "death_date"),
        ({"death_date": "2015-06-14"}, [seat(1)], "death_date"),
        ({"birth_date": "1970", "death_date": "1969"}, [], "death_date"),
        ({"email": "aishah@parliament.example,"}, [], "email"),
        ({"email": "aishah@parliament"}, [], "email"),
        ({"contact_details": [{"type": "email", "value": "nobody"}]}, [], "contact_details"),
        ({"identifiers": [{"scheme": "x" * 101, "identifier": "1"}]}, [], "identifiers"),
    ],
)
def test_doubtful_value_is_left_out_and_said(read, facts, seats, field):
    (found,), report = read(document([person(1, "Aishah", **facts)], seats))

    assert [problem.field for problem in report.problems] == [field]
    assert (found.died_on, found.contacts, found.identifiers) == (None, [], [])
    assert field != "birth_date" or found.born_on is None


def test_death_after_the_last_seat_is_taken(read):
    (found,), report = read(document([person(1, "Aishah", death_date="2015-06-14")], [seat(1, "term/1")]))

    assert found.died_on.edtf == "2015-06-14"
    assert report.problems == []


def test_picture_that_several_people_share_is_nobodys(read):
    blank = "http://parliament.example/blank.jpg"
    people = [person(1, "Aishah", image=blank), person(2, "Ravi", images=[{"url": blank}]), person(3, "Mei", image="u")]

    found, report = read(document(people))

    assert [facts.links for facts in found] == [[], [], [("u", "photograph")]]
    assert said(report.problems) == [("persons/0", "image", blank), ("persons/1", "image", blank)]


def test_unknown_party_is_none(read):
    (facts,), report = read(document([person(1, "Aishah")], [seat(1, on_behalf_of_id="party/unknown")]))

    assert facts.seats[0].party is None
    assert said(report.notices) == [("memberships/0", "on_behalf_of_id", "party/unknown")]


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"person_id": "nobody"}, "nobody"),
        ({"organization_id": "nothing"}, "nothing"),
        ({"organization_id": "party/red"}, "Red Party"),
        ({"start_date": "2015", "end_date": "2014"}, "2015/2014"),
    ],
)
def test_membership_that_is_no_seat_is_a_problem(read, facts, value):
    (found,), report = read(document([person(1, "Aishah")], [seat(1, **facts)]))

    assert found.seats == []
    assert said(report.problems) == [("memberships/0", "membership", value)]
    assert (report.memberships, report.memberships_left_out) == (1, 1)


def test_seat_is_taken_without_an_area_that_the_file_lacks(read):
    (found,), report = read(document([person(1, "Aishah")], [seat(1, area="area/moon")]))

    assert found.seats[0].area is None
    assert said(report.problems) == [("memberships/0", "area_id", "area/moon")]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Aishah\u200b  binti\u00a0Osman", "Aishah binti Osman"),
        ("\ufeffAishah", "Aishah"),
        ("Ai\u200dshah", "Aishah"),
        ("Zoe\u0301", "Zoé"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("مه\u200cهاتهیر", "مه\u200cهاتهیر"),
    ],
)
def test_invisible_characters_go_where_they_mean_nothing(read, written, kept):
    (facts,), _report = read(document([person(1, written)]))

    assert facts.name == kept


def test_what_the_importer_does_not_read_is_said_once(read):
    people = [person(1, "Aishah", shoe_size=38), person(2, "Ravi", shoe_size=44), person(3, "Mei", shoe_size=None)]
    content = document(people, posts=[{"id": "p"}], organizations=[{**CHAMBER, "motto": "Forward"}])

    _found, report = read(content)

    assert said(report.notices) == [
        ("posts", "", "1"),
        ("persons", "shoe_size", "2"),
        ("organizations", "motto", "1"),
    ]

"""People over REST: what is shown of them, how they are found, and who does not see whom."""

import uuid
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories.members import (
    AreaFactory,
    ChamberTermFactory,
    CountryFactory,
    IdentifierFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PersonNameFactory,
    StandingEventFactory,
)

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/people"


def test_a_person_with_all_that_is_shown():
    malaysia = CountryFactory(code="MY", name="Malaysia")
    person = PersonFactory(
        name="Charles Santiago",
        sort_name="Santiago, Charles",
        gender="male",
        born_on="1960-11-01",
        country=malaysia,
        languages=["en", "ta"],
    )
    PersonNameFactory(person=person, text="சார்லஸ்", kind="own_script", language="ta", began_on="1960")
    IdentifierFactory(person=person, scheme="wikidata", value="Q5082706")
    chamber = OrganisationFactory(chamber=True, name="Dewan Rakyat", country=malaysia)
    party = OrganisationFactory(party=True, name="DAP")
    area = AreaFactory(name="Klang", country=malaysia)
    term = ChamberTermFactory(chamber=chamber, name="13th Parliament")
    mandate = MandateFactory(
        person=person, chamber=chamber, party=party, area=area, term=term, post="Member", bench="opposition",
        began_on="2013-05-05", ended_on="2018-04", how_ended="term_ended",
    )  # fmt: skip
    membership = MembershipFactory(person=person, began_on="2013", chapter__name="Malaysian chapter")

    shown = Client().get(f"{PEOPLE}/{person.public_id}").json()

    assert shown == {
        "id": str(person.public_id),
        "name": "Charles Santiago",
        "sort_name": "Santiago, Charles",
        "gender": "male",
        "born_on": "1960-11-01",
        "died_on": None,
        "country": {"id": str(malaysia.public_id), "name": "Malaysia", "code": "MY"},
        "names": [
            {
                "text": "சார்லஸ்",
                "kind": "own_script",
                "language": "ta",
                "given": "",
                "family": "",
                "honorific_prefix": "",
                "honorific_suffix": "",
                "began_on": "1960",
                "ended_on": None,
            }
        ],
        "identifiers": [{"scheme": "wikidata", "value": "Q5082706"}],
        "mandates": [
            {
                "id": str(mandate.public_id),
                "chamber": {"id": str(chamber.public_id), "name": "Dewan Rakyat"},
                "party": {"id": str(party.public_id), "name": "DAP"},
                "area": {"id": str(area.public_id), "name": "Klang"},
                "constituency": "",
                "post": "Member",
                "bench": "opposition",
                "term": {"id": str(term.public_id), "name": "13th Parliament"},
                "seat": 1,
                "began_on": "2013-05-05",
                "ended_on": "2018-04",
                "how_ended": "term_ended",
            }
        ],
        "memberships": [
            {
                "id": str(membership.public_id),
                "chapter": {"id": str(membership.chapter.public_id), "name": "Malaysian chapter"},
                "category": "sitting",
                "status": "active",
                "began_on": "2013",
                "ended_on": None,
            }
        ],
    }


@pytest.fixture
def people():
    """One of Malaysia who sits, one of Indonesia who sat, one of nowhere."""
    malaysia, indonesia = CountryFactory(code="MY"), CountryFactory(code="ID")
    sitting = PersonFactory(name="Siti Nurhaliza", gender="female", country=malaysia)
    former = PersonFactory(name="Budi Santoso", gender="male", country=indonesia)
    PersonNameFactory(person=former, text="Boedi Santosa")
    MandateFactory(person=sitting, began_on="2018", chamber__country=malaysia)
    MandateFactory(person=former, began_on="2009", ended_on="2014", chamber__country=indonesia)
    MembershipFactory(person=sitting)
    return SimpleNamespace(sitting=sitting, former=former, other=PersonFactory(name="Else"))


def found(path):
    return [row["id"] for row in Client().get(path).json()["results"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["sitting", "former", "other"]),
        ("?country=MY", ["sitting"]),
        ("?country=MY,ID", ["sitting", "former"]),
        ("?gender=female,male", ["sitting", "former"]),
        ("?sitting_on=2019-01-01", ["sitting"]),
        ("?sitting_on=2010-01-01", ["former"]),
        ("?search=boedi", ["former"]),
        ("?search=nurhalisa siti", ["sitting"]),
        ("?search=nobody", []),
        ("?country=ID&sitting_on=2019-01-01", []),
    ],
)
def test_people_are_found_by(people, query, names):
    assert found(PEOPLE + query) == [str(getattr(people, name).public_id) for name in names]


def test_people_are_found_by_chapter(people):
    chapter = people.sitting.memberships.get().chapter

    assert found(f"{PEOPLE}?chapter={chapter.public_id}") == [str(people.sitting.public_id)]
    assert found(f"{PEOPLE}?chapter={uuid.uuid4()}") == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("country=my", "country", "invalid"),
        ("country=", "country", "empty"),
        ("country=MY&country=ID", "country", "repeated"),
        ("gender=feminine", "gender", "invalid_choice"),
        ("sitting_on=2019", "sitting_on", "invalid"),
        ("chapter=1", "chapter", "invalid"),
        ("fields=name,languages", "fields", "invalid"),
        ("changed_since=2019-01-01", "changed_since", "unknown"),
        ("role=locked", "role", "unknown"),
    ],
)
def test_what_a_list_of_people_does_not_understand_it_refuses(query, parameter, code):
    response = Client().get(f"{PEOPLE}?{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    (refusal,) = response.json()["errors"]
    assert (refusal["parameter"], refusal["code"]) == (parameter, code)


def test_fewer_fields_spare_the_queries_of_the_rest(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = Client().get(f"{PEOPLE}?fields=id,name").json()["results"]

    assert rows[0] == {"id": str(people.sitting.public_id), "name": "Siti Nurhaliza"}


@pytest.mark.parametrize("number", [1, 4])
def test_a_list_of_people_takes_one_query_for_each_kind_of_row(number, django_assert_num_queries):
    for _ in range(number):
        person = PersonFactory(country=CountryFactory())
        PersonNameFactory.create_batch(2, person=person)
        IdentifierFactory(person=person)
        area = AreaFactory()
        MandateFactory(person=person, party=OrganisationFactory(party=True), area=area, term=ChamberTermFactory())
        MembershipFactory(person=person)

    with django_assert_num_queries(10):
        rows = Client().get(PEOPLE).json()["results"]

    assert [len(row["names"]) for row in rows] == [2] * number


def test_a_tag_follows_what_is_nested(people):
    address = f"{PEOPLE}/{people.sitting.public_id}"
    tag = Client().get(address).headers["ETag"]

    assert Client().get(address, headers={"if-none-match": tag}).status_code == 304

    people.sitting.mandates.update(post="Speaker")

    assert Client().get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_mandate_with_all_that_is_shown():
    mandate = MandateFactory(constituency="Kuala Selangor", began_on="2018-05", seat=2)

    assert Client().get(f"/api/v1/mandates/{mandate.public_id}").json() == {
        "id": str(mandate.public_id),
        "person": {"id": str(mandate.person.public_id), "name": mandate.person.name},
        "chamber": {"id": str(mandate.chamber.public_id), "name": mandate.chamber.name},
        "party": None,
        "area": None,
        "constituency": "Kuala Selangor",
        "post": "",
        "bench": "unknown",
        "term": None,
        "seat": 2,
        "began_on": "2018-05",
        "ended_on": None,
        "how_ended": "",
    }


def test_mandates_are_found_by_person_chamber_party_country_and_day(people):
    one = people.sitting.mandates.get()
    party = OrganisationFactory(party=True)
    other = MandateFactory(person=people.other, party=party, began_on="2001", ended_on="2002")
    mandates = "/api/v1/mandates"

    assert found(f"{mandates}?person={people.sitting.public_id}") == [str(one.public_id)]
    assert found(f"{mandates}?chamber={one.chamber.public_id}") == [str(one.public_id)]
    assert found(f"{mandates}?party={party.public_id}") == [str(other.public_id)]
    assert found(f"{mandates}?country=MY") == [str(one.public_id)]
    assert found(f"{mandates}?held_on=2001-06-30") == [str(other.public_id)]


def test_a_standing_event_with_all_that_is_shown():
    court = OrganisationFactory(name="Supreme Court")
    cambodia = CountryFactory(code="KH", name="Cambodia")
    event = StandingEventFactory(
        kind="barred", happened_on="2017-11-16", until_on="2022-11", place=cambodia, by_organisation=court,
        by_country=cambodia, is_public=True, note="Not for everybody.",
    )  # fmt: skip
    country = {"id": str(cambodia.public_id), "name": "Cambodia", "code": "KH"}

    assert Client().get(f"/api/v1/standing-events/{event.public_id}").json() == {
        "id": str(event.public_id),
        "person": {"id": str(event.person.public_id), "name": event.person.name},
        "kind": "barred",
        "happened_on": "2017-11-16",
        "until_on": "2022-11",
        "place": country,
        "by_organisation": {"id": str(court.public_id), "name": "Supreme Court"},
        "by_country": country,
    }
    assert found(f"/api/v1/standing-events?kind=barred&person={event.person.public_id}") == [str(event.public_id)]
    assert found("/api/v1/standing-events?kind=released") == []

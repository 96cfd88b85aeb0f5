"""People over REST: what is shown of them, how they are found, and who does not see whom."""

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

"""Countries, corridors and organisations over REST: reference data, which everybody reads alike."""

import pytest
from django.test import Client

from tests import api_readers as readers
from tests.factories.members import (
    BodyMembershipFactory,
    CorridorFactory,
    CountryFactory,
    CountryRoleFactory,
    ForumAccessFactory,
    OrganisationFactory,
    OrganisationIdentifierFactory,
    OrganisationNameFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


def shown(path):
    return Client().get(V1 + path).json()


def found(path):
    return [row["id"] for row in shown(path)["results"]]


def test_a_country_with_all_that_is_shown():
    country = CountryFactory(code="KH", alpha3="KHM", name="Cambodia", own_names=["កម្ពុជា"], other_names=["Kampuchea"])
    CountryRoleFactory(country=country, role="origin", began_on="1998", note="Not for everybody.")
    body = BodyMembershipFactory(country=country, body__name="ASEAN", began_on="1999-04-30", note="Inner.").body

    assert shown(f"/countries/{country.public_id}") == {
        "id": str(country.public_id),
        "code": "KH",
        "alpha3": "KHM",
        "name": "Cambodia",
        "own_names": ["កម្ពុជា"],
        "roles": [{"role": "origin", "began_on": "1998", "ended_on": None}],
        "body_memberships": [
            {
                "body": {"id": str(body.public_id), "name": "ASEAN"},
                "status": "member",
                "side": "",
                "began_on": "1999-04-30",
                "ended_on": None,
            }
        ],
    }


def test_countries_are_found_by_code_and_role():
    cambodia, thailand = CountryFactory(code="KH"), CountryFactory(code="TH")
    CountryRoleFactory(country=thailand, role="origin", ended_on="1990")
    CountryRoleFactory(country=thailand, role="destination")

    assert found("/countries?code=KH") == [str(cambodia.public_id)]
    assert found("/countries?role=origin,destination") == [str(thailand.public_id)]


def test_a_corridor_with_all_that_is_shown():
    cambodia, thailand = CountryFactory(code="KH", name="Cambodia"), CountryFactory(code="TH", name="Thailand")
    corridor = CorridorFactory(origin=cambodia, destination=thailand, note="Not for everybody.")

    assert shown(f"/corridors/{corridor.public_id}") == {
        "id": str(corridor.public_id),
        "origin": {"id": str(cambodia.public_id), "name": "Cambodia", "code": "KH"},
        "destination": {"id": str(thailand.public_id), "name": "Thailand", "code": "TH"},
    }
    assert found("/corridors?origin=KH") == found("/corridors?destination=TH") == [str(corridor.public_id)]
    assert found("/corridors?origin=TH") == []


def test_an_organisation_with_all_that_is_shown():
    cambodia = CountryFactory(code="KH", name="Cambodia")
    alliance = OrganisationFactory(name="Alliance")
    party = OrganisationFactory(
        party=True, name="Cambodia National Rescue Party", short_name="CNRP", country=cambodia, parent=alliance,
        founded_on="2012-07", dissolved_on="2017-11-16", website="https://cnrp.example", description="A party.",
    )  # fmt: skip
    OrganisationNameFactory(organisation=party, text="គណបក្ស", kind="official", language="km", began_on="2012")
    OrganisationIdentifierFactory(organisation=party, scheme="wikidata", value="Q5024918")
    successor = SuccessionFactory(predecessor=party, happened_on="2018", kind="succeeded", note="Inner.").successor

    assert shown(f"/organisations/{party.public_id}") == {
        "id": str(party.public_id),
        "name": "Cambodia National Rescue Party",
        "short_name": "CNRP",
        "kind": "party",
        "country": {"id": str(cambodia.public_id), "name": "Cambodia", "code": "KH"},
        "parent": {"id": str(alliance.public_id), "name": "Alliance"},
        "founded_on": "2012-07",
        "dissolved_on": "2017-11-16",
        "website": "https://cnrp.example",
        "institution_type": "",
        "stage": "",
        "seats": None,
        "description": "A party.",
        "names": [{"text": "គណបក្ស", "kind": "official", "language": "km", "began_on": "2012", "ended_on": None}],
        "identifiers": [{"scheme": "wikidata", "value": "Q5024918"}],
        "successions": [
            {
                "successor": {"id": str(successor.public_id), "name": successor.name},
                "kind": "succeeded",
                "happened_on": "2018",
            }
        ],
    }


def test_organisations_are_found_by_kind_country_parent_and_words():
    chamber = OrganisationFactory(chamber=True, name="Dewan Rakyat", country=CountryFactory(code="MY"))
    part = OrganisationFactory(name="Committee on Labour", parent=chamber)
    OrganisationNameFactory(organisation=chamber, text="House of Representatives")

    assert found("/organisations?kind=chamber,party") == [str(chamber.public_id)]
    assert found("/organisations?country=MY") == [str(chamber.public_id)]
    assert found(f"/organisations?parent={chamber.public_id}") == [str(part.public_id)]
    assert found("/organisations?search=house representatives") == [str(chamber.public_id)]
    assert found("/organisations?search=house&kind=party") == []


def test_everybody_reads_reference_data_alike_and_none_of_what_is_said_beside_it():
    world = readers.world()
    country = readers.marked(CountryFactory, "country", code="KH", name="Cambodia")
    readers.marked(CountryRoleFactory, "country", country=country)
    readers.marked(BodyMembershipFactory, "country", country=country)
    readers.marked(CorridorFactory, "corridor", origin=country)
    forum = readers.marked(OrganisationFactory, "forum", forum=True)
    readers.marked(SuccessionFactory, "forum", predecessor=forum)
    readers.marked(ForumAccessFactory, "forum", forum=forum)

    for path, told in (
        ("/countries", set()),
        ("/corridors", set()),
        ("/organisations", {("forum", field) for field in ("name", "short_name", "website", "description")}),
    ):
        everybody = {name: readers.ids_of(client, V1 + path) for name, client in world.clients.items()}
        assert everybody == dict.fromkeys(world.clients, everybody["public"])
        assert {frozenset(readers.told_to(client, V1 + path)) for client in world.clients.values()} == {frozenset(told)}

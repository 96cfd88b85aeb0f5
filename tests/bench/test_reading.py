"""What `make bench` compares with our API says the same of the same people."""

import pytest

from tests.bench import reading
from tests.factories import members as make


@pytest.fixture
def people(settings, db):
    settings.ROOT_URLCONF = "tests.bench.plain"
    for _person in range(2):
        mandate = make.MandateFactory(
            party=make.OrganisationFactory(party=True), area=make.AreaFactory(), began_on="2008~", post="Member"
        )
        mandate.term = make.ChamberTermFactory(chamber=mandate.chamber)
        mandate.save()
        mandate.person.country = make.CountryFactory()
        mandate.person.save()
        make.PersonNameFactory(person=mandate.person, language="km")
        make.IdentifierFactory(person=mandate.person)
        make.MembershipFactory(person=mandate.person)
    return mandate.person


def test_plain_view_and_api_say_the_same(client, people, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)

    for plain, ours in reading.addresses(people.public_id).values():
        reading.says_the_same(client.get(plain).content, client.get(ours).content)


def test_a_view_that_says_less_is_no_comparison(client, people):
    plain, ours = reading.addresses(people.public_id)[reading.ONE]

    with pytest.raises(AssertionError, match="do not say the same"):
        reading.says_the_same(client.get(plain).content, client.get(f"{ours}?fields=id,name").content)

"""A member of the caucus, and what may concern her."""

import datetime
from types import SimpleNamespace

from caucus_site.core.dates import PartialDate
from tests.factories.core import UserFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)

LONG_AGO = PartialDate.from_edtf("2019-06-12")
FAR_AHEAD = PartialDate.from_edtf("2099-06-12")
CLOSED = datetime.datetime(2019, 6, 12, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2099, 6, 12, 18, 15, tzinfo=datetime.UTC)


def member(**account):
    """A sitting parliamentarian of a chapter in a country of her own."""
    country = CountryFactory()
    chapter = ChapterFactory(country=country)
    chamber = OrganisationFactory(chamber=True, country=country)
    account = UserFactory(**{"parliamentarian": True, **account})
    person = PersonFactory(account=account, country=country)
    MembershipFactory(person=person, chapter=chapter)
    MandateFactory(person=person, chamber=chamber)
    return SimpleNamespace(account=account, person=person, chapter=chapter, chamber=chamber, country=country)

"""Who is who in these tests: members, coordinators, and people who are hidden."""

from caucus_site.core.models import User
from members.models import Chapter, Level, Membership, Office, Person
from tests.factories.core import UserFactory
from tests.factories.members import MembershipFactory, OfficeFactory, PersonFactory, ProtectionFactory


def join(person: Person, chapter: Chapter, **facts) -> None:
    MembershipFactory(
        person=person, chapter=chapter, **{"status": Membership.Status.ACTIVE, "began_on": "2011", **facts}
    )


def coordinate(chapter: Chapter) -> User:
    """The account of somebody who coordinates the chapter today."""
    account = UserFactory(coordinator=True)
    OfficeFactory(person=PersonFactory(account=account), chapter=chapter, kind=Office.Kind.COORDINATOR, began_on="2011")
    return account


def hidden_person(level: Level = Level.HIDDEN) -> Person:
    person = PersonFactory()
    ProtectionFactory(person=person, level=level)
    return person

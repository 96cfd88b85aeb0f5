"""Accounts of every role around two chapters, for asking who sees what."""

from types import SimpleNamespace

from caucus_site.core.data_classes import Role
from members.models import Office
from tests.factories.core import UserFactory
from tests.factories.members import ChapterFactory, MembershipFactory, OfficeFactory, PersonFactory


def member(chapter, role=Role.PARLIAMENTARIAN):
    """An account with a person who belongs to the chapter."""
    person = PersonFactory(account=UserFactory(role=role))
    MembershipFactory(person=person, chapter=chapter)
    return person


def coordinator(chapter):
    person = PersonFactory(account=UserFactory(coordinator=True))
    OfficeFactory(person=person, chapter=chapter, kind=Office.Kind.COORDINATOR)
    return person


def two_chapters():
    """One chapter with people in it, another one with others, staff of each duty, and outsiders."""
    home, abroad = ChapterFactory.create_batch(2)
    people = {
        "member": member(home),
        "coordinator": coordinator(home),
        "member_abroad": member(abroad),
        "coordinator_abroad": coordinator(abroad),
    }
    accounts = {
        **{name: person.account for name, person in people.items()},
        "superadmin": UserFactory(superadmin=True),
        "secretariat": UserFactory(secretariat=True),
        "finance_officer": UserFactory(finance_officer=True),
        "observer": UserFactory(),
        "partner": UserFactory(role=Role.PARTNER),
        "public": None,
    }
    return SimpleNamespace(home=home, abroad=abroad, people=SimpleNamespace(**people), accounts=accounts)


def seen_by(world, model):
    """For each account, what it sees of the model; rows are compared by primary key."""
    return {name: set(model.objects.visible_to(account)) for name, account in world.accounts.items()}

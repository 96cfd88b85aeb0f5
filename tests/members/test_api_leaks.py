"""Who learns of whom over REST: people at every level of protection and all that is theirs, planted in every list."""

import pytest

from members.models import Chapter, Level, Membership, Office
from tests import api_readers as readers
from tests.api_readers import EVERYBODY, INSIDE, MARK, STAFF, marked, told_to
from tests.factories.members import (
    BiographyFactory,
    ChapterFactory,
    ChapterNameFactory,
    ChapterObjectiveFactory,
    ChapterSupporterFactory,
    ContactDetailFactory,
    IdentifierFactory,
    MandateFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
    PersonLinkFactory,
    PersonNameFactory,
    ProtectionFactory,
    StandingEventFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
WHO_KNOWS = {
    "open": EVERYBODY,
    "guarded": INSIDE | STAFF,
    "private": INSIDE | STAFF,
    "hidden": STAFF,
    "locked": {"case_officer"},
}
SHOWN_OF_PEOPLE = (
    "name",
    "sort_name",
    "text",
    "given",
    "family",
    "honorific_prefix",
    "honorific_suffix",
    "scheme",
    "value",
    "constituency",
    "post",
)


@pytest.fixture
def world():
    """A person of each kind, with one of everything that a person can have, all of it marked."""
    world = readers.world()
    world.people, world.mandates, world.memberships, world.offices, world.events = {}, {}, {}, {}, {}
    for name in WHO_KNOWS:
        person = marked(PersonFactory, name, has_public_profile=name != "private", languages=["km"])
        if name in Level.values and name != Level.OPEN:
            marked(ProtectionFactory, name, person=person, level=name)
        marked(PersonNameFactory, name, person=person)
        marked(IdentifierFactory, name, person=person)
        marked(BiographyFactory, name, person=person)
        marked(PersonLinkFactory, name, person=person)
        marked(ContactDetailFactory, name, person=person)
        world.people[name] = person
        world.mandates[name] = marked(MandateFactory, name, person=person)
        world.memberships[name] = MembershipFactory(person=person, chapter=world.home)
        world.offices[name] = marked(OfficeFactory, name, person=person, chapter=world.home, kind=Office.Kind.CHAIR)
        world.events[name] = marked(StandingEventFactory, name, person=person, is_public=True)
    return world


@pytest.fixture
def forming(world):
    """A chapter that is not known yet, with a member, an office and a chapter below it that are."""
    chapter = marked(ChapterFactory, "forming", state=Chapter.State.FORMING)
    marked(ChapterNameFactory, "forming", chapter=chapter)
    marked(ChapterObjectiveFactory, "forming", chapter=chapter)
    marked(ChapterSupporterFactory, "forming", chapter=chapter)
    MembershipFactory(person=world.people["open"], chapter=chapter)
    OfficeFactory(person=world.people["open"], chapter=chapter)
    return chapter


def test_people(world):
    readers.assert_only_readers_learn(world.clients, f"{V1}/people", world.people, WHO_KNOWS, shown=SHOWN_OF_PEOPLE)


def test_people_are_searched_by_no_name_that_the_reader_may_not_see(world):
    for name, who_knows in WHO_KNOWS.items():
        for reader, client in world.clients.items():
            for words in (f"canary {name} name", f"canary {name} text"):
                found = readers.ids_of(client, f"{V1}/people?search={words}")
                assert found == ([str(world.people[name].public_id)] if reader in who_knows else []), (reader, words)


@pytest.mark.parametrize(
    ("path", "rows", "shown"),
    [
        ("mandates", "mandates", ("name", "constituency", "post")),
        ("memberships", "memberships", ("name",)),
        ("offices", "offices", ("name", "title")),
        ("standing-events", "events", ("name",)),
    ],
)
def test_what_people_have_is_seen_with_them(world, path, rows, shown):
    readers.assert_only_readers_learn(world.clients, f"{V1}/{path}", getattr(world, rows), WHO_KNOWS, shown=shown)


@pytest.mark.parametrize("path", ["mandates", "memberships", "offices", "standing-events"])
def test_filters_by_hidden_people_find_what_filters_by_nobody_find(world, path):
    for name, who_knows in WHO_KNOWS.items():
        for reader in EVERYBODY - who_knows:
            client = world.clients[reader]
            assert readers.finds_nothing_by(client, f"{V1}/{path}", "person", world.people[name]), (reader, name)


def test_a_chapter_in_formation_and_all_that_names_it(world, forming):
    who_knows = {"forming": STAFF | {"superadmin"}}
    shown = ("name", "short_name", "vision", "type_note", "text")

    readers.assert_only_readers_learn(world.clients, f"{V1}/chapters", {"forming": forming}, who_knows, shown=shown)

    for reader in EVERYBODY - who_knows["forming"]:
        client = world.clients[reader]
        for path in ("chapters", "people", "memberships", "offices"):
            assert "forming" not in {row for row, _field in told_to(client, f"{V1}/{path}")}, (reader, path)
        for path, parameter in (
            ("chapters", "parent"),
            ("people", "chapter"),
            ("memberships", "chapter"),
            ("offices", "chapter"),
        ):
            assert readers.finds_nothing_by(client, f"{V1}/{path}", parameter, forming), (reader, path)


def test_a_chapter_below_one_in_formation_says_so_to_no_one_else(world, forming):
    below = ChapterFactory(parent=forming)

    for reader, client in world.clients.items():
        parent = client.get(f"{V1}/chapters/{below.public_id}").json()["parent"]
        if reader in STAFF | {"superadmin"}:
            assert parent == {"id": str(forming.public_id), "name": "canary.forming.name."}
        else:
            assert parent is None, reader


def test_memberships_that_are_no_longer_or_not_yet_active(world):
    person = world.people["open"]
    invited = MembershipFactory(person=person, chapter=world.abroad, status=Membership.Status.INVITED)
    who_knows = STAFF | {"coordinator_abroad"}

    for reader, client in world.clients.items():
        known = {str(world.memberships["open"].public_id)} | (
            {str(invited.public_id)} if reader in who_knows else set()
        )
        nested = client.get(f"{V1}/people/{person.public_id}").json()["memberships"]
        assert {row["id"] for row in nested} == known, reader
        assert set(readers.ids_of(client, f"{V1}/memberships?person={person.public_id}")) == known, reader
        found = readers.ids_of(client, f"{V1}/people?chapter={world.abroad.public_id}")
        assert (str(person.public_id) in found) == (reader in who_knows), reader
    readers.assert_only_readers_learn(
        world.clients, f"{V1}/memberships", {"invited": invited}, {"invited": who_knows}, shown=("name",)
    )


def test_offices_that_only_the_caucus_knows(world):
    office = marked(
        OfficeFactory, "inner", person=world.people["open"], chapter=world.home, kind=Office.Kind.FOCAL_POINT
    )

    readers.assert_only_readers_learn(
        world.clients, f"{V1}/offices", {"inner": office}, {"inner": INSIDE | STAFF}, shown=("name", "title")
    )


def test_standing_events_that_are_not_public(world):
    event = marked(StandingEventFactory, "inner", person=world.people["open"], kind="in_exile")

    readers.assert_only_readers_learn(
        world.clients, f"{V1}/standing-events", {"inner": event}, {"inner": STAFF}, shown=("name",)
    )
    for reader in EVERYBODY - STAFF:
        assert readers.ids_of(world.clients[reader], f"{V1}/standing-events?kind=in_exile") == []


def test_nobody_reads_contacts_notes_or_inner_profiles_over_rest(world):
    inner = {"languages", "biographies", "contact_details", "account", "protections", "note"}

    for reader, client in world.clients.items():
        (row, *_rest) = readers.rows_of(client, f"{V1}/people")
        assert not inner & set(row), reader
        answers = "".join(readers.pages(client, f"{V1}/people", size=500))
        assert "parliament.example" not in answers
        assert {field for _row, field in MARK.findall(answers)} <= set(SHOWN_OF_PEOPLE), reader

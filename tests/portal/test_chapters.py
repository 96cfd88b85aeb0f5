"""Chapters: what they were called, who speaks for them, who is named among their members, and following them."""

import pytest
from django.urls import reverse

from caucus_site.notifications.models import Subscription
from members.models import Membership
from tests.advocacy.worlds import two_chapters
from tests.factories.advocacy import StatementFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory
from tests.factories.members import (
    ChapterFactory,
    ChapterNameFactory,
    ChapterObjectiveFactory,
    ChapterSupporterFactory,
    CountryFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
    ProtectionFactory,
    RegionalCaucusFactory,
)
from tests.portal.reading import Readers, client_of, cost, is_like_nothing, words

pytestmark = pytest.mark.django_db

STAFF = {"secretariat", "finance_officer"}
INSIDE = {"member", "member_abroad", "coordinator", "coordinator_abroad", "superadmin"} | STAFF


def address(chapter, name="chapter"):
    return reverse(f"portal:{name}", args=[chapter.public_id])


@pytest.fixture
def world():
    return two_chapters()


@pytest.fixture
def home(world):
    home = world.home
    home.country, home.launched_on = CountryFactory(code="NP", name="Nepal"), "2017-03-21"
    home.vision = "Nobody pays."
    home.save()
    return home


def test_the_page_says_what_the_chapter_is_and_does(world, home):
    ChapterNameFactory(chapter=home, text="Working Group on Migrants", ended_on="2017")
    ChapterNameFactory(chapter=home, text="आप्रवासी समूह", language="ne", began_on="2017")
    ChapterObjectiveFactory(chapter=home, text="Read every memorandum.")
    ChapterSupporterFactory(chapter=home, organisation__name="Supporting union")
    ChapterSupporterFactory(chapter=home, organisation__name="Former canary", ended_on="2018")
    StatementFactory(published=True, chapter=home, title="Issued")
    FactFindingMissionFactory(public=True, chapter=home, title="Journey")
    GatheringFactory(public=True, chapter=home, title="Assembly")

    readers = Readers(world.accounts, address(home))

    for said in (
        home.name,
        "Nepal",
        "21 March 2017",
        "Nobody pays.",
        "Working Group on Migrants",
        "until 2017",
        '<span lang="ne" dir="ltr">आप्रवासी समूह</span>',
        "Read every memorandum.",
        "Supporting union",
        "Issued",
        "Journey",
        "Assembly",
    ):
        assert readers.of(said) == set(world.accounts), said
    assert readers.of("Former canary") == set()


def test_offices_and_members_are_named_to_those_who_may_know(world, home):
    OfficeFactory(chapter=home, kind="convenor", person__name="Convenor today")
    OfficeFactory(chapter=home, kind="chair", person__name="Past canary", ended_on="2018")
    OfficeFactory(chapter=home, kind="focal_point", person__name="Contact canary")
    MembershipFactory(chapter=home, person__name="Active member")
    MembershipFactory(chapter=home, person__name="Invited canary", status="invited")
    MembershipFactory(chapter=home, person__name="Aide canary", person__has_public_profile=False)
    guarded = ProtectionFactory(level="guarded", person__name="Guarded canary").person
    MembershipFactory(chapter=home, person=guarded)
    hidden = ProtectionFactory(level="hidden", person__name="Hidden canary").person
    MembershipFactory(chapter=home, person=hidden)

    readers = Readers(world.accounts, address(home))

    for said in ("Convenor today", "Active member"):
        assert readers.of(said) == set(world.accounts), said
    for canary in ("Past canary", "Invited canary"):
        assert readers.of(canary) == set(), canary
    for canary in ("Contact canary", "Aide canary", "Guarded canary"):
        assert readers.of(canary) == INSIDE, canary
    for page in (address(home), address(home, "chapter_members")):
        readers = Readers(world.accounts, page)
        assert readers.of("Hidden canary") == STAFF


def test_a_chapter_in_formation_is_known_to_its_own_people(world):
    forming = ChapterFactory(state="forming", name="Forming canary", parent=RegionalCaucusFactory())
    MembershipFactory(chapter=forming, person=world.people.member)
    knows = {"member", "superadmin"} | STAFF

    for page in ("/chapters/", address(forming.parent)):
        readers = Readers(world.accounts, page)
        assert readers.of("Forming canary") == knows
    for name in set(world.accounts) - knows:
        client = client_of(world.accounts[name])
        assert is_like_nothing(client, address(forming), forming.public_id), name
        assert is_like_nothing(client, address(forming, "chapter_members"), forming.public_id), name


def test_the_list_is_narrowed_by_country_and_any_name(client, home):
    ChapterNameFactory(chapter=home, text="Working Group on Migrants", ended_on="2017")

    for query in ("country=NP", "q=working group"):
        assert [row.name for row in client.get(f"/chapters/?{query}").context["page"].rows] == [home.name]
    assert client.get("/chapters/?country=ZZ").status_code == 400
    assert "No chapter fits." in words(client.get("/chapters/?q=nothing"))


@pytest.mark.parametrize("reader", ["public", "member", "secretariat"])
def test_pages_of_chapters_cost_the_same_at_any_number_of_rows(world, home, reader):
    client = client_of(world.accounts[reader])
    pages = (address(home), address(home, "chapter_members"), "/chapters/", address(home.parent))

    def add(number):
        people = type(PersonFactory()).objects.bulk_create(PersonFactory.build_batch(number))
        Membership.objects.bulk_create(MembershipFactory.build(chapter=home, person=p) for p in people)
        for person in people[:30]:
            OfficeFactory(chapter=home, kind="chair", person=person)
            ChapterSupporterFactory(chapter=home)
            ChapterFactory(parent=home.parent, country=CountryFactory())
            StatementFactory(published=True, chapter=home)
            FactFindingMissionFactory(public=True, chapter=home)
            GatheringFactory(public=True, chapter=home)

    add(10)
    at_ten = [cost(client, page) for page in pages]
    add(990)
    assert [cost(client, page) for page in pages] == at_ten


# --- following ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["statement", "mission", "chapter"])
def test_a_member_follows_and_stops_following(world, kind):
    record = {
        "statement": lambda: StatementFactory(published=True),
        "mission": lambda: FactFindingMissionFactory(public=True),
        "chapter": ChapterFactory,
    }[kind]()
    client = client_of(world.accounts["member"])
    button = reverse("portal:follow", args=[kind, record.public_id])
    assert ">Follow</button>" in words(client.get(address(record, kind)))

    for _twice in range(2):
        assert client.post(button).url == address(record, kind)
    assert Subscription.objects.count() == 1
    assert ">Stop following</button>" in words(client.get(address(record, kind)))

    stopped = client.post(button, {"stop": "1"}, headers={"HX-Request": "true"})
    assert words(stopped).startswith('<section id="following"')
    assert not Subscription.objects.exists()


def test_only_what_is_seen_is_followed_and_only_by_accounts(client, world):
    forming = ChapterFactory(state="forming")
    hidden = reverse("portal:follow", args=["chapter", forming.public_id])
    seen = reverse("portal:follow", args=["chapter", world.home.public_id])

    assert client_of(world.accounts["observer"]).post(hidden).status_code == 404
    assert client_of(world.accounts["member"]).post(seen.replace("chapter", "person")).status_code == 404
    assert client_of(world.accounts["member"]).get(seen).status_code == 405
    assert client.post(seen).url.startswith(reverse("account_login"))
    assert ">Follow</button>" not in words(client.get(address(world.home)))
    assert not Subscription.objects.exists()

"""Statements in the portal: the list, the page in its languages, and who reads what of it."""

import datetime

import pytest
from django.urls import reverse

from advocacy.models import Endorsement, Statement
from caucus_site.core.dates import PartialDate
from tests.advocacy.worlds import two_chapters
from tests.factories.advocacy import (
    DemandFactory,
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    ParliamentaryActionFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import UserFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory, MissionPlaceFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)
from tests.portal.reading import Readers, client_of, cost, is_like_nothing, words

pytestmark = pytest.mark.django_db

LIST = "/statements/"


def address(statement):
    return reverse("portal:statement", args=[statement.public_id])


def listed(client, query=""):
    return [statement.title for statement in client.get(LIST + query).context["page"].rows]


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_each_may_see():
    world = two_chapters()
    StatementFactory(published=True, title="Published")
    StatementFactory(open=True, title="Open")
    StatementFactory(state="adopted", title="Adopted", chapter=world.home)
    StatementFactory(title="Draft", chapter=world.home)
    public, members = {"Published"}, {"Published", "Open"}

    seen = {name: set(listed(client_of(account))) for name, account in world.accounts.items()}

    assert seen == {
        "public": public,
        "observer": public,
        "partner": public,
        "superadmin": public,
        "member_abroad": members,
        "coordinator_abroad": members,
        "member": members | {"Adopted"},
        "coordinator": members | {"Adopted", "Draft"},
        "secretariat": members | {"Adopted", "Draft"},
        "finance_officer": members | {"Adopted", "Draft"},
    }


def test_the_list_is_narrowed_by_kind_year_country_chapter_and_words(client):
    khmer = ChapterFactory(country=CountryFactory(code="KH"))
    mission = FactFindingMissionFactory(public=True)
    MissionPlaceFactory(mission=mission, country=CountryFactory(code="KW"))
    day = PartialDate.from_edtf
    StatementFactory(published=True, title="Wages in Kampot", kind="declaration", chapter=khmer, issued_on=day("2014"))
    StatementFactory(published=True, title="Passports", mission=mission, issued_on=day("2015-03"))
    StatementTextFactory(
        statement=Statement.objects.get(title="Passports"), language="km", title="លិខិតឆ្លងដែន", is_original=False
    )
    StatementTextFactory(
        statement=Statement.objects.get(title="Passports"),
        language="bn",
        title="Secret draft",
        standing="draft",
        is_original=False,
    )

    assert listed(client, "?kind=declaration") == ["Wages in Kampot"]
    assert listed(client, "?year=2015") == ["Passports"]
    assert listed(client, "?country=KH") == ["Wages in Kampot"]
    assert listed(client, "?country=KW") == ["Passports"]
    assert listed(client, f"?chapter={khmer.public_id}") == ["Wages in Kampot"]
    assert listed(client, "?q=kampot wages") == ["Wages in Kampot"]
    assert listed(client, "?q=លិខិតឆ្លងដែន") == ["Passports"]
    assert listed(client, "?q=secret") == []
    assert "No statement fits." in words(client.get(f"{LIST}?q=secret"))


@pytest.mark.parametrize(
    "query",
    ["kind=poem", "year=never", "year=99999999999", "country=ZZ", "country=%00", "chapter=x", "cursor=x", "q=%00"],
)
def test_nonsense_in_the_address_is_answered_with_a_sentence(client, query):
    StatementFactory(published=True)

    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert 'role="alert"' in words(answer)


def test_a_chapter_that_is_not_seen_is_no_choice(client):
    forming = ChapterFactory(state="forming", name="Forming canary")

    answers = [
        client.get(f"{LIST}?chapter={public_id}")
        for public_id in (forming.public_id, "00000000-0000-4000-8000-000000000000")
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert "Forming canary" not in words(client.get(LIST))


def test_a_forming_chapters_name_does_not_show_in_what_it_issued(client):
    StatementFactory(published=True, title="Early", chapter=ChapterFactory(state="forming", name="Forming canary"))

    assert "Forming canary" not in words(client.get(LIST)) + words(client.get(address(Statement.objects.get())))


def test_long_lists_go_on_from_page_to_page(client):
    for number in range(30):
        StatementFactory(published=True, title=f"S{number:02}", issued_on=PartialDate.from_edtf("2019"))

    first = client.get(LIST)
    following = first.context["page"].following
    second = client.get(f"{LIST}?{following}")

    titles = [s.title for page in (first, second) for s in page.context["page"].rows]
    assert titles == [f"S{number:02}" for number in reversed(range(30))]
    assert (second.context["page"].following, "First page" in words(second)) == ("", True)


@pytest.mark.parametrize("reader", ["public", "member", "secretariat"])
def test_the_list_costs_the_same_at_any_length(reader):
    world = two_chapters()
    client = client_of(world.accounts[reader])
    bodies = [OrganisationFactory(), None]

    def add(number):
        Statement.objects.bulk_create(
            StatementFactory.build(published=True, chapter=world.home, issued_by=bodies[n % 2]) for n in range(number)
        )

    add(10)
    at_ten = cost(client, LIST)
    add(990)
    assert cost(client, LIST) == at_ten


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def statement():
    return StatementFactory(published=True, title="On wages")


def test_the_page_shows_the_original_unless_another_language_is_asked_for(client, statement):
    StatementTextFactory(statement=statement, language="en", title="On wages", body="We ask.\n\nWe insist.")
    StatementTextFactory(statement=statement, language="km", title="អំពីប្រាក់ឈ្នួល", body="យើងស្នើ", is_original=False)
    StatementTextFactory(statement=statement, language="ur", title="اجرت", body="ہم", is_original=False)

    original, khmer, urdu = (words(client.get(address(statement) + q)) for q in ("", "?language=km", "?language=ur"))

    assert '<div id="text" class="reading" lang="en" dir="ltr"><p>We ask.</p><p>We insist.</p>' in original
    assert '<h1 lang="km" dir="ltr">អំពីប្រាក់ឈ្នួល</h1>' in khmer
    assert '<div id="text" class="reading" lang="km" dir="ltr"><p>យើងស្នើ</p>' in khmer
    assert "Where the two differ, the original holds." in khmer
    assert '<div id="text" class="reading" lang="ur" dir="rtl">' in urdu


def test_only_the_newest_authorised_edition_of_each_language_is_read(client, statement):
    StatementTextFactory(statement=statement, edition=1, body="First words")
    StatementTextFactory(statement=statement, edition=2, body="Second words")
    StatementTextFactory(statement=statement, edition=3, body="Unchecked canary", standing="reviewed")
    StatementTextFactory(statement=statement, language="km", body="ចាស់", is_original=False)
    for language, standing in (("bn", "machine"), ("th", "draft"), ("vi", "reviewed")):
        StatementTextFactory(
            statement=statement, language=language, body="Unchecked canary", standing=standing, is_original=False
        )

    for account in (None, UserFactory(secretariat=True)):
        reader = client_of(account)
        page = reader.get(address(statement))
        assert [c.edition.language for c in page.context["page"].texts.choices] == ["en", "km"]
        assert "Second words" in words(page)
        for language in ("bn", "th", "vi", "xx", "%00", "<b>"):
            asked = words(reader.get(f"{address(statement)}?language={language}"))
            assert "There is no authorised text in this language." in asked
            assert "Unchecked canary" not in asked
        assert "This translation is of an earlier edition." in words(reader.get(f"{address(statement)}?language=km"))


def test_a_draft_is_read_by_those_invited_as_a_draft_and_never_from_a_machine():
    draft = StatementFactory()
    invited = PersonFactory(account=UserFactory(parliamentarian=True))
    StatementInvitationFactory(statement=draft, person=invited)
    StatementTextFactory(statement=draft, body="Draft words", standing="draft")
    StatementTextFactory(statement=draft, language="km", body="Machine canary", standing="machine", is_original=False)

    page = words(client_of(invited.account).get(f"{address(draft)}?language=km"))

    assert "Draft words" in page
    assert "Draft text, not authorised yet." in page
    assert "Machine canary" not in page
    assert is_like_nothing(client_of(None), address(draft), draft.public_id)


def test_the_secretariat_is_told_of_an_embargo():
    embargoed = StatementFactory(published=True, embargo_until=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))

    page = words(client_of(UserFactory(secretariat=True)).get(address(embargoed)))

    assert "Published, under embargo." in page
    assert "please do not pass it on" in page


def test_words_are_text_and_not_markup(client, statement):
    StatementTextFactory(statement=statement, body="<script>alert(1)</script>")

    assert "&lt;script&gt;" in words(client.get(address(statement)))


def test_a_withdrawn_statement_stays_with_its_notice(client):
    withdrawn = StatementFactory(state="withdrawn", issued_on=PartialDate.from_edtf("2019"))

    assert "This statement has been withdrawn." in words(client.get(address(withdrawn)))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"open": True},
        {"state": "withdrawn"},
        {"published": True, "embargo_until": datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_what_is_not_public_looks_like_nothing_to_the_public(client, facts):
    hidden = StatementFactory(title="Canary", **facts)

    assert is_like_nothing(client, address(hidden), hidden.public_id)
    for part in ("signatures", "statement_answers"):
        assert is_like_nothing(client, reverse(f"portal:{part}", args=[hidden.public_id]), hidden.public_id)


def test_signatures_are_shown_as_signed_by_country(client, statement):
    EndorsementFactory(
        statement=statement,
        signed_as_name="Mona",
        signed_as_title="Whip",
        party="Fair Work",
        chamber="House",
        country="Nepal",
    )
    EndorsementFactory(statement=statement, signed_as_name="Ravi", chamber="House", country="India", standing="former")
    EndorsementFactory(
        statement=statement, person=None, organisation=OrganisationFactory(), signed_as_name="Migrant Union"
    )

    page = client.get(address(statement))

    assert [
        (group.heading, [signature.signed_as_name for signature in group.signatures])
        for group in page.context["page"].signatures.groups
    ] == [("India", ["Ravi"]), ("Nepal", ["Mona"]), ("Organisations", ["Migrant Union"])]
    assert "3 signatures from 2 countries" in words(page)
    assert "<span>Whip</span><span>Fair Work</span><span>House</span>" in words(page)
    assert "formerly House" in words(page)


def test_hidden_and_withdrawn_signatures_are_neither_named_nor_counted():
    world = two_chapters()
    statement = StatementFactory(published=True)
    EndorsementFactory(statement=statement, signed_as_name="Shown")
    EndorsementFactory(statement=statement, signed_as_name="Hidden canary", is_hidden=True, person=world.people.member)
    guarded = ProtectionFactory(level="guarded").person
    EndorsementFactory(statement=statement, signed_as_name="Guarded canary", person=guarded)
    EndorsementWithdrawalFactory(endorsement__statement=statement, endorsement__signed_as_name="Withdrawn canary")
    pages = (address(statement), reverse("portal:signatures", args=[statement.public_id]))
    inside = {"member", "member_abroad", "coordinator", "coordinator_abroad", "superadmin"}
    staff = {"secretariat", "finance_officer"}

    for page in pages:
        readers = Readers(world.accounts, page)
        assert readers.of("Shown") == set(world.accounts)
        assert readers.of("Hidden canary") == staff | {"member"}
        assert readers.of("Guarded canary") == staff | inside
        assert readers.of("Withdrawn canary") == set()
    number = {name: client_of(a).get(pages[0]).context["page"].signatures.number for name, a in world.accounts.items()}
    assert (number["public"], number["observer"], number["member_abroad"]) == (1, 1, 2)
    assert (number["member"], number["secretariat"]) == (3, 3)


def test_recommendations_and_what_was_done_about_them_stand_below(client, statement):
    recommendation = RecommendationFactory(statement=statement, title="Open a desk", state="under_way", number=4)
    RecommendationAddresseeFactory(recommendation=recommendation, country=CountryFactory(code="MY", name="Malaysia"))
    DemandFactory(campaign=None, statement=statement, text="Pay on time", number=1)
    facts = {"review": "accepted", "is_public": True}
    ParliamentaryActionFactory(title="Asked about the desk", recommendation=recommendation, **facts)
    ParliamentaryActionFactory(title="Spoke of the statement", statement=statement, **facts)
    ParliamentaryActionFactory(title="Unchecked canary", statement=statement, is_public=True)
    ParliamentaryActionFactory(title="Inside canary", statement=statement, review="accepted")

    page = words(client.get(address(statement)))
    all_of_it = words(client.get(reverse("portal:statement_answers", args=[statement.public_id])))

    assert "Pay on time" in page
    for said in ("Open a desk", "Under way", "the government of Malaysia"):
        assert said in page
    for shown in (page, all_of_it):
        assert "Asked about the desk" in shown
        assert "Spoke of the statement" in shown
        assert "canary" not in shown


def test_origins_are_named_where_they_may_be_seen():
    world = two_chapters()
    statement = StatementFactory(
        published=True,
        mission=FactFindingMissionFactory(title="Mission canary", chapter=world.home),
        gathering=GatheringFactory(public=True, title="Assembly in the hills"),
        forwarded_from=StatementFactory(title="Draft canary"),
    )

    readers = Readers(world.accounts, address(statement))

    assert readers.of("Assembly in the hills") == set(world.accounts)
    assert readers.of("Mission canary") == {
        "member",
        "coordinator",
        "secretariat",
        "finance_officer",
    }
    assert readers.of("Draft canary") == {"secretariat", "finance_officer"}


def test_notes_of_the_secretariat_are_on_no_page():
    world = two_chapters()
    statement = StatementFactory(published=True, note="Note canary")
    RecommendationFactory(statement=statement, note="Note canary")

    readers = Readers(world.accounts, address(statement))

    assert readers.of("Note canary") == set()


@pytest.mark.parametrize("reader", ["public", "member", "secretariat"])
def test_the_page_costs_the_same_at_any_number_of_rows(reader):
    world = two_chapters()
    client = client_of(world.accounts[reader])
    statement = StatementFactory(published=True, chapter=world.home)
    recommendation = RecommendationFactory(statement=statement)
    people = [world.people.member, world.people.coordinator]

    def add(number):
        bodies = type(OrganisationFactory()).objects.bulk_create(OrganisationFactory.build_batch(number))
        Endorsement.objects.bulk_create(
            EndorsementFactory.build(statement=statement, person=None, organisation=body) for body in bodies
        )
        for n in range(min(number, 40)):
            RecommendationAddresseeFactory(recommendation__statement=statement)
            ParliamentaryActionFactory(
                review="accepted", is_public=True, recommendation=recommendation, person=people[n % 2]
            )

    add(10)
    pages = (
        address(statement),
        *(reverse(f"portal:{p}", args=[statement.public_id]) for p in ("signatures", "statement_answers")),
    )
    at_ten = [cost(client, page) for page in pages]
    add(990)
    assert [cost(client, page) for page in pages] == at_ten

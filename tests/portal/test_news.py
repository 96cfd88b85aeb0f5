import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from advocacy.services import endorsements, recommendations, statements
from caucus_site.core import journal
from caucus_site.core.models import JournalEntry
from caucus_site.portal import news
from caucus_site.portal.models import LastLook
from events.models import Gathering
from events.services import gatherings, missions
from tests.factories.advocacy import RecommendationFactory, StatementFactory, StatementTextFactory
from tests.factories.core import UserFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory
from tests.factories.members import ChapterFactory
from tests.portal.worlds import LONG_AGO, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(db):
    return member()


@pytest.fixture
def observer(db):
    return UserFactory()


def told(account):
    return [(item.title, item.sentence) for item in news.for_account(account).items]


def publish(statement, by, until="published"):
    steps = ["review", "open", "adopted", "published"]
    for step in steps[: steps.index(until) + 1]:
        statements.advance(statement, to=step, acting_user=by)


def test_life_of_a_statement_is_told_to_members_and_its_publication_to_all(rina, observer, secretariat):
    publish(StatementTextFactory(statement__title="Wages on time").statement, secretariat)

    assert told(rina.account) == [
        ("Wages on time", "was published"),
        ("Wages on time", "was adopted"),
        ("Wages on time", "is open for signature"),
    ]
    assert told(observer) == [("Wages on time", "was published")]


def test_what_one_may_not_see_is_not_told(rina, observer, secretariat):
    publish(StatementTextFactory().statement, secretariat, until="review")
    hers = StatementTextFactory(statement__title="Ours", statement__chapter=rina.chapter).statement
    publish(hers, secretariat, until="adopted")
    publish(StatementTextFactory(statement__chapter=ChapterFactory()).statement, secretariat, until="adopted")

    assert told(rina.account) == [("Ours", "was adopted"), ("Ours", "is open for signature")]
    assert told(observer) == []


def test_signatures_are_nobodys_news(rina, secretariat):
    statement = StatementTextFactory(statement__open=True).statement
    endorsements.endorse(statement, by=member().person, acting_user=secretariat, is_hidden=True)

    assert told(rina.account) == []


def test_ones_own_doing_is_no_news(rina, secretariat):
    publish(StatementTextFactory(statement__title="Mine").statement, rina.account)

    assert told(rina.account) == []


def test_mission_is_told_to_those_inside_and_to_others_once_published(rina, observer, secretariat):
    mission = FactFindingMissionFactory(title="Harbours", chapter=rina.chapter, outcome="They are not paid.")
    for step in ("approved", "preparing", "in_the_field", "reporting", "published"):
        missions.advance(mission, to=step, acting_user=secretariat)

    assert [sentence for _title, sentence in told(rina.account)] == [
        "was published", "is writing its report", "is in the field", "is being prepared", "was approved",
    ]  # fmt: skip
    assert told(observer) == [("Harbours", "was published")]


def test_gathering_is_told_to_who_knows_of_it(rina, observer, secretariat):
    gathering = GatheringFactory(title="Assembly", chapter=rina.chapter, began_on=LONG_AGO)
    gatherings.advance(gathering, to=Gathering.State.ANNOUNCED, acting_user=secretariat)

    assert told(rina.account) == [("Assembly", "was announced")]
    assert told(observer) == []


def test_follow_up_is_told_to_those_who_may_read_it(rina, observer, secretariat):
    asked = RecommendationFactory(title="Return passports", statement__published=True, responsible_chapter=rina.chapter)
    recommendations.follow_up(asked, kind="reminder", text="Wrote again", acting_user=secretariat)
    assert told(rina.account) == [("Return passports", "was followed up")]
    assert told(observer) == []

    recommendations.follow_up(asked, kind="answer", text="Yes", acting_user=secretariat, is_public=True)
    assert told(observer) == [("Return passports", "was followed up")]


def test_items_lead_to_the_records_they_are_about(rina, secretariat):
    recommendation = RecommendationFactory(responsible_person=rina.person)
    recommendations.advance(recommendation, to="acknowledged", acting_user=secretariat)

    (item,) = news.for_account(rina.account).items

    assert item.url == reverse("portal:recommendation", args=[recommendation.public_id])


def test_what_was_read_is_told_no_more(sign_in, rina, secretariat):
    first = StatementTextFactory(statement__title="First").statement
    publish(first, secretariat)
    client = sign_in(rina.account)
    shown = client.get("/me/").context["news"].position
    publish(StatementTextFactory(statement__title="Meanwhile").statement, secretariat)

    answer = client.post(reverse("portal:mark_news_read"), {"up_to": shown})

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert {title for title, _sentence in told(rina.account)} == {"Meanwhile"}


def test_part_of_the_page_is_renewed_by_htmx(sign_in, rina, secretariat):
    publish(StatementTextFactory(statement__title="First").statement, secretariat)

    answer = sign_in(rina.account).post(
        reverse("portal:mark_news_read"), {"up_to": journal.head().position}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert page.lstrip().startswith('<section class="panel" id="news"')
    assert "Nothing new." in page


def test_mark_neither_goes_back_nor_beyond_what_is_written(rina, secretariat):
    publish(StatementTextFactory().statement, secretariat)
    head = journal.head().position

    for up_to, expected in ((2, 2), (10**15, head), (1, head)):
        news.mark_read(rina.account, up_to=up_to)
        assert LastLook.objects.get().position == expected


@pytest.mark.parametrize("up_to", ["", "x", "-1", "1.5", "9" * 5000])
def test_mark_that_is_none_is_refused(sign_in, rina, up_to):
    assert sign_in(rina.account).post(reverse("portal:mark_news_read"), {"up_to": up_to}).status_code == 400
    assert not LastLook.objects.exists()


def test_who_never_looked_is_told_what_happened_lately(rina, secretariat, monkeypatch):
    publish(StatementTextFactory(statement__title="Long ago").statement, secretariat)
    later = timezone.now() + datetime.timedelta(days=news.DAYS_FOR_NEWCOMERS, hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert told(rina.account) == []


def test_long_list_is_cut_and_says_so(rina, secretariat):
    for number in range(news.SHOWN + 1):
        gatherings.advance(
            GatheringFactory(title=f"No. {number}", chapter=rina.chapter), to="announced", acting_user=secretariat
        )

    found = news.for_account(rina.account)

    assert (len(found.items), found.has_more, found.items[0].title) == (news.SHOWN, True, f"No. {news.SHOWN}")


@pytest.mark.parametrize("rows", [1, 50])
def test_news_cost_the_same_however_much_happened(rina, secretariat, rows, django_assert_num_queries):
    for statement in StatementFactory.create_batch(rows, published=True):
        JournalEntry.objects.create(
            verb="advocacy.statement_published", subject_type="advocacy.statement", subject_id=statement.public_id
        )

    with django_assert_num_queries(4):
        news.for_account(rina.account)

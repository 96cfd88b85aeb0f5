import datetime

import pytest
from django.urls import reverse

from advocacy.models import Recommendation
from advocacy.services import endorsements
from caucus_site.core.data_classes import Role
from caucus_site.core.dates import PartialDate
from caucus_site.portal.home import Home
from events.models import Attendance, FactFindingMission, Gathering
from members.models import Membership
from members.models.protection import Level
from tests.factories.advocacy import (
    EndorsementFactory,
    FollowUpFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import UserFactory
from tests.factories.events import AttendanceFactory, DelegateFactory, FactFindingMissionFactory, GatheringFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    OrganisationFactory,
    PersonFactory,
    ProtectionFactory,
)
from tests.portal.reading import words
from tests.portal.worlds import CLOSED, CLOSES, FAR_AHEAD, LONG_AGO, member

pytestmark = pytest.mark.django_db
State = Gathering.State


@pytest.fixture
def rina(db):
    return member()


class TestAwaitingSignature:
    def test_open_statements_without_my_name_are_listed_most_urgent_first(self, rina):
        without_end = StatementFactory(open=True)
        later = StatementFactory(open=True, closes_at=CLOSES + datetime.timedelta(days=1))
        soon = StatementFactory(open=True, closes_at=CLOSES)

        assert Home(rina.account).awaiting_signature == [soon, later, without_end]

    def test_what_takes_no_signature_now_or_has_mine_is_not(self, rina):
        StatementFactory(open=True, opens_at=CLOSES)
        StatementFactory(open=True, closes_at=CLOSED)
        StatementFactory(published=True)
        StatementFactory(chapter=rina.chapter)
        EndorsementFactory(person=rina.person)
        signed = StatementTextFactory(statement__open=True).statement
        withdrawn = endorsements.endorse(signed, by=rina.person, acting_user=rina.account)
        endorsements.withdraw(withdrawn, acting_user=rina.account)

        assert Home(rina.account).awaiting_signature == []

    def test_associates_are_asked_only_where_they_are_invited(self, rina):
        Membership.objects.update(category=Membership.Category.STAFF)
        StatementFactory(open=True)
        invited = StatementInvitationFactory(person=rina.person, statement__open=True).statement

        assert Home(rina.account).awaiting_signature == [invited]

    @pytest.mark.parametrize("role", [Role.OBSERVER, Role.SECRETARIAT])
    def test_other_roles_sign_nothing(self, role):
        account = member(parliamentarian=False, role=role).account
        StatementFactory(open=True)

        assert Home(account).awaiting_signature == []

    def test_secret_signatures_are_not_counted(self, rina):
        statement = StatementFactory(open=True)
        EndorsementFactory(statement=statement)
        EndorsementFactory(statement=statement, is_hidden=True)

        (shown,) = Home(rina.account).awaiting_signature

        assert shown.endorsement_count == 1

    def test_chapter_that_is_not_open_to_the_reader_is_not_named(self, rina, sign_in):
        forming = ChapterFactory(state="forming", name="Not yet told")
        StatementFactory(open=True, title="Wages on time", chapter=forming)
        DelegateFactory(person=rina.person, mission__title="To the camps", mission__chapter=forming)

        page = sign_in(rina.account).get("/me/").content.decode()

        assert "Wages on time" in page
        assert "To the camps" in page
        assert "Not yet told" not in page

    def test_list_agrees_with_who_may_sign(self, rina):
        StatementFactory(open=True)

        for statement in Home(rina.account).awaiting_signature:
            assert endorsements.signer_behind(rina.account, statement, day=Home(rina.account).day) == rina.person


class TestEngagements:
    def test_gatherings_are_those_i_am_on_the_list_of(self, rina):
        def on(began_on=None, ended_on=None, state=State.ANNOUNCED):
            gathering = GatheringFactory(began_on=began_on, ended_on=ended_on, state=state)
            return AttendanceFactory(person=rina.person, gathering=gathering)

        ahead, ongoing, undated = on(FAR_AHEAD), on(LONG_AGO, FAR_AHEAD), on()
        called_off = on(FAR_AHEAD, state=State.CANCELLED)
        over, held = on(LONG_AGO), on(LONG_AGO, state=State.HELD)
        AttendanceFactory(gathering=ahead.gathering)
        AttendanceFactory(gathering__began_on=FAR_AHEAD, gathering__public=True)

        home = Home(rina.account)

        assert home.coming_gatherings == [ongoing, ahead, called_off, undated]
        assert home.past_gatherings == [held, over]

    def test_missions_are_those_i_am_a_delegate_of(self, rina):
        under_way = DelegateFactory(person=rina.person, mission__began_on=FAR_AHEAD)
        over = DelegateFactory(person=rina.person, mission__public=True)
        DelegateFactory(mission=under_way.mission)
        FactFindingMissionFactory(public=True)

        home = Home(rina.account)

        assert (home.coming_missions, home.past_missions) == ([under_way], [over])

    def test_mission_of_a_hidden_colleague_is_not_named_even_to_its_delegates(self, rina):
        colleague = PersonFactory()
        ProtectionFactory(person=colleague, level=Level.HIDDEN)
        mission = FactFindingMissionFactory(
            initiator_kind=FactFindingMission.InitiatorKind.MEMBER, initiating_person=colleague
        )
        DelegateFactory(person=rina.person, mission=mission)

        assert Home(rina.account).coming_missions == []

    def test_member_under_protection_sees_her_own(self, rina):
        ProtectionFactory(person=rina.person, level=Level.LOCKED)
        attendance = AttendanceFactory(person=rina.person, gathering__began_on=FAR_AHEAD)

        home = Home(rina.account)

        assert (home.person, home.coming_gatherings) == (rina.person, [attendance])


class TestAsks:
    @staticmethod
    def published(**facts):
        return RecommendationFactory(statement__published=True, **facts)

    def test_those_to_my_country_of_my_chapter_and_mine_are_listed_longest_silence_first(self, rina):
        ministry = OrganisationFactory(name="Ministry of Labour", short_name="MoL", country=rina.country)
        to_ministry = self.published(made_on=PartialDate.from_edtf("2012"))
        RecommendationAddresseeFactory(recommendation=to_ministry, country=None, organisation=ministry)
        to_government = self.published(made_on=PartialDate.from_edtf("2010"))
        RecommendationAddresseeFactory(recommendation=to_government, country=rina.country)
        RecommendationAddresseeFactory(recommendation=to_government, country__code="ZZ", country__name="Elsewhere")
        of_chapter = self.published(made_on=PartialDate.from_edtf("2014"), responsible_chapter=rina.chapter)
        mine = self.published(made_on=PartialDate.from_edtf("2016"), responsible_person=rina.person)
        RecommendationAddresseeFactory(recommendation=self.published())

        asks = Home(rina.account).asks

        assert [ask.recommendation for ask in asks] == [to_government, to_ministry, of_chapter, mine]
        assert [ask.addressees for ask in asks] == [[rina.country.name, "Elsewhere"], ["MoL"], [], []]
        assert [ask.origin for ask in asks] == [ask.recommendation.statement for ask in asks]
        assert (asks[0].heard_on, asks[0].is_silent) == (datetime.date(2010, 12, 31), True)

    @pytest.mark.parametrize("state", [Recommendation.State.DONE, Recommendation.State.REJECTED])
    def test_settled_ones_wait_for_nothing(self, rina, state):
        self.published(responsible_chapter=rina.chapter, state=state)

        assert Home(rina.account).asks == []

    def test_those_of_statements_not_yet_seen_are_not(self, rina):
        RecommendationAddresseeFactory(recommendation=RecommendationFactory(), country=rina.country)

        assert Home(rina.account).asks == []

    def test_origin_that_the_responsible_person_may_not_see_is_not_named(self, rina):
        mine = RecommendationFactory(responsible_person=rina.person, statement__title="Secret draft")

        ask = Home(rina.account).asks[0]

        assert (ask.recommendation, ask.origin, ask.url) == (mine, None, "")

    def test_silence_is_counted_from_what_the_reader_may_know(self, rina):
        recommendation = self.published(
            made_on=PartialDate.from_edtf("2012-03-01"), responsible_chapter=ChapterFactory()
        )
        RecommendationAddresseeFactory(recommendation=recommendation, country=rina.country)
        FollowUpFactory(recommendation=recommendation, happened_on=PartialDate.from_edtf("2020-01-01"))
        assert Home(rina.account).asks[0].heard_on == datetime.date(2012, 3, 1)

        FollowUpFactory(recommendation=recommendation, happened_on=PartialDate.from_edtf("2018-01-01"), is_public=True)
        assert Home(rina.account).asks[0].heard_on == datetime.date(2018, 1, 1)


class TestPage:
    def test_it_says_what_waits_and_when_it_closes_in_my_hours(self, sign_in, rina):
        rina.account.time_zone = "Asia/Kathmandu"
        rina.account.save()
        statement = StatementFactory(open=True, closes_at=CLOSES, title="Wages on time")

        page = sign_in(rina.account).get("/me/").content.decode()

        assert "Wages on time" in page
        assert '<time datetime="2099-06-13T00:00:00+05:45">13 June 2099, 00:00</time> (Asia/Kathmandu)' in page
        assert reverse("portal:statement", args=[statement.public_id]) in page

    def test_each_empty_part_says_so(self, sign_in, rina):
        page = sign_in(rina.account).get("/me/").content.decode()

        for sentence in (
            "Nothing waits: you have signed what you may sign, or no statement is open.",
            "None ahead: you are not on the list of a coming gathering or mission.",
            "Nothing is open: no recommendation to your country or of your chapter waits for an answer.",
            "Nothing new.",
        ):
            assert sentence in page

    @pytest.mark.parametrize(
        ("role", "sentence"),
        [
            (Role.OBSERVER, "As an observer you read what the caucus has published"),
            (Role.SECRETARIAT, "This account belongs to the secretariat"),
            (Role.SUPERADMIN, "This account belongs to the secretariat"),
            (Role.PARLIAMENTARIAN, "This account is not yet tied to a member of the caucus."),
            (Role.COORDINATOR, "This account is not yet tied to a member of the caucus."),
        ],
    )
    def test_account_with_nobody_behind_it_is_told_what_it_can_do_here(self, sign_in, role, sentence):
        answer = sign_in(UserFactory(role=role)).get("/me/")

        assert answer.status_code == 200
        assert sentence in answer.content.decode()

    def test_person_of_nobody_is_not_mistaken_for_that_of_a_visitor(self, client):
        PersonFactory(account=None)

        assert client.get("/me/").status_code == 302

    @pytest.mark.parametrize("rows", [10, 1_000])
    def test_it_costs_the_same_with_ten_rows_and_with_a_thousand(self, sign_in, rina, rows, django_assert_num_queries):
        everything_about(rina, rows)
        client = sign_in(rina.account)
        client.get("/me/")

        with django_assert_num_queries(18):
            answer = client.get("/me/")

        assert answer.status_code == 200


def everything_about(rina, rows):
    """So many of everything that the page reads."""
    half = rows // 2
    Gathering.objects.bulk_create(
        GatheringFactory.build_batch(half, began_on=FAR_AHEAD) + GatheringFactory.build_batch(half, began_on=LONG_AGO)
    )
    Attendance.objects.bulk_create(
        Attendance(gathering=gathering, person=rina.person) for gathering in Gathering.objects.all()
    )
    missions = FactFindingMissionFactory.build_batch(half) + FactFindingMissionFactory.build_batch(half, public=True)
    FactFindingMission.objects.bulk_create(missions)
    delegate = type(DelegateFactory.build())
    delegate.objects.bulk_create(delegate(mission=mission, person=rina.person) for mission in missions)
    statement = type(StatementFactory.build())
    statement.objects.bulk_create(StatementFactory.build_batch(rows, open=True))
    published = StatementFactory(published=True)
    asks = [
        RecommendationFactory.build(statement=published if number % 2 else None, mission=missions[-1])
        for number in range(rows)
    ]
    Recommendation.objects.bulk_create(asks)
    addressee = type(RecommendationAddresseeFactory.build())
    addressee.objects.bulk_create(addressee(recommendation=ask, country=rina.country) for ask in asks)
    CountryFactory()


@pytest.mark.parametrize("role", [Role.PARLIAMENTARIAN, Role.OBSERVER, Role.SECRETARIAT])
def test_what_one_follows_is_one_step_from_home(sign_in, role):
    page = words(sign_in(UserFactory(role=role)).get(reverse("portal:home")))

    assert '<a href="/me/subscriptions/">What I follow</a>' in page

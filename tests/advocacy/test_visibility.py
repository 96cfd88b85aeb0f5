"""Who sees what: each kind of row with at least one that could leak."""

import datetime

import pytest
from django.apps import apps
from django.utils import timezone

from advocacy import models
from caucus_site.core.dates import PartialDate
from members.models import Level
from tests.advocacy.worlds import member, seen_by, two_chapters
from tests.factories.advocacy import (
    AllocationFactory,
    AnswerFactory,
    CampaignFactory,
    CampaignStageFactory,
    CommitmentFactory,
    ConcernFactory,
    ConcernStepFactory,
    ContributionFactory,
    DemandFactory,
    EndorsementFactory,
    EndorsementWithdrawalFactory,
    FactFactory,
    FollowUpFactory,
    GrantDeadlineFactory,
    GrantFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    InstrumentClauseFactory,
    ParliamentaryActionFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    RecommendationFindingFactory,
    SolidarityCaseFactory,
    SolidarityStepFactory,
    StatementFactory,
    StatementInvitationFactory,
    StatementTextFactory,
)
from tests.factories.core import CompartmentReaderFactory, UserFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import PersonFactory, ProtectionFactory

pytestmark = pytest.mark.django_db

State = models.Statement.State
ACCOUNTS = (
    "member",
    "coordinator",
    "member_abroad",
    "coordinator_abroad",
    "superadmin",
    "secretariat",
    "finance_officer",
    "observer",
    "partner",
    "public",
)


@pytest.fixture
def world():
    return two_chapters()


def expected(everybody=(), **by_account):
    """The same rows for everybody, and more for those who are named."""
    assert set(by_account) <= set(ACCOUNTS)
    return {name: {*everybody, *by_account.get(name, ())} for name in ACCOUNTS}


def test_statements_by_state(world):
    facts = {"chapter": world.home}
    draft = StatementFactory(**facts)
    review = StatementFactory(**facts, state=State.REVIEW)
    opened = StatementFactory(**facts, open=True)
    adopted = StatementFactory(**facts, state=State.ADOPTED)
    published = StatementFactory(**facts, published=True)
    withdrawn_draft = StatementFactory(**facts, state=State.WITHDRAWN)
    withdrawn = StatementFactory(**facts, state=State.WITHDRAWN, issued_on=PartialDate.from_edtf("2019"))
    embargo = timezone.now() + datetime.timedelta(hours=1)
    embargoed = StatementFactory(**facts, published=True, embargo_until=embargo)
    past = StatementFactory(**facts, published=True, embargo_until=timezone.now() - datetime.timedelta(hours=1))
    everything = {draft, review, opened, adopted, published, withdrawn_draft, withdrawn, embargoed, past}

    assert seen_by(world, models.Statement) == expected(
        {published, withdrawn, past},
        member={opened, adopted},
        coordinator=everything,
        member_abroad={opened},
        coordinator_abroad={opened},
        secretariat=everything,
        finance_officer=everything,
    )


def test_an_invitation_opens_one_draft_to_one_person(world):
    draft = StatementFactory(chapter=world.home)
    StatementFactory(chapter=world.home)
    text = StatementTextFactory(statement=draft, standing="draft")

    invitation = StatementInvitationFactory(statement=draft, person=world.people.member_abroad)

    account = world.accounts["member_abroad"]
    assert list(models.Statement.objects.visible_to(account)) == [draft]
    assert list(models.StatementText.objects.visible_to(account)) == [text]
    assert seen_by(world, models.StatementInvitation) == expected(
        member_abroad={invitation},
        coordinator={invitation},
        secretariat={invitation},
        finance_officer={invitation},
    )


def test_who_signed_keeps_seeing_what_was_signed(world):
    statement = StatementFactory(chapter=world.home, state=State.ADOPTED)

    EndorsementFactory(statement=statement, person=world.people.member_abroad)

    assert list(models.Statement.objects.visible_to(world.accounts["member_abroad"])) == [statement]


def test_only_authorised_texts_leave_the_circle_of_the_draft(world):
    statement = StatementFactory(chapter=world.home, published=True)
    authorised = StatementTextFactory(statement=statement)
    unchecked = StatementTextFactory(statement=statement, language="km", is_original=False, standing="machine")
    of_a_draft = StatementTextFactory()

    assert seen_by(world, models.StatementText) == expected(
        {authorised},
        coordinator={unchecked},
        secretariat={unchecked, of_a_draft},
        finance_officer={unchecked, of_a_draft},
    )


def test_signatures_hidden_withdrawn_and_of_hidden_people(world):
    statement = StatementFactory(chapter=world.home, published=True)
    shown = EndorsementFactory(statement=statement)
    hidden = EndorsementFactory(statement=statement, is_hidden=True, person=world.people.member)
    no_longer = EndorsementFactory(statement=statement, is_hidden=True, hidden_until=datetime.date(2020, 1, 1))
    withdrawal = EndorsementWithdrawalFactory(endorsement__statement=statement)
    guarded = EndorsementFactory(statement=statement, person=ProtectionFactory(level=Level.GUARDED).person)
    in_hiding = EndorsementFactory(statement=statement, person=ProtectionFactory(level=Level.HIDDEN).person)
    EndorsementFactory(statement=statement, person=ProtectionFactory(level=Level.LOCKED).person)
    of_a_draft = EndorsementFactory(statement=StatementFactory(chapter=world.home))
    inside = {guarded}
    staff = {hidden, withdrawal.endorsement, guarded, in_hiding, of_a_draft}

    assert seen_by(world, models.Endorsement) == expected(
        {shown, no_longer},
        superadmin=inside,
        member={hidden, *inside},
        coordinator={of_a_draft, *inside},
        member_abroad=inside,
        coordinator_abroad=inside,
        secretariat=staff,
        finance_officer=staff,
    )
    assert seen_by(world, models.EndorsementWithdrawal) == expected(
        coordinator={withdrawal}, secretariat={withdrawal}, finance_officer={withdrawal}
    )


def test_recommendations_are_seen_with_what_makes_them(world):
    published = RecommendationFactory(statement__published=True)
    of_a_draft = RecommendationFactory(statement__chapter=world.home)
    unpublished_too = RecommendationFactory(statement__published=True, mission=FactFindingMissionFactory())
    mine = RecommendationFactory(responsible_person=world.people.member_abroad)
    ours = RecommendationFactory(responsible_chapter=world.home)
    everything = {of_a_draft, unpublished_too, mine, ours}
    addressees = {row: RecommendationAddresseeFactory(recommendation=row) for row in (published, *everything)}

    wanted = expected(
        {published},
        coordinator={of_a_draft, ours},
        member_abroad={mine},
        secretariat=everything,
        finance_officer=everything,
    )

    assert seen_by(world, models.Recommendation) == wanted
    assert seen_by(world, models.RecommendationAddressee) == {
        name: {addressees[row] for row in rows} for name, rows in wanted.items()
    }


def test_the_ground_of_a_recommendation_is_seen_only_where_the_finding_is(world):
    ground = RecommendationFindingFactory(recommendation__statement__published=True)

    assert seen_by(world, models.RecommendationFinding) == expected(secretariat={ground}, finance_officer={ground})


def test_follow_ups_are_work_inside_the_chapter_unless_public(world):
    recommendation = RecommendationFactory(statement__published=True, responsible_chapter=world.home)
    inside = FollowUpFactory(recommendation=recommendation)
    public = FollowUpFactory(recommendation=recommendation, is_public=True)
    public_of_a_draft = FollowUpFactory(is_public=True)
    mine = FollowUpFactory(by_person=world.people.member_abroad)

    assert seen_by(world, models.FollowUp) == expected(
        {public},
        member={inside},
        coordinator={inside},
        member_abroad={mine},
        secretariat={inside, public_of_a_draft, mine},
        finance_officer={inside, public_of_a_draft, mine},
    )


def test_parliamentary_actions_and_their_answers(world):
    colleague = member(world.home)
    accepted = {"review": models.ParliamentaryAction.Review.ACCEPTED}
    public = ParliamentaryActionFactory(**accepted, is_public=True)
    unchecked = ParliamentaryActionFactory(is_public=True, person=colleague)
    colleagues = ParliamentaryActionFactory(**accepted, person=colleague)
    strangers = ParliamentaryActionFactory(**accepted)
    mine = ParliamentaryActionFactory(person=world.people.member)
    in_hiding = ParliamentaryActionFactory(**accepted, is_public=True, person=ProtectionFactory().person)
    everything = {unchecked, colleagues, strangers, mine, in_hiding}
    answers = {row: AnswerFactory(action=row) for row in (public, *everything)}

    wanted = expected(
        {public},
        member={colleagues, mine},
        coordinator={unchecked, colleagues, mine},
        secretariat=everything,
        finance_officer=everything,
    )

    assert seen_by(world, models.ParliamentaryAction) == wanted
    assert seen_by(world, models.Answer) == {name: {answers[row] for row in rows} for name, rows in wanted.items()}


def test_campaigns_and_their_inside(world):
    public = CampaignFactory(is_public=True)
    ours = CampaignFactory(chapter=world.home)
    stage_of_public, stage = CampaignStageFactory(campaign=public), CampaignStageFactory(campaign=ours)
    demand_of_public, demand = DemandFactory(campaign=public), DemandFactory(campaign=ours)
    demand_of_both = DemandFactory(campaign=public, statement=StatementFactory())
    shown = IndicatorFactory(campaign=public, is_public=True)
    counted_inside = IndicatorFactory(campaign=public)
    not_shown = IndicatorFactory(campaign=ours, is_public=True)
    readings = {row: IndicatorReadingFactory(indicator=row) for row in (shown, counted_inside, not_shown)}

    def as_said(everybody, inside, rest):
        staff = {*inside, *rest}
        return expected(everybody, member=inside, coordinator=inside, secretariat=staff, finance_officer=staff)

    assert seen_by(world, models.Campaign) == as_said({public}, {ours}, ())
    assert seen_by(world, models.CampaignStage) == as_said((), {stage}, {stage_of_public})
    assert seen_by(world, models.Demand) == as_said({demand_of_public}, {demand}, {demand_of_both})
    assert seen_by(world, models.Indicator) == as_said({shown}, {not_shown}, {counted_inside})
    assert seen_by(world, models.IndicatorReading) == as_said(
        {readings[shown]}, {readings[not_shown]}, {readings[counted_inside]}
    )


def test_money_is_for_finance_officers_only(world):
    grant = GrantFactory(chapter=world.home)
    deadline = GrantDeadlineFactory(grant=grant)
    allocation = AllocationFactory(grant=grant)
    contribution = ContributionFactory(by_person=world.people.member)
    ContributionFactory(by_person=ProtectionFactory(level=Level.LOCKED).person)

    assert seen_by(world, models.Funder) == expected(finance_officer={grant.funder})
    assert seen_by(world, models.Grant) == expected(finance_officer={grant})
    assert seen_by(world, models.GrantDeadline) == expected(finance_officer={deadline})
    assert seen_by(world, models.Allocation) == expected(finance_officer={allocation})
    assert seen_by(world, models.Contribution) == expected(finance_officer={contribution})


def test_staff_see_that_a_grant_ends_and_nothing_of_the_money(world):
    facts = {"ended_on": PartialDate.from_edtf("2021"), "amount": 987654, "currency": "GBP"}
    ours = GrantFactory(title="Caucus work", chapter=world.home, **facts)
    theirs = GrantFactory(title="Work abroad", chapter=world.abroad, **facts)

    def row(grant):
        return {"title": grant.title, "ended_on": grant.ended_on, "ended_on_earliest": datetime.date(2021, 1, 1)}

    endings = {name: list(models.Grant.objects.endings_visible_to(account)) for name, account in world.accounts.items()}

    both = [row(ours), row(theirs)]
    assert endings == {
        **{name: [] for name in ACCOUNTS},
        "secretariat": both,
        "finance_officer": both,
        "coordinator": [row(ours)],
        "coordinator_abroad": [row(theirs)],
    }


@pytest.mark.parametrize("case", [ConcernFactory, SolidarityCaseFactory])
def test_cases_are_open_to_named_readers_only(world, case):
    row = case()
    if case is ConcernFactory:
        step = ConcernStepFactory(concern=row, by_person=world.people.member)
        row.carried_by = world.people.member
        row.save()
    else:
        step = SolidarityStepFactory(case=row)
    CompartmentReaderFactory(compartment=row.compartment, reader=world.accounts["member_abroad"])
    CompartmentReaderFactory(
        compartment=row.compartment, reader=world.accounts["secretariat"], until=datetime.date(2020, 1, 1)
    )

    assert seen_by(world, type(row)) == expected(member_abroad={row})
    assert seen_by(world, type(step)) == expected(member_abroad={step})


def test_reference_data_is_for_everybody(world):
    commitment, clause = CommitmentFactory(), InstrumentClauseFactory()

    assert seen_by(world, models.Commitment) == expected({commitment})
    assert seen_by(world, models.InstrumentClause) == expected({clause})
    assert seen_by(world, models.Instrument) == expected({commitment.instrument, clause.instrument})


def test_facts_are_public_unless_they_are_not(world):
    public, inner = FactFactory(), FactFactory(is_public=False)

    assert seen_by(world, models.Fact) == expected(
        {public}, superadmin={inner}, secretariat={inner}, finance_officer={inner}
    )


def test_a_visitor_is_not_taken_for_somebody_without_an_account():
    without_account = PersonFactory(account=None)
    StatementInvitationFactory(person=without_account)
    EndorsementFactory(person=without_account)
    ParliamentaryActionFactory(person=without_account)
    FollowUpFactory(by_person=without_account)
    RecommendationFactory(responsible_person=without_account)

    for model in (
        models.Statement,
        models.StatementInvitation,
        models.Endorsement,
        models.ParliamentaryAction,
        models.FollowUp,
        models.Recommendation,
    ):
        assert not model.objects.visible_to(None).exists(), model


def test_a_switched_off_account_is_a_visitor():
    draft = StatementFactory()
    account = UserFactory(secretariat=True, is_active=False)
    StatementInvitationFactory(statement=draft, person=PersonFactory(account=account))

    assert not models.Statement.objects.visible_to(account).exists()


def test_every_door_is_one_query_at_most(world, django_assert_max_num_queries):
    for model in apps.get_app_config("advocacy").get_models():
        if not hasattr(model, "data_class"):
            continue
        for account in world.accounts.values():
            with django_assert_max_num_queries(1):
                list(model.objects.visible_to(account))

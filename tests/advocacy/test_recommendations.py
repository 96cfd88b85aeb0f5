"""Recommendations have an origin and addressees, move step by step, and silence is seen."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advocacy.models import FollowUp, Recommendation
from advocacy.services import recommendations
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import JournalEntry
from tests.factories.advocacy import (
    FollowUpFactory,
    RecommendationAddresseeFactory,
    RecommendationFactory,
    RecommendationFindingFactory,
    StatementFactory,
)
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import CountryFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

State = Recommendation.State
DAY = datetime.date(2020, 6, 30)


def edtf(text):
    return PartialDate.from_edtf(text)


def test_a_recommendation_moves_and_the_journal_says_so(secretariat):
    recommendation = RecommendationFactory()

    recommendations.advance(recommendation, to=State.ACCEPTED, acting_user=secretariat)

    assert Recommendation.objects.get().state == State.ACCEPTED
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.details) == (
        "advocacy.recommendation_accepted",
        recommendation.public_id,
        {"was": "open"},
    )


def test_a_step_back_that_makes_no_sense_is_refused_naming_the_next_ones(secretariat):
    recommendation = RecommendationFactory(state=State.UNDER_WAY)

    with pytest.raises(ValidationError) as refusal:
        recommendations.advance(recommendation, to=State.ACKNOWLEDGED, acting_user=secretariat)

    assert refusal.value.messages == [
        "From “Under way” the next step can be “Done”, “Rejected”, “Silent: no answer came”, but not “Acknowledged”."
    ]


def test_every_state_has_its_steps_and_a_way_on():
    assert set(recommendations.TRANSITIONS) == set(State)
    assert all(recommendations.TRANSITIONS.values())


def test_a_follow_up_moves_the_recommendation_where_it_says(secretariat):
    recommendation = RecommendationFactory()

    recommendations.follow_up(
        recommendation,
        kind=FollowUp.Kind.ANSWER,
        text="The ministry agreed",
        happened_on=edtf("2020-02"),
        outcome=State.ACCEPTED,
        acting_user=secretariat,
    )

    entry = FollowUp.objects.get()
    assert (entry.outcome, str(entry.happened_on), entry.entered_by) == ("accepted", "February 2020", secretariat)
    assert Recommendation.objects.get().state == State.ACCEPTED
    assert JournalEntry.objects.get().verb == "advocacy.recommendation_followed_up"


def test_a_follow_up_with_an_impossible_outcome_leaves_nothing(secretariat):
    recommendation = RecommendationFactory(state=State.REJECTED)

    with pytest.raises(ValidationError, match="but not “Done”"):
        recommendations.follow_up(
            recommendation, kind=FollowUp.Kind.ANSWER, text="Done", outcome=State.DONE, acting_user=secretariat
        )

    assert not FollowUp.objects.exists()


def test_silent_since_counts_from_the_last_follow_up_else_from_issue():
    def issued(text, **facts):
        statement = StatementFactory(published=True, issued_on=edtf(text))
        return RecommendationFactory(statement=statement, **facts)

    never_answered = issued("2020-01-10")
    heard_lately = issued("2019")
    FollowUpFactory(recommendation=heard_lately, happened_on=edtf("2020-06-01"))
    heard_long_ago = issued("2019")
    FollowUpFactory(recommendation=heard_long_ago, happened_on=edtf("2020-02"))
    FollowUpFactory(recommendation=heard_long_ago, happened_on=edtf("2020-01-02"))
    issued("2020-06-01")
    issued("2018", state=State.DONE)
    issued("2018", state=State.REJECTED)

    silent = Recommendation.objects.silent_since(DAY, 90)

    assert {row.pk: row.last_word_on for row in silent} == {
        never_answered.pk: datetime.date(2020, 1, 10),
        heard_long_ago.pk: datetime.date(2020, 2, 29),
    }


def test_silence_of_exactly_n_days_is_not_yet_silence():
    RecommendationFactory(made_on=edtf("2020-04-01"))

    assert [Recommendation.objects.silent_since(DAY, days).count() for days in (89, 90)] == [1, 0]


def test_a_recommendation_without_origin_is_refused():
    with pytest.raises(IntegrityError, match="a_recommendation_has_an_origin"), transaction.atomic():
        RecommendationFactory(statement=None)
    with pytest.raises(ValidationError, match="Say which statement or which mission"):
        RecommendationFactory.build(statement=None).full_clean()


def test_numbers_are_unique_within_a_statement_and_a_mission():
    first = RecommendationFactory(number=1, mission=FactFindingMissionFactory())

    RecommendationFactory(number=1)
    with pytest.raises(IntegrityError, match="a_statement_numbers_a_recommendation_once"), transaction.atomic():
        RecommendationFactory(number=1, statement=first.statement)
    with pytest.raises(IntegrityError, match="a_mission_numbers_a_recommendation_once"), transaction.atomic():
        RecommendationFactory(number=1, mission=first.mission)


def test_an_addressee_is_one_institution_or_one_government():
    to_government = RecommendationAddresseeFactory()
    with_recommendation = {"recommendation": to_government.recommendation}

    RecommendationAddresseeFactory(**with_recommendation, organisation=OrganisationFactory(), country=None)
    with pytest.raises(IntegrityError, match="an_addressee_is_named_once"), transaction.atomic():
        RecommendationAddresseeFactory(**with_recommendation, country=to_government.country)
    for facts in ({"country": None}, {"organisation": OrganisationFactory(), "country": CountryFactory()}):
        with pytest.raises(IntegrityError, match="an_addressee_is_one"), transaction.atomic():
            RecommendationAddresseeFactory(**with_recommendation, **facts)
        with pytest.raises(ValidationError, match="one on each line"):
            RecommendationAddresseeFactory.build(**with_recommendation, **facts).clean()


def test_a_recommendation_rests_on_a_finding_once():
    ground = RecommendationFindingFactory()

    with pytest.raises(IntegrityError, match="a_recommendation_rests_on_a_finding_once"), transaction.atomic():
        RecommendationFindingFactory(recommendation=ground.recommendation, finding=ground.finding)


def test_a_follow_up_is_by_one_actor_at_most():
    both = {"by_person": PersonFactory(), "by_organisation": OrganisationFactory()}

    with pytest.raises(IntegrityError, match="a_follow_up_is_by_one_actor_at_most"), transaction.atomic():
        FollowUpFactory(**both)
    with pytest.raises(ValidationError, match="Empty one"):
        FollowUpFactory.build(**both).clean()

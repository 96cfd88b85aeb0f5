"""Money, campaigns, concerns, facts: what the database and the forms refuse, and the phrases worklists use."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advocacy.models import CampaignStage, Concern, Grant
from caucus_site.core.dates import PartialDate
from tests.factories.advocacy import (
    AllocationFactory,
    CampaignFactory,
    CampaignStageFactory,
    ConcernFactory,
    ContributionFactory,
    DemandFactory,
    FactFactory,
    FunderFactory,
    GrantFactory,
    IndicatorReadingFactory,
    SolidarityCaseFactory,
    StatementFactory,
)
from tests.factories.events import GatheringFactory
from tests.factories.members import ChapterFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 10, 15)


def edtf(text):
    return PartialDate.from_edtf(text)


@pytest.mark.parametrize(
    ("ended_on", "state", "is_listed"),
    [
        ("2021-01-13", "running", True),
        ("2021-01-14", "running", False),
        ("2020-10-15", "running", True),
        ("2020-10-14", "running", False),
        ("2021", "running", True),
        ("2021-02", "running", False),
        ("2020-12", "promised", True),
        ("2020-12", "closed", False),
        ("2020-12", "refused", False),
        (None, "running", False),
    ],
)
def test_grants_ending_within_90_days(ended_on, state, is_listed):
    GrantFactory(ended_on=ended_on and edtf(ended_on), state=state)

    assert Grant.objects.ending_within(DAY, 90).exists() == is_listed


def test_the_first_grant_of_the_caucus_is_held_as_it_is_known():
    grant = GrantFactory.build(
        funder=FunderFactory(), began_on=edtf("2007"), ended_on=edtf("2015"), end_reason="None was given"
    )
    grant.full_clean()
    grant.save()

    stored = Grant.objects.get()
    assert (stored.amount, stored.currency, stored.period_in_words()) == (None, "", "2007 – 2015")


@pytest.mark.parametrize("factory", [GrantFactory, AllocationFactory, ContributionFactory])
def test_an_amount_names_its_currency_and_is_not_below_zero(factory):
    with pytest.raises(IntegrityError, match="names_its_currency"), transaction.atomic():
        factory(amount=Decimal(5))
    with pytest.raises(IntegrityError, match="is_not_below_zero"), transaction.atomic():
        factory(amount=Decimal(-5), currency="EUR")
    factory(amount=Decimal(0), currency="EUR")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("eur", "Write the currency in capitals: EUR."), ("EUX", "“EUX” is not an ISO currency code")],
)
def test_a_currency_is_an_iso_code(code, sentence):
    with pytest.raises(ValidationError) as refusal:
        GrantFactory.build(funder=FunderFactory(), amount=Decimal(5), currency=code).full_clean()

    assert sentence in refusal.value.message_dict["currency"][0]


def test_an_allocation_pays_for_exactly_one_activity():
    for facts in ({"campaign": None}, {"gathering": GatheringFactory()}, {"chapter": ChapterFactory()}):
        with pytest.raises(IntegrityError, match="exactly_one_activity"), transaction.atomic():
            AllocationFactory(**facts)
        with pytest.raises(ValidationError, match="Enter one line for each"):
            AllocationFactory.build(**{"grant": GrantFactory(), "campaign": CampaignFactory(), **facts}).full_clean()
    AllocationFactory(campaign=None, chapter=ChapterFactory(), budget_line="Running costs")


def test_a_contribution_has_one_giver_and_one_activity():
    for facts, constraint in (
        ({"by_person": None}, "exactly_one_giver"),
        ({"by_organisation": OrganisationFactory()}, "exactly_one_giver"),
        ({"gathering": None}, "towards_exactly_one_activity"),
        ({"campaign": CampaignFactory()}, "towards_exactly_one_activity"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ContributionFactory(**facts)
        with pytest.raises(ValidationError):
            ContributionFactory.build(
                **{"by_person": PersonFactory(), "gathering": GatheringFactory(), **facts}
            ).clean()


def test_the_newest_stage_of_each_country():
    old = CampaignStageFactory()
    new = CampaignStageFactory(campaign=old.campaign, country=old.country, as_of=datetime.date(2018, 1, 1))
    elsewhere = CampaignStageFactory(campaign=old.campaign)

    assert set(CampaignStage.objects.newest_of_each_country()) == {new, elsewhere}
    with pytest.raises(IntegrityError, match="a_country_has_one_stage_on_a_day"), transaction.atomic():
        CampaignStageFactory(campaign=old.campaign, country=old.country)


def test_a_demand_has_an_origin_and_a_number_of_its_own():
    demand = DemandFactory(statement=StatementFactory())

    with pytest.raises(IntegrityError, match="a_demand_has_an_origin"), transaction.atomic():
        DemandFactory(campaign=None)
    with pytest.raises(ValidationError, match="which campaign or which statement"):
        DemandFactory.build(campaign=None).clean()
    with pytest.raises(IntegrityError, match="a_campaign_numbers_a_demand_once"), transaction.atomic():
        DemandFactory(campaign=demand.campaign, number=demand.number)
    with pytest.raises(IntegrityError, match="a_statement_numbers_a_demand_once"), transaction.atomic():
        DemandFactory(statement=demand.statement, number=demand.number)


def test_a_reading_over_some_months_that_is_about_right():
    reading = IndicatorReadingFactory(from_on=edtf("2016-09"), happened_on=edtf("2016-11"), is_approximate=True)

    assert str(reading) == "≈ 10000, November 2016"
    with pytest.raises(IntegrityError, match="an_indicator_is_read_once_for_a_day"), transaction.atomic():
        IndicatorReadingFactory(indicator=reading.indicator, from_on=edtf("2016-09"))
    with pytest.raises(IntegrityError, match="a_reading_is_not_backwards"), transaction.atomic():
        IndicatorReadingFactory(from_on=edtf("2017"))
    with pytest.raises(ValidationError, match="before it begins"):
        IndicatorReadingFactory.build(from_on=edtf("2017")).clean()


def test_a_fact_with_a_value_has_a_unit():
    FactFactory(value=Decimal(6890000), unit="people", as_of=edtf("2017"))

    with pytest.raises(IntegrityError, match="a_value_has_a_unit"), transaction.atomic():
        FactFactory(value=Decimal(96))
    with pytest.raises(ValidationError, match="Say what is counted"):
        FactFactory.build(value=Decimal(96)).clean()


def test_a_concern_is_sealed_and_its_sender_told_back_after_writing(sql):
    concern = ConcernFactory(sender="canary-sender", text="canary-text", received_on=edtf("2017-05"))

    stored = sql("SELECT sender, text FROM advocacy_concern")[0]

    assert "canary" not in str(stored)
    assert (Concern.objects.get().sender, str(concern)) == ("canary-sender", concern.code)
    too_early = {"received_on": edtf("2017-05"), "told_back_on": datetime.date(2017, 4, 30)}
    with pytest.raises(IntegrityError, match="a_sender_is_told_back_after_writing"), transaction.atomic():
        ConcernFactory(**too_early)
    with pytest.raises(ValidationError, match="too early"):
        ConcernFactory.build(**too_early).clean()


def test_worklists_of_concerns():
    closed = ConcernFactory(state="closed")
    ConcernFactory(state="closed", told_back_on=datetime.date(2018, 1, 1))
    waiting = ConcernFactory(received_on=edtf("2017-05"))

    assert list(Concern.objects.not_told_back()) == [closed]
    assert list(Concern.objects.waiting_since(datetime.date(2017, 6, 1))) == [waiting]


def test_a_case_shows_a_code_and_does_not_close_before_it_opens():
    case = SolidarityCaseFactory(person__name="Canary Name")

    assert str(case) == case.code
    with pytest.raises(IntegrityError, match="a_case_closes_after_it_opens"), transaction.atomic():
        SolidarityCaseFactory(closed_on=edtf("2018"))
    with pytest.raises(ValidationError, match="before it opens"):
        SolidarityCaseFactory.build(closed_on=edtf("2018")).clean()

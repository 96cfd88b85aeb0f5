"""The smallest valid rows of `advocacy`."""

import datetime
from decimal import Decimal

import factory

from advocacy import models
from caucus_site.core.dates import PartialDate
from tests.factories.core import CompartmentFactory
from tests.factories.events import FindingFactory, GatheringFactory
from tests.factories.members import CountryFactory, OrganisationFactory, PersonFactory


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Instrument

    code = factory.Sequence(lambda n: f"I{n:03}")
    title = factory.LazyAttribute(lambda instrument: f"Instrument {instrument.code}")
    kind = models.Instrument.Kind.CONVENTION
    force = models.Instrument.Force.BINDING


class InstrumentClauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.InstrumentClause

    instrument = factory.SubFactory(InstrumentFactory)
    number = factory.Sequence(lambda n: f"{n + 1}")


class CommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Commitment

    country = factory.SubFactory(CountryFactory)
    instrument = factory.SubFactory(InstrumentFactory)
    step = models.Commitment.Step.RATIFIED
    happened_on = PartialDate.from_edtf("2011")


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Campaign

    title = factory.Sequence(lambda n: f"Campaign {n}")
    aim = "Ratification"
    level = models.Campaign.Level.NATIONAL


class CampaignStageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CampaignStage

    campaign = factory.SubFactory(CampaignFactory)
    country = factory.SubFactory(CountryFactory)
    as_of = datetime.date(2017, 3, 21)
    stage = models.CampaignStage.Stage.AWARENESS


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Indicator

    campaign = factory.SubFactory(CampaignFactory)
    name = factory.Sequence(lambda n: f"Registered voters {n}")
    unit = "people"


class IndicatorReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.IndicatorReading

    indicator = factory.SubFactory(IndicatorFactory)
    happened_on = PartialDate.from_edtf("2016-11")
    value = Decimal(10_000)


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Statement

    class Params:
        open = factory.Trait(state=models.Statement.State.OPEN)
        published = factory.Trait(state=models.Statement.State.PUBLISHED, issued_on=PartialDate.from_edtf("2019-11-07"))

    kind = models.Statement.Kind.STATEMENT
    title = factory.Sequence(lambda n: f"Statement {n}")


class StatementTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StatementText

    statement = factory.SubFactory(StatementFactory)
    language = "en"
    title = "On migrant workers"
    body = "We, parliamentarians, call for their release."
    is_original = True
    standing = models.StatementText.Standing.AUTHORISED


class StatementInvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StatementInvitation

    statement = factory.SubFactory(StatementFactory)
    person = factory.SubFactory(PersonFactory)


class EndorsementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Endorsement

    statement = factory.SubFactory(StatementFactory, open=True)
    person = factory.SubFactory(PersonFactory)
    signed_as_name = factory.Sequence(lambda n: f"Signer {n}")


class EndorsementWithdrawalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.EndorsementWithdrawal

    endorsement = factory.SubFactory(EndorsementFactory)
    withdrawn_on = datetime.date(2020, 1, 15)


class DemandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Demand

    campaign = factory.SubFactory(CampaignFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Political rights in memoranda of understanding"


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Recommendation

    statement = factory.SubFactory(StatementFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "More transparent memoranda of understanding"


class RecommendationAddresseeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RecommendationAddressee

    recommendation = factory.SubFactory(RecommendationFactory)
    country = factory.SubFactory(CountryFactory)


class RecommendationFindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RecommendationFinding

    recommendation = factory.SubFactory(RecommendationFactory)
    finding = factory.SubFactory(FindingFactory)


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    recommendation = factory.SubFactory(RecommendationFactory)
    kind = models.FollowUp.Kind.REMINDER
    text = "Wrote to the ministry again"


class ConcernFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Concern

    compartment = factory.SubFactory(CompartmentFactory)
    code = factory.Sequence(lambda n: f"C-2017-{n:03}")
    theme = "wages"
    text = "Wages withheld for six months"


class ConcernStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ConcernStep

    concern = factory.SubFactory(ConcernFactory)
    kind = models.ConcernStep.Kind.MINISTRY


class ParliamentaryActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ParliamentaryAction

    person = factory.SubFactory(PersonFactory)
    kind = models.ParliamentaryAction.Kind.QUESTION
    title = factory.Sequence(lambda n: f"Question {n}")


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Answer

    action = factory.SubFactory(ParliamentaryActionFactory)
    text = "The ministry takes note"


class FactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Fact

    statement_of_fact = factory.Sequence(lambda n: f"Fact {n}")


class FunderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Funder

    organisation = factory.SubFactory(OrganisationFactory)


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Grant

    funder = factory.SubFactory(FunderFactory)
    title = factory.Sequence(lambda n: f"Grant {n}")


class GrantDeadlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GrantDeadline

    grant = factory.SubFactory(GrantFactory)
    kind = models.GrantDeadline.Kind.REPORT
    due_on = datetime.date(2021, 6, 30)


class AllocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Allocation

    grant = factory.SubFactory(GrantFactory)
    campaign = factory.SubFactory(CampaignFactory)


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Contribution

    kind = models.Contribution.Kind.OWN_BUDGET
    what = "Own flight"
    by_person = factory.SubFactory(PersonFactory)
    gathering = factory.SubFactory(GatheringFactory)


class SolidarityCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SolidarityCase

    compartment = factory.SubFactory(CompartmentFactory)
    code = factory.Sequence(lambda n: f"S-2019-{n:03}")
    person = factory.SubFactory(PersonFactory)
    opened_on = PartialDate.from_edtf("2019-11")


class SolidarityStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SolidarityStep

    case = factory.SubFactory(SolidarityCaseFactory)
    what = "Called the embassy"

"""Commitments hold what sources say, as exactly as they say it, and the matrix of a past day is computed from them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advocacy.models import Commitment
from caucus_site.core.dates import PartialDate
from tests.factories.advocacy import CommitmentFactory, InstrumentClauseFactory, InstrumentFactory
from tests.factories.core import CitationFactory, SourceFactory
from tests.factories.members import CountryFactory

pytestmark = pytest.mark.django_db

Step = Commitment.Step
COLUMNS = ("step", "happened_on", "status_as_stated", "country_as_written", "territory", "as_of", "note")

# One row of each shape that the collected tables have: what was done, how exactly the day is known, and what is odd.
ROWS = [
    ("signed", "1998-10-07", "signed", "Bangladesh", "", "2012-09-26", ""),
    ("ratified", "2011-08-24", "party", "Bangladesh", "", "2012-09-26", ""),
    ("acceded", "1996-03-11", "party", "Sri Lanka", "", "2012-09-26", ""),
    ("ratified_or_acceded", "2011", "party", "Bangladesh", "", "2023", ""),
    ("ratified_or_acceded", "2004", "party", "East Timor", "", "2023", "source writes the withdrawn ISO code TP"),
    ("signed", None, "signed only", "Cambodia", "", "2023", ""),
    ("none", None, "no action", "Afghanistan", "", "2023", ""),
    ("none", None, "not in the list of ratifying states", "Korea, Republic of", "", "2020", ""),
    ("none", None, "not ratified", "Nepal", "", "2012", ""),
    ("ratified", "2012-09-05", "party", "Philippines", "", "2020", ""),
    ("national_step", "2012-08-06", "national step, not the ratification date", "Philippines", "", "2012", "signed"),
    ("ratified", "1964-03-03", "party", "Malaysia", "Sabah", "2024", "applies to Sabah only"),
    ("in_force", "1965-03-03", "party", "Malaysia", "Sabah", "2024", ""),
    ("ratified", "2009", "party", "Philippines", "", "2013", ""),
]


def edtf(text):
    return text and PartialDate.from_edtf(text)


def test_every_shape_of_row_is_held_without_loss():
    instrument = InstrumentFactory(code="ICRMW")
    countries = {}
    for row in ROWS:
        facts = dict(zip(COLUMNS, row, strict=True))
        country = countries.setdefault(facts["country_as_written"], CountryFactory())
        facts |= {"happened_on": edtf(facts["happened_on"]), "as_of": edtf(facts["as_of"])}
        commitment = CommitmentFactory.build(country=country, instrument=instrument, **facts)
        commitment.full_clean()
        commitment.save()

    stored = Commitment.objects.order_by("pk").values_list(*COLUMNS)

    assert [(*row[:1], row[1] and row[1].edtf, *row[2:5], row[5].edtf, row[6]) for row in stored] == ROWS


def test_a_commitment_carries_its_source_with_its_own_as_of():
    commitment = CommitmentFactory()
    source = SourceFactory(title="UN Treaty Collection IV-13")

    CitationFactory(subject=commitment, source=source, field="happened_on", as_of=edtf("2012-09-26"))

    assert [(c.source, str(c.as_of)) for c in commitment.citations.all()] == [(source, "26 September 2012")]


def test_none_says_as_of_when_and_has_no_day():
    for facts in ({"as_of": None}, {"as_of": edtf("2023"), "happened_on": edtf("2011")}):
        row = {"step": Step.NONE, "happened_on": None, **facts}
        with pytest.raises(IntegrityError, match="a_step_not_taken_has_no_day"), transaction.atomic():
            CommitmentFactory(**row)
        with pytest.raises(ValidationError):
            CommitmentFactory.build(**row).clean()


def test_the_same_step_with_the_same_days_is_recorded_once():
    first = CommitmentFactory(step=Step.SIGNED, happened_on=None, as_of=edtf("2023"))
    same = {"country": first.country, "instrument": first.instrument, "step": Step.SIGNED}

    CommitmentFactory(**same, happened_on=edtf("2004-09-27"))
    with pytest.raises(IntegrityError, match="a_commitment_is_recorded_once"), transaction.atomic():
        CommitmentFactory(**same, happened_on=None, as_of=edtf("2023"))


def test_where_a_country_stood_on_a_past_day():
    instrument = InstrumentFactory()
    bangladesh, cambodia, thailand = CountryFactory.create_batch(3)
    CommitmentFactory(country=bangladesh, instrument=instrument, step=Step.SIGNED, happened_on=edtf("1998-10-07"))
    CommitmentFactory(country=bangladesh, instrument=instrument, step=Step.RATIFIED, happened_on=edtf("2011"))
    CommitmentFactory(country=cambodia, instrument=instrument, step=Step.SIGNED, happened_on=None, as_of=edtf("2010"))
    CommitmentFactory(country=thailand, instrument=instrument, step=Step.NONE, happened_on=None, as_of=edtf("2023"))

    def matrix(year):
        standing = Commitment.objects.standing_on(datetime.date(year, 7, 1))
        return {row.country_id: row.step for row in standing}

    assert matrix(2011) == {bangladesh.pk: "signed", cambodia.pk: "signed", thailand.pk: "none"}
    assert matrix(2012) == {bangladesh.pk: "ratified", cambodia.pk: "signed", thailand.pk: "none"}
    assert matrix(1990) == {thailand.pk: "none"}


def test_an_instrument_cannot_be_in_force_before_it_is_adopted():
    facts = {"adopted_on": edtf("2011-06-16"), "in_force_on": edtf("2010")}

    with pytest.raises(IntegrityError, match="an_instrument_is_in_force_after_adoption"), transaction.atomic():
        InstrumentFactory(**facts)
    with pytest.raises(ValidationError, match="before it was adopted"):
        InstrumentFactory.build(**facts).clean()


def test_an_instrument_adopted_in_the_year_it_came_into_force_is_fine():
    InstrumentFactory(adopted_on=edtf("2014"), in_force_on=edtf("2014-03"))


def test_a_clause_is_numbered_once():
    clause = InstrumentClauseFactory()

    with pytest.raises(IntegrityError, match="an_instrument_has_a_clause_once"), transaction.atomic():
        InstrumentClauseFactory(instrument=clause.instrument, number=clause.number)

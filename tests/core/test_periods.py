import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.examples.models import Term
from tests.factories.examples import TermFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date


def of(began_on, ended_on, **facts):
    term = TermFactory(began_on=began_on, ended_on=ended_on, **facts)
    term.refresh_from_db()
    return term


@pytest.mark.parametrize(
    ("began_on", "ended_on"),
    [("2014", "2013"), ("2014-05", "2014-04-30"), ("2014-04-14", "2014-04-13"), ("202X", "2019")],
)
def test_a_period_that_ends_before_it_begins_is_refused(began_on, ended_on):
    with pytest.raises(IntegrityError, match="examples_term_not_backwards"), transaction.atomic():
        TermFactory(began_on=began_on, ended_on=ended_on)
    with pytest.raises(ValidationError) as refusal:
        TermFactory.build(began_on=began_on, ended_on=ended_on).full_clean()
    assert list(refusal.value.error_dict) == ["ended_on"]
    assert "before it begins" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("began_on", "ended_on"), [("2014", "2014"), ("2014-05", "2014"), (None, "2013"), ("2014", None)]
)
def test_a_period_that_may_be_in_order_is_taken(began_on, ended_on):
    TermFactory.build(began_on=began_on, ended_on=ended_on).full_clean()

    assert of(began_on, ended_on).pk


def test_the_sentence_names_both_dates():
    term = Term(holder="A", began_on=None, ended_on=None)
    term.began_on, term.ended_on = (Term._meta.get_field("began_on").to_python(text) for text in ("May 2014", "2013"))

    with pytest.raises(ValidationError) as refusal:
        term.clean()

    assert refusal.value.messages == ["This ends (2013) before it begins (May 2014). Correct one of the two."]


@pytest.mark.parametrize("field", ["began_on", "ended_on"])
def test_the_database_refuses_what_is_no_date(sql, field):
    term = TermFactory()

    with pytest.raises(IntegrityError, match=f"examples_term_{field}_edtf"), transaction.atomic():
        sql(f"UPDATE examples_term SET {field} = '2011-02-30' WHERE id = %s", [term.pk])


@pytest.mark.parametrize(
    ("began_on", "ended_on", "possible", "certain"),
    [
        ("2008", "2013", (DAY(2008, 1, 1), DAY(2014, 1, 1)), (DAY(2008, 12, 31), DAY(2013, 1, 2))),
        ("2008-05-02", "2013-05-04", (DAY(2008, 5, 2), DAY(2013, 5, 5)), (DAY(2008, 5, 2), DAY(2013, 5, 5))),
        ("2013", "2013", (DAY(2013, 1, 1), DAY(2014, 1, 1)), None),
        (None, "2013", (None, DAY(2014, 1, 1)), None),
        ("2013", None, (DAY(2013, 1, 1), None), (DAY(2013, 12, 31), None)),
        (None, None, (None, None), None),
    ],
)
def test_possible_and_certain_days(began_on, ended_on, possible, certain):
    term = of(began_on, ended_on)

    assert (term.days_possible.lower, term.days_possible.upper) == possible
    if certain is None:
        assert term.days_certain.isempty
    else:
        assert (term.days_certain.lower, term.days_certain.upper) == certain


def test_who_held_it_on_a_day():
    term = of("2008", "2013-05")

    assert list(Term.objects.held_on(DAY(2008, 6, 1))) == [term]
    assert list(Term.objects.surely_held_on(DAY(2008, 6, 1))) == []
    assert list(Term.objects.surely_held_on(DAY(2009, 1, 1))) == [term]
    assert list(Term.objects.held_on(DAY(2013, 5, 31))) == [term]
    assert list(Term.objects.held_on(DAY(2013, 6, 1))) == []
    assert list(Term.objects.ended_before(DAY(2013, 6, 1))) == [term]
    assert list(Term.objects.ended_before(DAY(2013, 5, 31))) == []


def test_terms_that_may_touch_are_taken_and_terms_that_surely_overlap_are_not():
    TermFactory(holder="A", began_on="2008", ended_on="2013")
    TermFactory(holder="A", began_on="2013", ended_on="2018")

    with pytest.raises(IntegrityError, match="one_term_at_a_time"), transaction.atomic():
        TermFactory(holder="A", began_on="2012", ended_on="2014")
    TermFactory(holder="B", began_on="2012", ended_on="2014")


@pytest.mark.parametrize(
    ("began_on", "ended_on", "words"),
    [
        ("2008", "2013-05", "2008 – May 2013"),
        ("2008", None, "from 2008"),
        (None, "2013", "until 2013"),
        (None, None, ""),
    ],
)
def test_a_period_in_words(began_on, ended_on, words):
    assert of(began_on, ended_on).period_in_words() == words

"""Mandates and standing events: what overlaps, what only seems to, and how it is said."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from members.models import Mandate
from tests.factories.members import (
    ChamberTermFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    StandingEventFactory,
)

pytestmark = pytest.mark.django_db


def another(mandate, **facts):
    return MandateFactory(person=mandate.person, chamber=mandate.chamber, **facts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2008", "2013"), ("2013", "2018")),  # terms known by their years
        (("2008-07-23", "2012-06-28"), ("2012-06-28", None)),  # the day of hand-over belongs to both
        (("2008", None), (None, "2004")),  # unknown since when
        ((None, None), ("2008", None)),
        (("2012-05-30", "2012-05-30"), ("2012-05-30", None)),
    ],
)
def test_mandates_that_need_not_overlap_are_kept(first, second):
    mandate = MandateFactory(began_on=first[0], ended_on=first[1])

    another(mandate, began_on=second[0], ended_on=second[1]).full_clean()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2008", "2013"), ("2010", "2012")),
        (("2008", None), ("2015-01-01", None)),
        (("2008-07-23", "2012-06-28"), ("2012-06-27", None)),
    ],
)
def test_two_seats_of_one_chamber_at_once_are_refused(first, second):
    mandate = MandateFactory(began_on=first[0], ended_on=first[1])

    with pytest.raises(IntegrityError, match="one_seat_per_chamber_at_a_time"), transaction.atomic():
        another(mandate, began_on=second[0], ended_on=second[1])
    slip = Mandate(person=mandate.person, chamber=mandate.chamber, began_on=second[0], ended_on=second[1])
    with pytest.raises(ValidationError) as refusal:
        slip.full_clean()
    assert list(refusal.value.message_dict) == ["began_on"]
    assert "End that mandate first" in refusal.value.messages[0]


def test_a_second_seat_is_recorded_on_purpose():
    mandate = MandateFactory(began_on="1986", ended_on="1990")

    second = another(mandate, began_on="1986", ended_on="1990", seat=2)

    second.full_clean()
    with pytest.raises(IntegrityError, match="one_seat_per_chamber_at_a_time"), transaction.atomic():
        another(mandate, began_on="1987", ended_on="1990", seat=2)


def test_two_chambers_at_once_are_nobodys_error():
    mandate = MandateFactory(began_on="2008")

    MandateFactory(person=mandate.person, began_on="2008").full_clean()


def test_a_mandate_is_in_a_chamber_for_a_party():
    with pytest.raises(ValidationError) as refusal:
        Mandate(
            person=PersonFactory(), chamber=OrganisationFactory(party=True), party=OrganisationFactory(chamber=True)
        ).full_clean()

    assert refusal.value.message_dict == {
        "chamber": ["Choose a chamber of parliament."],
        "party": ["Choose a party."],
    }


def test_the_term_is_one_of_the_chamber():
    with pytest.raises(ValidationError) as refusal:
        MandateFactory(term=ChamberTermFactory()).full_clean()
    assert list(refusal.value.message_dict) == ["term"]


def test_an_ending_has_a_day():
    with pytest.raises(ValidationError) as refusal:
        MandateFactory(how_ended="resigned").full_clean()
    assert list(refusal.value.message_dict) == ["ended_on"]


@pytest.mark.parametrize("seat", [0, 10])
def test_seats_are_counted_from_one(seat):
    with pytest.raises(IntegrityError, match="seats_are_counted_from_one"), transaction.atomic():
        MandateFactory(seat=seat)


def test_a_term_ended_without_successor_is_found():
    day = datetime.date(2017, 6, 1)
    ended = MandateFactory(began_on="2008", ended_on="2013")
    another(MandateFactory(began_on="2008", ended_on="2013"), began_on="2013")
    MandateFactory(began_on="2013")

    assert list(Mandate.objects.ended_without_successor(day)) == [ended]


def test_a_ban_does_not_end_before_it_begins():
    with pytest.raises(ValidationError) as refusal:
        StandingEventFactory.build(
            person=PersonFactory(), kind="barred", happened_on="2017-11", until_on="2016"
        ).full_clean()
    assert "until_on" in refusal.value.message_dict

    with pytest.raises(IntegrityError, match="standing_events_do_not_run_backwards"), transaction.atomic():
        StandingEventFactory(kind="barred", happened_on="2017-11", until_on="2016")

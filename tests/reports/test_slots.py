"""When the weekly report is due, by the secretariat's clock."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from caucus_site.reports.slots import NotASlot, Weekly


def at(text):
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)


def test_a_slot_is_due_from_its_hour_on_and_not_before():
    timetable = Weekly.parse("mon 07:00", "Asia/Bangkok")

    assert timetable.last_due(at("2026-11-23T06:59:59+07:00")).name == "2026-W47-1T07:00"
    assert timetable.last_due(at("2026-11-23T07:00:00+07:00")).name == "2026-W48-1T07:00"
    assert timetable.last_due(at("2026-11-29T23:59:00+07:00")).name == "2026-W48-1T07:00"
    assert timetable.last_due(at("2026-11-23T07:00:00+07:00")).due_at == at("2026-11-23T00:00:00+00:00")


def test_the_hour_stays_the_secretariats_through_summer_time():
    timetable = Weekly.parse("Monday 7:00", "Europe/Brussels")

    assert timetable.in_week(2026, 43).due_at == at("2026-10-19T05:00:00+00:00")
    assert timetable.in_week(2026, 44).due_at == at("2026-10-26T06:00:00+00:00")


def test_the_turn_of_the_year_follows_iso_weeks():
    timetable = Weekly.parse("sun 23:30", "UTC")

    assert timetable.last_due(at("2027-01-02T12:00:00+00:00")).name == "2026-W52-7T23:30"
    assert timetable.last_due(at("2027-01-03T23:30:00+00:00")).name == "2026-W53-7T23:30"


def test_slots_are_named_by_week_or_in_full():
    timetable = Weekly.parse("mon 07:00", "UTC")

    assert timetable.named("2026-W48") == timetable.in_week(2026, 48)
    assert timetable.named("2026-w48-3t15:31").due_at == at("2026-11-25T15:31:00+00:00")


@pytest.mark.parametrize("text", ["", "2026-48", "2027-W53", "2026-W00", "2026-W48-8T07:00", "2026-W48-1T25:00", "²"])
def test_what_names_no_week_is_refused_with_an_example(text):
    with pytest.raises(NotASlot, match="Write it as in 2026-W48"):
        Weekly.parse("mon 07:00", "UTC").named(text)


@pytest.mark.parametrize("text", ["", "monday", "mon 24:00", "moon 07:00", "07:00 mon", "mon 7"])
def test_a_timetable_that_says_no_hour_stops_the_process(text):
    with pytest.raises(ImproperlyConfigured, match="“mon 07:00”"):
        Weekly.parse(text, "UTC")


@pytest.mark.parametrize("zone", ["", "Bangkok", "../etc/passwd", "localtime"])
def test_a_zone_that_is_none_stops_the_process(zone):
    with pytest.raises(ImproperlyConfigured, match="Asia/Bangkok"):
        Weekly.parse("mon 07:00", zone)

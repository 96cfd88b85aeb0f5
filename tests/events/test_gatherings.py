import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from caucus_site.core.dates import PartialDate
from caucus_site.core.models import JournalEntry
from events.models import Gathering
from events.services import gatherings
from tests.factories.events import (
    AttendanceFactory,
    DecisionFactory,
    GatheringFactory,
    GatheringHostFactory,
    ProgrammeItemFactory,
)

DHAKA = ZoneInfo("Asia/Dhaka")
# 9 October in Dhaka, still the 8th in UTC.
EARLY_IN_DHAKA = datetime.datetime(2017, 10, 9, 5, 0, tzinfo=DHAKA)


def refused(record):
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


def test_a_year_is_enough_for_a_gathering(db):
    gathering = GatheringFactory(title="Founding workshop", began_on="2007")

    gathering.full_clean()
    gathering.refresh_from_db()

    assert str(gathering) == "Founding workshop (2007)"


def test_an_hour_fills_in_the_day_of_its_own_time_zone(db):
    gathering = GatheringFactory.build(starts_at=EARLY_IN_DHAKA, time_zone="Asia/Dhaka")

    gathering.full_clean()
    gathering.save()

    assert gathering.began_on == PartialDate.from_edtf("2017-10-09")


def test_an_hour_of_another_day_is_refused_at_the_hour():
    gathering = GatheringFactory.build(
        starts_at=EARLY_IN_DHAKA, time_zone="Asia/Dhaka", began_on=PartialDate.from_edtf("2017-10-08")
    )

    with pytest.raises(ValidationError) as refusal:
        gathering.clean()

    assert refusal.value.message_dict == {
        "starts_at": ["In Asia/Dhaka this hour falls on 9 October 2017, but the gathering begins on 8 October 2017."]
    }


@pytest.mark.parametrize("began_on", [None, "2017-10-08"])
def test_the_database_refuses_an_hour_of_another_day(db, began_on):
    with pytest.raises(IntegrityError, match="starting_hours_fall_on_the_first_day"):
        GatheringFactory(starts_at=EARLY_IN_DHAKA, time_zone="Asia/Dhaka", began_on=began_on)


def test_hours_within_a_month_that_is_all_that_is_known_are_kept(db):
    GatheringFactory(starts_at=EARLY_IN_DHAKA, time_zone="Asia/Dhaka", began_on="2017-10").full_clean()


def test_hours_need_a_time_zone(db):
    gathering = GatheringFactory.build(starts_at=EARLY_IN_DHAKA, began_on=PartialDate.from_edtf("2017-10-09"))

    assert "time_zone" in refused(gathering)
    with pytest.raises(IntegrityError, match="hours_have_a_time_zone"):
        gathering.save()


def test_a_time_zone_is_one_of_those_that_exist(db):
    gathering = GatheringFactory.build(
        starts_at=EARLY_IN_DHAKA, time_zone="Dhaka time", began_on=PartialDate.from_edtf("2017-10-09")
    )

    assert refused(gathering)["time_zone"] == [
        "“Dhaka time” is not a time zone. Write region and city as in Asia/Dhaka or Asia/Kuala_Lumpur."
    ]
    with pytest.raises(DataError):
        gathering.save()


def test_a_gathering_ends_after_it_starts(db):
    gathering = GatheringFactory.build(
        starts_at=EARLY_IN_DHAKA,
        ends_at=EARLY_IN_DHAKA,
        time_zone="Asia/Dhaka",
        began_on=PartialDate.from_edtf("2017-10-09"),
    )

    assert refused(gathering)["ends_at"] == ["A gathering cannot end before it starts."]
    with pytest.raises(IntegrityError, match="gatherings_end_after_they_start"):
        gathering.save()


def test_an_end_without_a_start_is_refused(db):
    gathering = GatheringFactory.build(ends_at=EARLY_IN_DHAKA)

    assert "starts_at" in refused(gathering)
    with pytest.raises(IntegrityError, match="gatherings_end_after_they_start"):
        gathering.save()


def test_backwards_days_are_refused(db):
    with pytest.raises(IntegrityError, match="not_backwards"):
        GatheringFactory(began_on="2014-04-16", ended_on="2014-04-14")


def test_what_is_only_planned_is_not_public(db):
    gathering = GatheringFactory.build(is_public=True)

    assert refused(gathering)["is_public"] == [
        "A gathering that is only planned cannot be public. Set its state to announced first."
    ]
    with pytest.raises(IntegrityError, match="what_is_only_planned_is_not_public"):
        gathering.save()


def test_what_has_not_begun_cannot_have_been_held():
    gathering = GatheringFactory.build(state=Gathering.State.HELD, began_on=PartialDate.from_edtf("2999"))

    with pytest.raises(ValidationError) as refusal:
        gathering.clean()

    assert list(refusal.value.message_dict) == ["state"]


def test_a_person_is_on_the_list_of_a_gathering_once(db):
    attendance = AttendanceFactory()
    again = AttendanceFactory.build(gathering=attendance.gathering, person=attendance.person)

    assert refused(again) == {"__all__": ["This person is already on the list of this gathering."]}
    with pytest.raises(IntegrityError, match="one_attendance_per_person_and_gathering"):
        again.save()


def test_nobody_attended_what_was_cancelled(db):
    attendance = AttendanceFactory(gathering__state=Gathering.State.CANCELLED)
    attendance.has_attended = True

    assert refused(attendance) == {"has_attended": ["Nobody attended: this gathering was cancelled."]}


def test_a_host_has_each_role_once(db):
    host = GatheringHostFactory()
    GatheringHostFactory(gathering=host.gathering, organisation=host.organisation, role="funder")

    with pytest.raises(IntegrityError, match="a_host_is_named_once_in_a_role"):
        GatheringHostFactory(gathering=host.gathering, organisation=host.organisation)


def test_decisions_are_numbered_once(db):
    decision = DecisionFactory(number=1)

    with pytest.raises(IntegrityError, match="decisions_are_numbered_once"):
        DecisionFactory(gathering=decision.gathering, number=1)


def test_programme_items_may_swap_their_positions(db):
    first = ProgrammeItemFactory(position=1)
    second = ProgrammeItemFactory(position=2, gathering=first.gathering)

    with transaction.atomic():
        first.position, second.position = 2, 1
        first.save()
        second.save()

    assert [item.pk for item in first.gathering.programme.all()] == [second.pk, first.pk]


def test_advancing_says_so_in_the_journal(secretariat):
    gathering = GatheringFactory(began_on="2014")

    advanced = gatherings.advance(gathering, to="held", acting_user=secretariat)

    entry = JournalEntry.objects.get()
    assert advanced.state == "held"
    assert (entry.verb, entry.subject_id, entry.actor_id, entry.details) == (
        "events.gathering_held",
        gathering.public_id,
        secretariat.pk,
        {"was": "planned"},
    )


def test_advancing_twice_changes_nothing(secretariat):
    gathering = GatheringFactory()

    gatherings.advance(gathering, to="announced", acting_user=secretariat)
    gatherings.advance(gathering, to="announced", acting_user=secretariat)

    assert JournalEntry.objects.count() == 1


def test_a_step_that_is_not_next_is_refused_with_those_that_are(secretariat):
    gathering = GatheringFactory(state=Gathering.State.POSTPONED)

    with pytest.raises(ValidationError) as refusal:
        gatherings.advance(gathering, to="held", acting_user=secretariat)

    assert refusal.value.code == "not_a_next_step"
    assert refusal.value.messages == [
        "From “Postponed” the next step can be “Planned”, “Announced”, “Cancelled”, but not “Held”."
    ]
    gathering.refresh_from_db()
    assert gathering.state == "postponed"


def test_a_gathering_in_the_future_is_not_marked_as_held(secretariat):
    gathering = GatheringFactory(began_on="2999-05")

    with pytest.raises(ValidationError) as refusal:
        gatherings.advance(gathering, to="held", acting_user=secretariat)

    assert refusal.value.code == "not_begun"


def test_what_goes_back_to_being_planned_is_no_longer_public(secretariat):
    gathering = GatheringFactory(state="cancelled", is_public=True)

    gathering = gatherings.advance(gathering, to="planned", acting_user=secretariat)

    assert gathering.is_public is False


def test_every_state_has_next_steps():
    assert set(gatherings.TRANSITIONS) == set(Gathering.State)
    assert all(gatherings.TRANSITIONS.values())

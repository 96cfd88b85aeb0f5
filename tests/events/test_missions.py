import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from caucus_site.core.models import JournalEntry
from events.models import FactFindingMission
from events.services import missions
from tests.factories.events import DelegateFactory, FactFindingMissionFactory, FindingFactory, MissionPlaceFactory
from tests.factories.members import ChapterFactory, OrganisationFactory, PersonFactory

State = FactFindingMission.State

INITIATORS = {
    "chapter": ("initiating_chapter", ChapterFactory),
    "member": ("initiating_person", PersonFactory),
    "partner": ("initiating_organisation", OrganisationFactory),
}


def refused(record):
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize("kind", INITIATORS)
def test_a_mission_is_started_by_one_of_its_kind(db, kind):
    field, factory = INITIATORS[kind]

    mission = FactFindingMissionFactory(initiator_kind=kind, **{field: factory()})

    mission.full_clean()


@pytest.mark.parametrize("kind", INITIATORS)
def test_a_mission_without_its_initiator_is_refused(db, kind):
    mission = FactFindingMissionFactory.build(initiator_kind=kind)

    assert INITIATORS[kind][0] in refused(mission)
    with pytest.raises(IntegrityError, match="a_mission_names_the_initiator_of_its_kind"):
        mission.save()


@pytest.mark.parametrize("kind", INITIATORS)
def test_a_mission_of_the_caucus_names_no_other_initiator(db, kind):
    field, factory = INITIATORS[kind]
    mission = FactFindingMissionFactory.build(**{field: factory()})

    assert refused(mission)[field] == [
        "The mission was started by another (“The caucus”): clear this, or correct that."
    ]
    with pytest.raises(IntegrityError, match="a_mission_names_the_initiator_of_its_kind"):
        mission.save()


@pytest.mark.parametrize("state", [state for state in State if state not in {State.PUBLISHED, State.CLOSED}])
def test_a_mission_is_not_public_before_it_is_published(db, state):
    mission = FactFindingMissionFactory.build(state=state, is_public=True)

    assert "is_public" in refused(mission)
    with pytest.raises(IntegrityError, match="public_missions_are_published_or_closed"):
        mission.save()


def test_a_person_is_a_delegate_once(db):
    delegate = DelegateFactory()

    with pytest.raises(IntegrityError, match="a_person_is_a_delegate_once_per_mission"):
        DelegateFactory(mission=delegate.mission, person=delegate.person)


def test_findings_are_numbered_once_per_mission(db):
    finding = FindingFactory(number=18)
    FindingFactory(number=18)
    again = FindingFactory.build(mission=finding.mission, number=18)

    assert refused(again) == {"__all__": ["Another finding of this mission has this number."]}
    with pytest.raises(IntegrityError, match="findings_are_numbered_once_per_mission"):
        again.save()


def test_the_itinerary_follows_the_days(db):
    mission = FactFindingMissionFactory()
    unknown = MissionPlaceFactory(mission=mission)
    second = MissionPlaceFactory(mission=mission, began_on="2014-04-15")
    first = MissionPlaceFactory(mission=mission, began_on="2014-04-14")

    assert list(mission.places.all()) == [first, second, unknown]


def test_a_mission_goes_from_proposal_to_publication(secretariat):
    mission = FactFindingMissionFactory(outcome="Eighteen issues.")

    for state in ["approved", "preparing", "in_the_field", "reporting", "published", "closed"]:
        mission = missions.advance(mission, to=state, acting_user=secretariat)

    assert (mission.state, mission.is_public) == ("closed", True)
    assert mission.published_at is not None
    assert list(JournalEntry.objects.order_by("position").values_list("verb", flat=True)) == [
        "events.mission_approved",
        "events.mission_preparing",
        "events.mission_in_the_field",
        "events.mission_reporting",
        "events.mission_published",
        "events.mission_closed",
    ]


def test_a_mission_closed_without_publication_is_not_public(secretariat):
    mission = FactFindingMissionFactory(state=State.REPORTING)

    mission = missions.advance(mission, to="closed", acting_user=secretariat)

    assert (mission.is_public, mission.published_at) == (False, None)


def test_going_back_to_the_report_takes_a_mission_out_of_sight(secretariat):
    mission = FactFindingMissionFactory(public=True)

    mission = missions.advance(mission, to="reporting", acting_user=secretariat)

    assert (mission.is_public, mission.published_at) == (False, None)


def test_there_must_be_something_to_publish(secretariat):
    mission = FactFindingMissionFactory(state=State.REPORTING)

    with pytest.raises(ValidationError) as refusal:
        missions.advance(mission, to="published", acting_user=secretariat)

    assert refusal.value.code == "nothing_to_publish"
    FindingFactory(mission=mission)
    assert missions.advance(mission, to="published", acting_user=secretariat).is_public


@pytest.mark.parametrize(
    ("was", "to", "steps"),
    [
        ("proposed", "published", "“Approved”, “Cancelled”"),
        ("approved", "in_the_field", "“Preparing”, “Cancelled”"),
        ("published", "cancelled", "“Reporting”, “Closed”"),
        ("cancelled", "reporting", "“Proposed”"),
    ],
)
def test_a_step_that_is_not_next_is_refused_with_those_that_are(secretariat, was, to, steps):
    mission = FactFindingMissionFactory(state=was)

    with pytest.raises(ValidationError) as refusal:
        missions.advance(mission, to=to, acting_user=secretariat)

    assert refusal.value.messages == [
        f"From “{State(was).label}” the next step can be {steps}, but not “{State(to).label}”."
    ]
    mission.refresh_from_db()
    assert mission.state == was
    assert not JournalEntry.objects.exists()


def test_a_state_that_does_not_exist_is_refused(secretariat):
    with pytest.raises(ValidationError) as refusal:
        missions.advance(FactFindingMissionFactory(), to="done", acting_user=secretariat)

    assert refusal.value.code == "unknown_state"


def test_every_state_has_next_steps():
    assert set(missions.TRANSITIONS) == set(State)
    assert all(missions.TRANSITIONS.values())

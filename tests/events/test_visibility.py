"""Who sees which gathering, mission and part of them: role by role, beside rows that could leak."""

import datetime

import pytest
from django.utils import timezone

from caucus_site.core.data_classes import Role
from caucus_site.core.principals import PUBLIC
from events import models
from events.models import (
    ActionItem,
    ActionPlan,
    Attendance,
    Decision,
    Delegate,
    Evidence,
    FactFindingMission,
    Finding,
    FindingEvidence,
    FindingTestimony,
    Gathering,
    GatheringHost,
    GatheringSeries,
    MissionPlace,
    OrganisationMet,
    PersonMet,
    ProgrammeItem,
    WitnessIdentity,
)
from tests.events.people import coordinate, hidden_person, join
from tests.factories import events as make
from tests.factories.core import CompartmentFactory, CompartmentReaderFactory, UserFactory
from tests.factories.members import ChapterFactory, PersonFactory

OUTSIDERS = [Role.PUBLIC, Role.OBSERVER, Role.PARTNER, Role.SUPERADMIN]
YESTERDAY = timezone.now() - datetime.timedelta(days=1)
TOMORROW = timezone.now() + datetime.timedelta(days=1)


def somebody(role):
    return PUBLIC if role == Role.PUBLIC else UserFactory(role=role)


def member(chapter=None):
    """A parliamentarian's account, with its person, and a membership that holds today."""
    person = PersonFactory(account=UserFactory(parliamentarian=True))
    if chapter:
        join(person, chapter)
    return person


def reader_of(compartment, **account):
    return CompartmentReaderFactory(compartment=compartment, reader=UserFactory(**account)).reader


def seen(model, who):
    return set(model.objects.visible_to(who))


@pytest.fixture
def chapter(db):
    return ChapterFactory()


@pytest.fixture
def public_gathering(chapter):
    return make.GatheringFactory(public=True, chapter=chapter)


@pytest.fixture
def inner_gathering(chapter):
    return make.GatheringFactory(chapter=chapter)


@pytest.fixture
def embargoed_gathering(chapter):
    return make.GatheringFactory(public=True, chapter=chapter, published_at=TOMORROW)


@pytest.fixture
def all_gatherings(public_gathering, inner_gathering, embargoed_gathering):
    return {public_gathering, inner_gathering, embargoed_gathering}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_published_gatherings(role, all_gatherings, public_gathering):
    assert seen(Gathering, somebody(role)) == {public_gathering}


def test_a_gathering_whose_moment_has_come_is_public(chapter):
    gathering = make.GatheringFactory(public=True, published_at=YESTERDAY)

    assert seen(Gathering, PUBLIC) == {gathering}


def test_the_secretariat_sees_all_gatherings(all_gatherings, secretariat):
    assert seen(Gathering, secretariat) == all_gatherings


def test_members_see_the_gatherings_of_their_chapter(all_gatherings, public_gathering, chapter):
    assert seen(Gathering, member(chapter).account) == all_gatherings
    assert seen(Gathering, member(ChapterFactory()).account) == {public_gathering}


def test_a_membership_that_has_ended_opens_nothing(all_gatherings, public_gathering, chapter):
    person = member()
    join(person, chapter, ended_on="2015")

    assert seen(Gathering, person.account) == {public_gathering}


def test_whoever_is_on_the_list_sees_the_gathering(all_gatherings, public_gathering, inner_gathering):
    guest = PersonFactory(account=UserFactory(role=Role.OBSERVER))
    make.AttendanceFactory(gathering=inner_gathering, person=guest)

    assert seen(Gathering, guest.account) == {public_gathering, inner_gathering}


def test_coordinators_see_the_gatherings_of_their_chapter_and_those_below(all_gatherings, public_gathering, chapter):
    below = make.GatheringFactory(chapter=ChapterFactory(parent=chapter))
    elsewhere = make.GatheringFactory(chapter=ChapterFactory())

    assert seen(Gathering, coordinate(chapter)) == all_gatherings | {below}
    assert seen(Gathering, coordinate(elsewhere.chapter)) == {public_gathering, elsewhere}


@pytest.mark.parametrize(
    ("model", "factory"),
    [
        (GatheringHost, make.GatheringHostFactory),
        (ProgrammeItem, make.ProgrammeItemFactory),
        (Decision, make.DecisionFactory),
    ],
)
def test_parts_of_a_gathering_are_seen_with_it(model, factory, public_gathering, inner_gathering, secretariat):
    public, inner = factory(gathering=public_gathering), factory(gathering=inner_gathering)

    assert seen(model, PUBLIC) == {public}
    assert seen(model, secretariat) == {public, inner}


def test_a_series_is_known_by_one_of_its_gatherings(secretariat, chapter):
    known, unknown = make.GatheringSeriesFactory.create_batch(2)
    make.GatheringFactory(public=True, series=known)
    make.GatheringFactory(series=unknown, chapter=chapter)

    assert seen(GatheringSeries, PUBLIC) == {known}
    assert seen(GatheringSeries, member(chapter).account) == {known, unknown}
    assert seen(GatheringSeries, secretariat) == {known, unknown}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_who_is_named_in_public(role, public_gathering, inner_gathering):
    named = make.AttendanceFactory(gathering=public_gathering, is_public=True)
    make.AttendanceFactory(gathering=public_gathering)
    make.AttendanceFactory(gathering=inner_gathering, is_public=True)

    assert seen(Attendance, somebody(role)) == {named}


def test_the_inner_circle_sees_the_list_but_nobody_who_is_hidden(inner_gathering, chapter, secretariat):
    open_one = make.AttendanceFactory(gathering=inner_gathering)
    hidden = make.AttendanceFactory(gathering=inner_gathering, person=hidden_person(), is_public=True)

    assert seen(Attendance, member(chapter).account) == {open_one}
    assert seen(Attendance, secretariat) >= {open_one}
    assert hidden not in seen(Attendance, coordinate(ChapterFactory()))


def test_a_hidden_person_named_in_public_is_not(public_gathering):
    make.AttendanceFactory(gathering=public_gathering, person=hidden_person(), is_public=True)

    assert seen(Attendance, PUBLIC) == set()


def test_action_plans_are_inner_until_they_are_public(public_gathering, chapter, secretariat):
    inner = make.ActionItemFactory(plan__gathering=public_gathering)
    public = make.ActionItemFactory(plan__gathering=public_gathering, plan__is_public=True)
    early = make.ActionItemFactory(plan__gathering=make.GatheringFactory(), plan__is_public=True)

    assert seen(ActionPlan, PUBLIC) == {public.plan}
    assert seen(ActionItem, PUBLIC) == {public}
    assert seen(ActionItem, member(chapter).account) == {public, inner}
    assert seen(ActionItem, secretariat) == {public, inner, early}


def test_an_action_item_is_hidden_with_its_owner(public_gathering):
    make.ActionItemFactory(plan__gathering=public_gathering, plan__is_public=True, owner_person=hidden_person())

    assert seen(ActionItem, PUBLIC) == set()


@pytest.fixture
def circle(db):
    return CompartmentFactory()


@pytest.fixture
def public_mission(chapter):
    return make.FactFindingMissionFactory(public=True, chapter=chapter)


@pytest.fixture
def planned_mission(chapter):
    return make.FactFindingMissionFactory(chapter=chapter)


@pytest.fixture
def closed_circle_mission(chapter, circle):
    return make.FactFindingMissionFactory(chapter=chapter, compartment=circle)


@pytest.fixture
def all_missions(public_mission, planned_mission, closed_circle_mission):
    return {public_mission, planned_mission, closed_circle_mission}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_published_missions_not_before_their_moment(role, all_missions, public_mission):
    make.FactFindingMissionFactory(public=True, published_at=TOMORROW)

    assert seen(FactFindingMission, somebody(role)) == {public_mission}


def test_the_secretariat_sees_all_missions(all_missions, secretariat):
    assert seen(FactFindingMission, secretariat) == all_missions


def test_members_see_their_chapters_plans_but_not_into_a_compartment(
    all_missions, public_mission, planned_mission, chapter
):
    assert seen(FactFindingMission, member(chapter).account) == {public_mission, planned_mission}
    assert seen(FactFindingMission, member(ChapterFactory()).account) == {public_mission}


def test_delegates_see_their_mission(all_missions, public_mission, closed_circle_mission):
    interpreter = PersonFactory(account=UserFactory(role=Role.OBSERVER))
    make.DelegateFactory(mission=closed_circle_mission, person=interpreter)

    assert seen(FactFindingMission, interpreter.account) == {public_mission, closed_circle_mission}


def test_named_readers_see_the_mission_of_their_compartment(
    all_missions, public_mission, closed_circle_mission, circle
):
    reader = reader_of(circle, parliamentarian=True)

    assert seen(FactFindingMission, reader) == {public_mission, closed_circle_mission}


def test_coordinators_see_the_missions_of_their_chapter(all_missions, public_mission, chapter):
    assert seen(FactFindingMission, coordinate(chapter)) == all_missions
    assert seen(FactFindingMission, coordinate(ChapterFactory())) == {public_mission}


def test_a_members_own_mission_is_hidden_with_the_member(chapter):
    initiated = {"initiator_kind": "member", "public": True}
    make.FactFindingMissionFactory(initiating_person=hidden_person(), **initiated)
    shown = make.FactFindingMissionFactory(initiating_person=PersonFactory(), **initiated)

    assert seen(FactFindingMission, PUBLIC) == {shown}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_places_and_findings_of_published_missions(role, public_mission, planned_mission):
    place, _planned = (
        make.MissionPlaceFactory(mission=public_mission),
        make.MissionPlaceFactory(mission=planned_mission),
    )
    finding, _draft = make.FindingFactory(mission=public_mission), make.FindingFactory(mission=planned_mission)

    assert seen(MissionPlace, somebody(role)) == {place}
    assert seen(Finding, somebody(role)) == {finding}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_never_see_whom_a_mission_met(role, public_mission):
    make.PersonMetFactory(mission=public_mission)
    make.OrganisationMetFactory(place__mission=public_mission)

    assert seen(PersonMet, somebody(role)) == set()
    assert seen(OrganisationMet, somebody(role)) == set()


def test_whom_a_mission_met_is_for_the_readers_of_its_compartment(
    planned_mission, closed_circle_mission, circle, chapter, secretariat
):
    met = make.PersonMetFactory(mission=planned_mission)
    met_in_confidence = make.PersonMetFactory(mission=closed_circle_mission)
    body = make.OrganisationMetFactory(place__mission=closed_circle_mission)
    delegate = member()
    make.DelegateFactory(mission=closed_circle_mission, person=delegate)
    reader = reader_of(circle, parliamentarian=True)

    assert seen(PersonMet, secretariat) == {met}
    assert seen(PersonMet, member(chapter).account) == {met}
    assert seen(PersonMet, delegate.account) == set()
    assert seen(PersonMet, reader) == {met_in_confidence}
    assert seen(OrganisationMet, reader) == {body}
    assert seen(OrganisationMet, secretariat) == set()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_delegates_named_in_public(role, public_mission, planned_mission):
    named = make.DelegateFactory(mission=public_mission, is_public=True)
    make.DelegateFactory(mission=public_mission)
    make.DelegateFactory(mission=public_mission, is_public=True, person=hidden_person())
    make.DelegateFactory(mission=planned_mission, is_public=True)

    assert seen(Delegate, somebody(role)) == {named}


def test_the_inner_circle_sees_delegates_but_nobody_who_is_hidden(planned_mission, chapter):
    open_one = make.DelegateFactory(mission=planned_mission)
    make.DelegateFactory(mission=planned_mission, person=hidden_person())

    assert seen(Delegate, member(chapter).account) == {open_one}


@pytest.fixture
def file_of_a_mission(public_mission, circle, settings, tmp_path):
    """One row of every compartmented kind, under a mission that everybody knows."""
    settings.MEDIA_ROOT = tmp_path
    finding = make.FindingFactory(mission=public_mission)
    testimony = make.TestimonyFactory(mission=public_mission, compartment=circle)
    evidence = make.EvidenceFactory(mission=public_mission, compartment=circle)
    return {
        models.Testimony: testimony,
        Evidence: evidence,
        WitnessIdentity: make.WitnessIdentityFactory(testimony=testimony),
        FindingTestimony: make.FindingTestimonyFactory(finding=finding, testimony=testimony),
        FindingEvidence: make.FindingEvidenceFactory(finding=finding, evidence=evidence),
    }


@pytest.mark.parametrize("role", [*OUTSIDERS, Role.SECRETARIAT, Role.COORDINATOR, Role.PARLIAMENTARIAN])
def test_no_role_opens_a_compartment(role, file_of_a_mission):
    who = somebody(role)

    assert {model: seen(model, who) for model in file_of_a_mission} == {model: set() for model in file_of_a_mission}


def test_a_coordinator_and_a_delegate_are_not_readers_either(file_of_a_mission, public_mission, chapter):
    delegate = member(chapter)
    make.DelegateFactory(mission=public_mission, person=delegate)

    for who in (coordinate(chapter), delegate.account):
        assert [seen(model, who) for model in file_of_a_mission] == [set()] * 5


def test_readers_of_the_secretariat_see_the_whole_file(file_of_a_mission, circle):
    reader = reader_of(circle, secretariat=True)

    assert {model: seen(model, reader) for model in file_of_a_mission} == {
        model: {row} for model, row in file_of_a_mission.items()
    }


def test_other_readers_see_the_file_but_not_the_witness(file_of_a_mission, circle):
    reader = reader_of(circle, parliamentarian=True)

    assert {model for model in file_of_a_mission if seen(model, reader)} == set(file_of_a_mission) - {WitnessIdentity}


def test_a_reader_of_another_compartment_sees_nothing(file_of_a_mission):
    reader = reader_of(CompartmentFactory(), secretariat=True)

    assert [seen(model, reader) for model in file_of_a_mission] == [set()] * 5


def test_a_compartment_that_has_closed_is_readable_by_nobody(file_of_a_mission, circle):
    reader = reader_of(circle, secretariat=True)
    circle.closes_on = datetime.date(2015, 1, 1)
    circle.save()

    assert [seen(model, reader) for model in file_of_a_mission] == [set()] * 5


ALL_MODELS = [
    ActionItem,
    ActionPlan,
    Attendance,
    Decision,
    Delegate,
    Evidence,
    FactFindingMission,
    Finding,
    FindingEvidence,
    FindingTestimony,
    Gathering,
    GatheringHost,
    GatheringSeries,
    MissionPlace,
    OrganisationMet,
    PersonMet,
    ProgrammeItem,
    models.Testimony,
    WitnessIdentity,
]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("model", ALL_MODELS)
def test_every_door_is_one_query_at_most(model, role, db, django_assert_max_num_queries):
    who = somebody(role)

    with django_assert_max_num_queries(1):
        list(model.objects.visible_to(who))


def test_rows_about_people_call_themselves_by_no_name(db):
    """Whoever deletes a gathering is shown what goes with it, hidden people's rows included."""
    attendance, delegate = make.AttendanceFactory(), make.DelegateFactory()
    met = make.OrganisationMetFactory()

    assert attendance.person.name not in str(attendance)
    assert delegate.person.name not in str(delegate)
    assert met.organisation.name not in str(met)

"""The tree of chapters, and who belongs to it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.core.principals import Principal
from members.models import Chapter, Membership
from tests.factories.members import (
    AideFactory,
    ChapterFactory,
    ChapterNameFactory,
    ChapterObjectiveFactory,
    ChapterSupporterFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
    RegionalCaucusFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2017, 6, 1)


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_there_is_one_root():
    RegionalCaucusFactory()

    with refused("one_chapter_is_the_root"), transaction.atomic():
        ChapterFactory(parent=None)
    with pytest.raises(ValidationError) as refusal:
        ChapterFactory.build(parent=None).full_clean()
    assert list(refusal.value.message_dict) == ["parent"]


def test_a_chapter_cannot_lie_below_itself():
    country = ChapterFactory()
    province = ChapterFactory(parent=country)
    town = ChapterFactory(parent=province)

    for parent in (country, town):
        with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
            Chapter.objects.filter(pk=country.pk).update(parent=parent)
        country.parent = parent
        with pytest.raises(ValidationError) as refusal:
            country.full_clean()
        assert list(refusal.value.message_dict) == ["parent"]


def test_a_chapter_moves_within_the_tree():
    country, other = ChapterFactory(), ChapterFactory()
    province = ChapterFactory(parent=country)

    province.parent = other
    province.full_clean()
    province.save()

    assert set(Chapter.objects.filter(pk=other.pk).with_descendants()) == {other, province}


def test_a_branch_is_one_query_at_any_depth(django_assert_num_queries):
    root = RegionalCaucusFactory()
    deep = chapter = ChapterFactory()
    for _level in range(4):
        chapter = ChapterFactory(parent=chapter)
    ChapterFactory()

    with django_assert_num_queries(1):
        assert len(Chapter.objects.filter(pk=deep.pk).with_descendants()) == 5
    assert Chapter.objects.filter(pk=root.pk).with_descendants().count() == 7
    assert list(Chapter.objects.none().with_descendants()) == []


def test_a_coordinator_looks_after_the_branch_for_as_long_as_the_office_holds(coordinator):
    country = ChapterFactory()
    province = ChapterFactory(parent=country)
    ChapterFactory()
    person = PersonFactory(account=coordinator)
    OfficeFactory(person=person, chapter=country, kind="coordinator", began_on="2016", ended_on="2018-03")
    OfficeFactory(person=person, kind="chair")

    def on(year):
        return set(Chapter.objects.coordinated_by(Principal(coordinator.pk, coordinator.role, day=year)))

    assert on(DAY) == {country, province}
    assert on(datetime.date(2018, 4, 1)) == set()


def test_the_office_alone_makes_no_coordinator(parliamentarian):
    OfficeFactory(person=PersonFactory(account=parliamentarian), kind="coordinator")

    assert list(Chapter.objects.coordinated_by(Principal.of(parliamentarian))) == []


def test_a_chapter_has_one_name_in_a_language_at_a_time():
    name = ChapterNameFactory(began_on="2007", ended_on="2011")
    ChapterNameFactory(chapter=name.chapter, began_on="2011")
    ChapterNameFactory(chapter=name.chapter, began_on="2007", language="km")

    with refused("one_name_in_each_language_at_a_time"), transaction.atomic():
        ChapterNameFactory(chapter=name.chapter, began_on="2008")


def test_objectives_change_places_in_one_transaction():
    first = ChapterObjectiveFactory(position=1)
    second = ChapterObjectiveFactory(chapter=first.chapter, position=2)

    with transaction.atomic():
        first.position, second.position = 2, 1
        first.save()
        second.save()

    assert list(first.chapter.objectives.all()) == [second, first]


def test_a_supporter_has_a_role_once_at_a_time():
    supporter = ChapterSupporterFactory(role="funder", began_on="2007", ended_on="2015")
    ChapterSupporterFactory(chapter=supporter.chapter, organisation=supporter.organisation, role="initiator")

    with refused("one_role_of_a_supporter_at_a_time"), transaction.atomic():
        ChapterSupporterFactory(
            chapter=supporter.chapter, organisation=supporter.organisation, role="funder", began_on="2010"
        )


def test_a_person_belongs_to_a_chapter_once_at_a_time():
    membership = MembershipFactory(began_on="2011", ended_on="2016-06", status="left")
    MembershipFactory(person=membership.person, chapter=membership.chapter, category="former", began_on="2016-07")

    with refused("one_membership_of_a_chapter_at_a_time"), transaction.atomic():
        MembershipFactory(person=membership.person, chapter=membership.chapter, began_on="2012")
    with pytest.raises(ValidationError) as refusal:
        MembershipFactory.build(person=membership.person, chapter=membership.chapter, began_on="2012").full_clean()
    assert list(refusal.value.message_dict) == ["began_on"]


def test_who_left_has_a_last_day():
    with pytest.raises(ValidationError) as refusal:
        MembershipFactory.build(person=PersonFactory(), chapter=ChapterFactory(), status="left").full_clean()
    assert list(refusal.value.message_dict) == ["ended_on"]
    with refused("who_left_has_a_last_day"), transaction.atomic():
        MembershipFactory(status="left")


def test_the_status_of_a_membership_has_a_history():
    membership = MembershipFactory(status="invited")
    Membership.objects.filter(pk=membership.pk).update(status="active")

    assert list(membership.history.order_by("pgh_id").values_list("status", flat=True)) == ["invited", "active"]


def test_an_office_is_held_once_at_a_time():
    office = OfficeFactory(began_on="2014")
    OfficeFactory(person=office.person, chapter=office.chapter, kind="focal_point", began_on="2014")

    with refused("nobody_holds_an_office_twice_at_a_time"), transaction.atomic():
        OfficeFactory(person=office.person, chapter=office.chapter, began_on="2015")


@pytest.mark.parametrize(
    ("facts", "constraint", "field"),
    [
        ({"ended_on": None}, "an_aide_acts_from_a_day_until_a_day", "ended_on"),
        ({"began_on": None}, "an_aide_acts_from_a_day_until_a_day", "began_on"),
        ({"purposes": []}, "an_aide_acts_for_named_purposes", "purposes"),
    ],
)
def test_an_aide_acts_for_something_and_for_a_time(facts, constraint, field):
    with refused(constraint), transaction.atomic():
        AideFactory(**facts)
    with pytest.raises(ValidationError) as refusal:
        AideFactory.build(aide=PersonFactory(), acts_for=PersonFactory(), **facts).full_clean()
    assert field in refusal.value.message_dict


def test_nobody_is_their_own_aide():
    person = PersonFactory()

    with refused("nobody_is_their_own_aide"), transaction.atomic():
        AideFactory(aide=person, acts_for=person)


def test_members_are_counted_as_far_as_they_may_be_seen(secretariat):
    chapter = MembershipFactory().chapter
    MembershipFactory(chapter=chapter, status="invited")
    MembershipFactory(chapter=chapter, ended_on="2001")
    MembershipFactory(chapter=chapter, person__has_public_profile=False)

    def count(who):
        return Chapter.objects.with_member_count(who).get(pk=chapter.pk).member_count

    assert (count(secretariat), count(None)) == (2, 1)

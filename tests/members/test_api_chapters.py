"""Chapters, memberships and offices over REST."""

import pytest
from django.test import Client

from members.models import Membership, Office
from tests.factories.members import (
    ChapterFactory,
    ChapterNameFactory,
    ChapterObjectiveFactory,
    ChapterSupporterFactory,
    CountryFactory,
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


def shown(path):
    return Client().get(V1 + path).json()


def found(path):
    return [row["id"] for row in shown(path)["results"]]


def stub(record):
    return {"id": str(record.public_id), "name": record.name}


def test_a_chapter_with_all_that_is_shown():
    bangladesh = CountryFactory(code="BD", name="Bangladesh")
    chapter = ChapterFactory(
        name="Bangladesh caucus", short_name="BPC", country=bangladesh, launched_on="2017-03-21",
        vision="Safe migration.", type_note="An association.", time_zone="Asia/Dhaka",
    )  # fmt: skip
    ChapterNameFactory(chapter=chapter, text="Bangladesh committee", ended_on="2017")
    ChapterObjectiveFactory(chapter=chapter, position=2, text="Fair recruitment.")
    ChapterObjectiveFactory(chapter=chapter, position=1, text="Ratification.")
    supporter = OrganisationFactory(name="WARBE")
    ChapterSupporterFactory(chapter=chapter, organisation=supporter, role="secretariat", began_on="2017")

    assert shown(f"/chapters/{chapter.public_id}") == {
        "id": str(chapter.public_id),
        "name": "Bangladesh caucus",
        "short_name": "BPC",
        "parent": stub(chapter.parent),
        "country": {**stub(bangladesh), "code": "BD"},
        "state": "active",
        "launched_on": "2017-03-21",
        "vision": "Safe migration.",
        "type_note": "An association.",
        "time_zone": "Asia/Dhaka",
        "names": [{"text": "Bangladesh committee", "language": "en", "began_on": None, "ended_on": "2017"}],
        "objectives": [{"position": 1, "text": "Ratification."}, {"position": 2, "text": "Fair recruitment."}],
        "supporters": [{"organisation": stub(supporter), "role": "secretariat", "began_on": "2017", "ended_on": None}],
    }


def test_chapters_are_found_by_parent_country_and_state():
    chapter = ChapterFactory(country=CountryFactory(code="BD"))
    dormant = ChapterFactory(state="dormant", parent=chapter)

    assert found("/chapters?country=BD") == [str(chapter.public_id)]
    assert found("/chapters?state=dormant,closed") == [str(dormant.public_id)]
    assert found(f"/chapters?parent={chapter.public_id}") == [str(dormant.public_id)]
    assert found("/chapters") == [str(each.public_id) for each in (chapter.parent, chapter, dormant)]


def test_a_membership_with_all_that_is_shown():
    membership = MembershipFactory(category="former", began_on="2011-05", ended_on="2019")

    assert shown(f"/memberships/{membership.public_id}") == {
        "id": str(membership.public_id),
        "person": stub(membership.person),
        "chapter": stub(membership.chapter),
        "category": "former",
        "status": "active",
        "began_on": "2011-05",
        "ended_on": "2019",
    }


def test_memberships_are_found_by_chapter_person_category_status_and_day():
    one = MembershipFactory(began_on="2011", ended_on="2015")
    two = MembershipFactory(category=Membership.Category.ACADEMIC, began_on="2016")

    assert found(f"/memberships?chapter={one.chapter.public_id}") == [str(one.public_id)]
    assert found(f"/memberships?person={two.person.public_id}") == [str(two.public_id)]
    assert found("/memberships?category=academic") == [str(two.public_id)]
    assert found("/memberships?status=active") == [str(one.public_id), str(two.public_id)]
    assert found("/memberships?status=left") == []
    assert found("/memberships?held_on=2012-02-03") == [str(one.public_id)]


def test_an_office_with_all_that_is_shown():
    office = OfficeFactory(kind=Office.Kind.CONVENOR, title="Co-convenor", began_on="2018")

    assert shown(f"/offices/{office.public_id}") == {
        "id": str(office.public_id),
        "person": stub(office.person),
        "chapter": stub(office.chapter),
        "kind": "convenor",
        "title": "Co-convenor",
        "began_on": "2018",
        "ended_on": None,
    }


def test_offices_are_found_by_chapter_person_kind_and_day():
    chair = OfficeFactory(began_on="2011", ended_on="2015")
    convenor = OfficeFactory(kind=Office.Kind.CONVENOR, began_on="2016")

    assert found(f"/offices?chapter={chair.chapter.public_id}") == [str(chair.public_id)]
    assert found(f"/offices?person={convenor.person.public_id}") == [str(convenor.public_id)]
    assert found("/offices?kind=convenor") == [str(convenor.public_id)]
    assert found("/offices?held_on=2012-01-01") == [str(chair.public_id)]

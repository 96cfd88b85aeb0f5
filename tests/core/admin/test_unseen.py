"""Pages about visible records that have parts and relations which their reader may not see."""

import pytest
from django.urls import reverse

from members.models import Chapter, Membership
from tests.factories.advocacy import CampaignStageFactory, RecommendationFactory
from tests.factories.events import AttendanceFactory, FactFindingMissionFactory, GatheringFactory
from tests.factories.members import ChapterFactory, MembershipFactory, OfficeFactory, PersonFactory, ProtectionFactory

pytestmark = pytest.mark.django_db
CANARY = "Canary Zebulon"


@pytest.fixture
def locked():
    person = PersonFactory(name=CANARY)
    ProtectionFactory(person=person, level="locked")
    return person


@pytest.fixture
def office(locked):
    return OfficeFactory(person=locked, title=f"{CANARY}'s office")


def pages(chapter):
    change = reverse("admin:members_chapter_change", args=[chapter.pk])
    return {view: change.replace("/change/", f"/{view}/") for view in ("change", "delete", "history")}


def test_no_page_of_a_whole_names_a_hidden_part(staff_client, office):
    for view, address in pages(office.chapter).items():
        page = staff_client.get(address)

        assert page.status_code == 200
        assert CANARY not in page.content.decode(), view


def test_case_officers_read_them(sign_in, case_officer, office):
    for view in ("delete", "history"):
        assert CANARY in sign_in(case_officer).get(pages(office.chapter)[view]).content.decode(), view


def test_history_of_a_hidden_part_stays_hidden_when_the_part_is_gone(staff_client, office):
    office.delete()

    assert CANARY not in staff_client.get(pages(office.chapter)["history"]).content.decode()


def test_history_keeps_deleted_parts_that_were_visible(staff_client):
    office = OfficeFactory(title="Open office")
    office.delete()

    assert "Open office" in staff_client.get(pages(office.chapter)["history"]).content.decode()


def test_nothing_is_deleted_together_with_a_row_that_is_hidden(staff_client, locked):
    gathering = GatheringFactory()
    AttendanceFactory(gathering=gathering, person=locked, capacity_text=CANARY)
    address = reverse("admin:events_gathering_delete", args=[gathering.pk])

    asked = staff_client.get(address)
    refused = staff_client.post(address, {"post": "yes"})
    listed = staff_client.post(
        reverse("admin:events_gathering_changelist"),
        {"action": "delete_selected", "_selected_action": [gathering.pk], "post": "yes"},
    )

    for page in (asked, refused, listed):
        assert page.status_code == 200
        assert "a record that you may not see" in page.content.decode()
        assert CANARY not in page.content.decode()
    gathering.refresh_from_db()


def test_what_is_seen_whole_is_deleted(staff_client):
    chapter = ChapterFactory()
    address = pages(chapter)["delete"]

    assert chapter.name in staff_client.get(address).content.decode()
    assert staff_client.post(address, {"post": "yes"}).status_code == 302
    assert not Chapter.objects.filter(pk=chapter.pk).exists()


def test_confirming_costs_the_same_for_few_and_many(staff_client, django_assert_max_num_queries):
    chapter = ChapterFactory()
    MembershipFactory.create_batch(30, chapter=chapter)

    with django_assert_max_num_queries(60):
        page = staff_client.get(pages(chapter)["delete"])

    assert page.content.decode().count("Membership:") >= 30
    assert Membership.objects.count() == 30


@pytest.mark.parametrize("order", ["6", "-6"])
def test_a_list_is_not_sorted_by_names_that_it_hides(staff_client, locked, order):
    """Otherwise a row's place among known names would tell the hidden one."""
    stages = [CampaignStageFactory(owner=PersonFactory(name=f"{letter} Known")) for letter in "AZ"]
    hidden = CampaignStageFactory(owner=locked)
    address = reverse("admin:advocacy_campaignstage_changelist")

    by_owner = [stage.pk for stage in staff_client.get(address, {"o": order}).context["cl"].result_list]

    assert sorted(by_owner) == sorted([*(stage.pk for stage in stages), hidden.pk])
    assert by_owner == [stage.pk for stage in staff_client.get(address, {"o": "99"}).context["cl"].result_list]


def test_search_by_mission_finds_what_rests_on_visible_missions_only(staff_client, sign_in, case_officer, locked):
    for title, initiator in (("Visit of the locked", locked), ("Visit of the known", PersonFactory())):
        mission = FactFindingMissionFactory(
            title=title, initiator_kind="member", initiating_chapter=None, initiating_person=initiator
        )
        RecommendationFactory(statement=None, mission=mission)
    address = reverse("admin:advocacy_recommendation_changelist")

    def found(client, words):
        return client.get(address, {"q": words}).context["cl"].result_count

    assert (found(staff_client, "Visit"), found(staff_client, "locked")) == (1, 0)
    assert found(sign_in(case_officer), "Visit") == 2

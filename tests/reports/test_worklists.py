"""What needs a hand: who is listed, who is not, for whom, and at what cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from caucus_site.core.dates import PartialDate
from caucus_site.core.models import Errand, Message
from caucus_site.core.principals import Principal
from caucus_site.reports.worklists import WORKLISTS
from members.models import Level
from tests.factories.advocacy import FollowUpFactory, GrantFactory, RecommendationFactory, StatementFactory
from tests.factories.core import UserFactory
from tests.factories.members import (
    ContactDetailFactory,
    MandateFactory,
    MembershipFactory,
    PersonFactory,
    ProtectionFactory,
)

pytestmark = pytest.mark.django_db


def listed(slug, account):
    worklist = next(w for w in WORKLISTS if w.slug == slug)
    principal = Principal.of(account)
    assert worklist.is_for(principal)
    return [(item.name, item.matter) for item in worklist.items(worklist.rows(principal), principal.day)]


def day(ago):
    return PartialDate.of_day(localdate() - datetime.timedelta(days=ago))


def member(name, **facts):
    return MembershipFactory(person__name=name, status="active", category="sitting", **facts).person


def test_ended_terms_are_the_last_ones_of_members_who_sit_nowhere(secretariat):
    over, seated, stranger = member("Over"), member("Seated"), PersonFactory(name="Stranger")
    for person in (over, seated, stranger):
        MandateFactory(person=person, began_on="2010", ended_on="2014", chamber__name="Old House")
    MandateFactory(person=over, began_on="2014", ended_on=day(3), chamber__name="House")
    MandateFactory(person=seated, began_on="2014", ended_on=None)

    assert [name for name, _matter in listed("ended-terms", secretariat)] == ["Over"]
    assert listed("ended-terms", secretariat)[0][1].startswith(f"House: ended {day(3)}")


def test_former_members_and_those_who_left_are_nobodys_worklist(secretariat):
    former = MembershipFactory(person__name="Former", status="active", category="former").person
    left = MembershipFactory(person__name="Left", status="left", category="sitting", ended_on="2015").person
    for person in (former, left):
        MandateFactory(person=person, began_on="2010", ended_on="2014")

    assert listed("ended-terms", secretariat) == []


def test_statements_in_review_await_adoption_and_drafts_do_not(secretariat):
    StatementFactory(title="Ready", state="review")
    StatementFactory(title="Not yet", state="draft")

    assert [name for name, _matter in listed("awaiting-adoption", secretariat)] == ["Ready"]


def test_recommendations_are_silent_after_ninety_days_without_a_word(secretariat):
    silent = RecommendationFactory(title="Silent", made_on=day(400))
    FollowUpFactory(recommendation=silent, happened_on=day(91))
    heard = RecommendationFactory(title="Heard of", made_on=day(400))
    FollowUpFactory(recommendation=heard, happened_on=day(90))

    ((name, matter),) = listed("unanswered", secretariat)
    assert "Silent" in name
    assert matter == "silent for 91 days"


def test_grants_end_within_ninety_days_and_only_finance_may_open_them(secretariat, finance_officer):
    GrantFactory(title="Soon", began_on="2020", ended_on=day(-90), amount="125000", currency="EUR")
    GrantFactory(title="Later", began_on="2020", ended_on=day(-91))
    GrantFactory(title="Over", began_on="2020", ended_on=day(1))

    assert listed("ending-grants", secretariat) == listed("ending-grants", finance_officer)
    assert [name for name, _matter in listed("ending-grants", secretariat)] == ["Soon"]
    worklist = next(w for w in WORKLISTS if w.slug == "ending-grants")
    urls = {
        account: [item.url for item in worklist.items(worklist.rows(Principal.of(account)), localdate())]
        for account in (secretariat, finance_officer)
    }
    assert urls[secretariat] == [""]
    assert urls[finance_officer][0].startswith("/admin/advocacy/grant/")


def test_members_without_any_contact_are_listed(secretariat):
    member("Nowhere")
    ContactDetailFactory(person=member("Reachable"))

    assert [name for name, _matter in listed("unreachable", secretariat)] == ["Nowhere"]


def test_locked_members_are_in_nobodys_list_but_the_case_officers(secretariat, case_officer):
    person = member("Locked away")
    ProtectionFactory(person=person, level=Level.LOCKED)
    MandateFactory(person=person, began_on="2010", ended_on="2014")

    for slug in ("ended-terms", "unreachable"):
        assert listed(slug, secretariat) == []
        assert [name for name, _matter in listed(slug, case_officer)] == ["Locked away"]


def test_letters_and_errands_that_are_stuck_are_listed_without_the_recipient(secretariat):
    long_ago = timezone.now() - datetime.timedelta(hours=2)
    facts = {"recipient": UserFactory(full_name="Somebody"), "rule": "statement_published"}
    Message.objects.create(**facts, moment="1", state="doubtful", reason="Its sender was gone.")
    Message.objects.create(**facts, moment="2", state="planned", planned_at=long_ago)
    Message.objects.create(**facts, moment="3", state="planned")
    Message.objects.create(**facts, moment="4", state="sent", sent_at=long_ago)
    Errand.objects.create(name="notifications.announce", state="parked", last_error="LookupError")
    Errand.objects.create(name="notifications.later", not_before=long_ago)
    Errand.objects.create(name="notifications.now")

    assert listed("letters", secretariat) == [
        ("Statement published", "Doubtful: may have been sent: Its sender was gone."),
        ("Statement published", "Planned"),
    ]
    assert listed("errands", secretariat) == [
        ("Announce", "Parked: needs a hand: LookupError"),
        ("Later", "Waiting"),
    ]


def test_worklists_are_for_the_secretariat(superadmin_client, staff_client):
    address = reverse("worklist", args=["unreachable"])

    assert staff_client.get(address).status_code == 200
    assert superadmin_client.get(address).status_code == 404
    assert staff_client.get(reverse("worklist", args=["no-such-list"])).status_code == 404
    assert "Your role has no worklists" in superadmin_client.get(reverse("admin:index")).content.decode()


def test_start_page_costs_the_same_at_any_length(staff_client):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert staff_client.get(reverse("admin:index")).status_code == 200
        return len(queries)

    def add(number):
        for _ in range(number):
            MandateFactory(person=member("Somebody"), began_on="2010", ended_on="2014")
            StatementFactory(state="review")
            RecommendationFactory(made_on="2010")
            GrantFactory(began_on="2020", ended_on=day(-30))

    add(1)
    with_one = cost()
    add(8)

    assert cost() == with_one

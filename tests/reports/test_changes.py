"""What changed: from the journal, by kind, as each reader may see it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advocacy.models import FollowUp, ParliamentaryAction, Recommendation, Statement
from advocacy.services import actions, endorsements, recommendations, statements
from caucus_site.core import journal
from caucus_site.core.models import JournalEntry
from caucus_site.reports.changes import Stretch
from events.models import Gathering
from events.services import gatherings, missions
from members.models import Level, Person
from members.services import protection
from tests.factories.advocacy import (
    ConcernFactory,
    RecommendationFactory,
    StatementFactory,
    StatementTextFactory,
)
from tests.factories.core import CompartmentReaderFactory
from tests.factories.events import FactFindingMissionFactory, GatheringFactory
from tests.factories.members import MandateFactory, MembershipFactory, PersonFactory, ProtectionFactory
from tests.factories.procedures import ImportBatchFactory
from tests.reports.worlds import at_the_desk, day, in_a_letter, in_days, letter_to, told

pytestmark = pytest.mark.django_db


def statement_for_signature(title="On fees", **facts):
    statement = StatementFactory(title=title, state="review", **facts)
    StatementTextFactory(statement=statement)
    return statement


def test_nothing_happened_is_said_in_a_sentence(secretariat):
    assert told(secretariat) == []
    assert "Nothing was recorded in this time." in letter_to(secretariat).text
    assert "Nothing was recorded in this time." in letter_to(secretariat).html


def test_statements_are_told_by_the_steps_they_took(secretariat):
    fees, wages = statement_for_signature("On fees"), statement_for_signature("On wages")
    draft = StatementFactory(title="Untouched")
    statements.advance(fees, to="open", acting_user=secretariat)
    statements.advance(wages, to="adopted", acting_user=secretariat)
    statements.advance(fees, to="adopted", acting_user=secretariat)
    statements.advance(fees, to="published", acting_user=secretariat)

    assert told(secretariat) == [
        (
            "Statements",
            2,
            [("Open for signature", 1), ("Adopted", 2), ("Published", 1)],
            [("On wages", "Adopted"), ("On fees", "Open for signature → Adopted → Published")],
        )
    ]
    assert at_the_desk(secretariat).changes[0].lines[1].url == f"/admin/advocacy/statement/{fees.pk}/change/"
    assert str(draft) not in letter_to(secretariat).text


def test_gatherings_and_missions_are_told_when_they_move(secretariat):
    gatherings.advance(GatheringFactory(title="Assembly"), to="announced", acting_user=secretariat)
    missions.advance(FactFindingMissionFactory(title="To the border"), to="approved", acting_user=secretariat)

    assert told(secretariat) == [
        ("Missions", 1, [("Approved", 1)], [("To the border", "Approved")]),
        ("Gatherings", 1, [("Announced", 1)], [("Assembly", "Announced")]),
    ]


def test_recommendations_are_told_with_follow_up_and_answers(secretariat):
    asked, answered = RecommendationFactory(number=1, title="Ask"), RecommendationFactory(number=2, title="Answered")
    recommendations.follow_up(asked, kind=FollowUp.Kind.REMINDER, text="Wrote again", acting_user=secretariat)
    recommendations.follow_up(
        answered, kind=FollowUp.Kind.ANSWER, text="Yes", outcome="accepted", acting_user=secretariat
    )

    assert told(secretariat) == [
        (
            "Recommendations",
            2,
            [("Accepted", 1), ("Followed up", 1), ("Answer received", 1)],
            [("2. Answered", "Answer received → Accepted"), ("1. Ask", "Followed up")],
        )
    ]


def test_signatures_are_counted_by_statement_and_name_nobody(secretariat):
    statement = statement_for_signature("On fees")
    statements.advance(statement, to="open", acting_user=secretariat)
    first, second = PersonFactory(name="Somchai Firstname"), PersonFactory(name="Dara Secondname")
    endorsements.endorse(statement, by=first, acting_user=secretariat)
    signature = endorsements.endorse(statement, by=second, acting_user=secretariat)
    endorsements.withdraw(signature, acting_user=secretariat)

    assert told(secretariat)[1] == (
        "Signatures",
        1,
        [("Signed", 1), ("Withdrawn", 1)],
        [("On fees", "1 signature, 1 withdrawn")],
    )
    for name in ("Somchai", "Dara"):
        assert name not in letter_to(secretariat).html


def test_signatures_of_people_one_may_not_see_are_not_counted(secretariat, case_officer):
    statement = statement_for_signature("On fees")
    statements.advance(statement, to="open", acting_user=secretariat)
    locked = PersonFactory()
    endorsements.endorse(statement, by=PersonFactory(), acting_user=secretariat)
    endorsements.endorse(statement, by=locked, acting_user=secretariat)
    ProtectionFactory(person=locked, level=Level.LOCKED)

    assert told(secretariat)[1][3] == [("On fees", "1 signature")]
    assert told(case_officer)[1][3] == [("On fees", "2 signatures")]


def test_reported_actions_are_told_with_who_did_them(secretariat, parliamentarian):
    member = PersonFactory(name="Mariam Diallo", account=parliamentarian)
    actions.report(
        person=member, acting_user=parliamentarian, kind="question", title="On passports", happened_on=day(-1)
    )

    assert told(secretariat) == [
        (
            "Parliamentary actions",
            1,
            [("Reported by a member", 1)],
            [("On passports, Mariam Diallo", "Reported by a member")],
        )
    ]


def test_new_people_and_imports_are_told(secretariat):
    journal.record("record.added", PersonFactory(name="New Member"), actor=secretariat)
    batch = ImportBatchFactory(
        file_name="nepal.json", country__name="Nepal", rows=275, created=270, updated=3, ambiguous=2
    )
    journal.record("procedures.people_imported", batch, actor=secretariat, rows=275)

    assert told(secretariat) == [
        ("People", 1, [("New", 1)], [("New Member", "New")]),
        ("Imports", 1, [], [("nepal.json, Nepal", "270 people added, 3 changed, 2 unclear")]),
    ]


def test_mandates_of_members_are_told_when_they_end_or_their_end_becomes_known(secretariat):
    def mandate_of(name, ended_on, status="active", left_on=None):
        person = MembershipFactory(person__name=name, status=status, ended_on=left_on).person
        return MandateFactory(person=person, chamber__name="House", began_on="2010", ended_on=ended_on)

    mandate_of("Ended", day(-2))
    mandate_of("Ends today", day(0))
    mandate_of("Long ago", day(-30))
    known_now = mandate_of("Known now", day(-31))
    mandate_of("Left the caucus", day(-2), status="left", left_on=day(-9))
    MandateFactory(person=PersonFactory(name="No member"), began_on="2010", ended_on=day(-2))
    journal.record("record.changed", known_now, actor=secretariat, fields=["Ended on"])
    journal.record("record.changed", mandate_of("Only renamed", day(-32)), actor=secretariat, fields=["Post"])

    assert told(secretariat) == [
        ("Mandates that ended", 2, [], [("Ended", f"House: {day(-2)}"), ("Known now", f"House: {day(-31)}")])
    ]


def test_confidential_matters_are_a_number_for_their_readers_and_nothing_for_others(secretariat, case_officer):
    concern = ConcernFactory(code="C-CANARY-1")
    CompartmentReaderFactory(compartment=concern.compartment, reader=case_officer)
    journal.record("record.added", concern, actor=case_officer)

    assert in_a_letter(secretariat).confidential == 0
    assert in_a_letter(case_officer).confidential == 1
    assert at_the_desk(case_officer).confidential == 1
    assert "1 confidential record has news. Sign in to read." in letter_to(case_officer).text
    for account in (secretariat, case_officer):
        assert "CANARY" not in letter_to(account).html + letter_to(account).text


def test_protection_is_a_number_too_and_says_nothing_of_whom_one_may_not_see(secretariat, case_officer):
    protection.set_level(PersonFactory(name="Hidden Canary"), Level.HIDDEN, acting_user=case_officer)
    protection.set_level(PersonFactory(name="Locked Canary"), Level.LOCKED, acting_user=case_officer)

    assert in_a_letter(secretariat).confidential == 1
    assert in_a_letter(case_officer).confidential == 2
    for account in (secretariat, case_officer):
        assert "Canary" not in letter_to(account).html + letter_to(account).text


def test_only_the_stretch_is_told(secretariat):
    for title in ("Before", "Within", "After"):
        statements.advance(statement_for_signature(title), to="adopted", acting_user=secretariat)
    last = journal.head().position
    now = timezone.now()
    within = Stretch(last - 2, last - 1, now - datetime.timedelta(days=7), now)

    assert [section[3] for section in told(secretariat, within)] == [[("Within", "Adopted")]]


def test_what_was_deleted_since_is_left_out(secretariat):
    statement = statement_for_signature("Gone")
    statements.advance(statement, to="adopted", acting_user=secretariat)
    Statement.objects.filter(pk=statement.pk).delete()

    assert told(secretariat) == []


def test_the_rest_of_a_long_list_is_counted(secretariat):
    for number in range(9):
        statements.advance(statement_for_signature(f"Statement {number}"), to="adopted", acting_user=secretariat)

    (section,) = in_a_letter(secretariat).changes

    assert (section.count, len(section.lines), section.rest) == (9, 6, 3)
    assert section.lines[0].name == "Statement 8"
    assert "3 more: sign in to read." in letter_to(secretariat).text


@pytest.mark.parametrize("account", ["secretariat", "finance_officer", "case_officer"])
def test_a_report_costs_the_same_at_ten_entries_and_at_two_thousand(account, request):
    reader = request.getfixturevalue(account)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            letter_to(reader)
        return len(queries)

    fill_journal(10)
    letter_to(reader)
    with_few = cost()
    fill_journal(2000)

    assert JournalEntry.objects.count() >= 2010
    assert cost() == with_few


def fill_journal(number):
    """So many entries, about as many records of five kinds."""
    each = range(number // 5)
    person, origin = PersonFactory(), StatementFactory()
    facts = {"kind": "workshop", "level": "regional", "state": "announced", "began_on": day(3)}
    told_of = {
        "advocacy.statement_adopted": [StatementFactory.build(state="adopted") for _ in each],
        "events.gathering_announced": [Gathering(title="Workshop", **facts) for _ in each],
        "advocacy.action_reported": [ParliamentaryAction(person=person, kind="question", title="Q") for _ in each],
        "record.added": [Person(name="Somebody") for _ in each],
        "advocacy.recommendation_done": [
            Recommendation(statement=origin, number=number, title="Ask", review_on=in_days(2)) for number in each
        ],
    }
    for verb, rows in told_of.items():
        type(rows[0]).objects.bulk_create(rows)
        JournalEntry.objects.bulk_create(
            JournalEntry(verb=verb, subject_type=row._meta.label_lower, subject_id=row.public_id) for row in rows
        )

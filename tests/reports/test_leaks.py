"""What a letter must not carry: rows planted so that they could leak, in every section that could name them."""

import datetime

import pytest
from django.utils import timezone

from advocacy.services import statements
from caucus_site.core import journal
from members.models import Level
from members.services import protection
from tests.factories.advocacy import (
    GrantDeadlineFactory,
    GrantFactory,
    ParliamentaryActionFactory,
    RecommendationFactory,
    SolidarityCaseFactory,
    StatementFactory,
    StatementTextFactory,
)
from tests.factories.core import CompartmentFactory, CompartmentReaderFactory
from tests.factories.events import FactFindingMissionFactory, TestimonyFactory
from tests.factories.members import IncidentFactory, MandateFactory, MembershipFactory, PersonNameFactory
from tests.factories.procedures import ImportBatchFactory
from tests.reports.worlds import at_the_desk, day, in_a_letter, in_days, letter_to

pytestmark = pytest.mark.django_db

CANARY = "Zephyrine Quillfeather"


def names(report):
    sections = [*report.changes, *report.worklists, report.coming]
    return {line.name for section in sections for line in section.lines}


def whole(account):
    letter = letter_to(account)
    return letter.title + letter.text + letter.html


@pytest.fixture
def in_danger(secretariat):
    """A member of whom every section has something to tell."""
    person = MembershipFactory(person__name=CANARY, category="sitting", status="active").person
    PersonNameFactory(person=person, text="ज़ेफ़िरिन")
    mandate = MandateFactory(person=person, began_on="2010", ended_on=day(-2))
    action = ParliamentaryActionFactory(person=person, title="On the wages of one")
    own = FactFindingMissionFactory(
        title="One's own mission", initiator_kind="member", initiating_person=person, state="preparing", began_on=day(5)
    )
    appeal = StatementFactory(title=f"Release Ms {CANARY}!", state="review")
    StatementTextFactory(statement=appeal)
    abroad = StatementFactory(title="ज़ेफ़िरिन को रिहा करो", state="review")
    StatementTextFactory(statement=abroad)
    review = RecommendationFactory(title=f"Tell {CANARY.upper()}", review_on=in_days(3), responsible_person=person)
    batch = ImportBatchFactory(file_name="zephyrine-quillfeather.json", rows=1, created=1)
    journal.record("record.added", person, actor=secretariat)
    journal.record("record.changed", mandate, actor=secretariat, fields=["Ended on"])
    journal.record("record.added", action, actor=secretariat)
    journal.record("events.mission_approved", own, actor=secretariat)
    statements.advance(appeal, to="open", acting_user=secretariat)
    statements.advance(abroad, to="open", acting_user=secretariat)
    journal.record("advocacy.recommendation_silent", review, actor=secretariat)
    journal.record("procedures.people_imported", batch, actor=secretariat)
    return person


CARRIED = (CANARY, "Quillfeather", "ज़ेफ़िरिन", "One's own mission", "On the wages of one", "quillfeather.json")


def test_the_plant_would_leak_if_nobody_were_in_danger(secretariat, in_danger):
    carried = whole(secretariat)

    assert CANARY in carried
    assert "ज़ेफ़िरिन" in carried
    assert "quillfeather.json" in carried
    assert "On the wages of one" in carried


@pytest.mark.parametrize("level", [Level.HIDDEN, Level.LOCKED])
@pytest.mark.parametrize("account", ["secretariat", "finance_officer", "case_officer"])
def test_nobody_in_danger_is_named_in_any_letter(account, level, in_danger, request):
    reader = request.getfixturevalue(account)
    protection.set_level(in_danger, level, acting_user=None)

    carried = whole(reader)

    assert [word for word in CARRIED if word.casefold() in carried.casefold()] == []
    assert f"/members/person/{in_danger.pk}/" not in carried


def test_those_who_may_read_of_them_at_the_desk(secretariat, case_officer, in_danger):
    protection.set_level(in_danger, Level.LOCKED, acting_user=case_officer)

    assert CANARY in names(at_the_desk(case_officer))
    assert CANARY not in names(at_the_desk(secretariat))
    assert "One's own mission" in names(at_the_desk(case_officer))
    assert "One's own mission" not in names(at_the_desk(secretariat))


def test_what_a_letter_does_not_name_it_counts_for_those_who_may_know(secretariat, case_officer, in_danger):
    protection.set_level(in_danger, Level.LOCKED, acting_user=case_officer)

    counts = {
        account: {str(section.title): (section.count, section.rest) for section in in_a_letter(account).changes}
        for account in (secretariat, case_officer)
    }

    assert "People" not in counts[secretariat]
    assert counts[case_officer]["People"] == (1, 1)
    assert "1 more: sign in to read." in letter_to(case_officer).text


def test_a_mission_is_not_named_before_its_publication(secretariat):
    """Where a delegation will be is a matter of safety; that something is planned may be said."""
    mission = FactFindingMissionFactory(title="Night crossing", state="preparing", began_on=day(5))
    journal.record("events.mission_preparing", mission, actor=secretariat)

    assert "Night crossing" not in whole(secretariat)
    assert "Night crossing" in names(at_the_desk(secretariat))
    assert in_a_letter(secretariat).coming.count == 1
    assert [(str(s.title), s.count, s.figures) for s in in_a_letter(secretariat).changes] == [("Missions", 1, [])]
    assert at_the_desk(secretariat).changes[0].figures == [("Preparing", 1)]

    mission.state, mission.is_public = "published", True
    mission.save()

    assert "Night crossing" in whole(secretariat)


def test_a_mission_that_becomes_public_later_is_not_named_yet(secretariat):
    mission = FactFindingMissionFactory(
        title="Night crossing",
        state="published",
        is_public=True,
        published_at=timezone.now() + datetime.timedelta(days=1),
    )
    journal.record("events.mission_published", mission, actor=secretariat)

    assert "Night crossing" not in whole(secretariat)


def test_an_unpublished_statement_about_an_incident_is_not_named(secretariat):
    about = StatementFactory(title="After the arrest", state="review", incident=IncidentFactory())

    assert "After the arrest" not in whole(secretariat)
    assert "After the arrest" in names(at_the_desk(secretariat))

    statements.advance(about, to="withdrawn", acting_user=secretariat)

    assert "After the arrest" not in whole(secretariat)


def test_compartments_are_closed_to_staff_who_are_not_their_readers(secretariat, case_officer):
    mine, others = CompartmentFactory(name="Mine Canary"), CompartmentFactory(name="Others Canary")
    CompartmentReaderFactory(compartment=mine, reader=secretariat)
    for compartment in (mine, others):
        for record in (
            IncidentFactory(compartment=compartment, description="Canary"),
            SolidarityCaseFactory(compartment=compartment, code=f"S-Canary-{compartment.pk}"),
            TestimonyFactory(compartment=compartment, text="Canary"),
        ):
            journal.record("record.added", record, actor=case_officer)

    assert in_a_letter(secretariat).confidential == 3
    assert in_a_letter(case_officer).confidential == 0
    assert "Canary" not in whole(secretariat) + whole(case_officer)


def test_money_is_for_finance_officers(secretariat, finance_officer):
    grant = GrantFactory(
        title="Core support",
        funder__organisation__name="Canary Foundation",
        amount="125000",
        currency="EUR",
        restrictions="no Canary",
        began_on="2020",
        ended_on=day(9),
    )
    GrantDeadlineFactory(grant=grant, due_on=in_days(4), kind="report", note="Canary")

    assert "Core support" in names(in_a_letter(secretariat))
    assert [line.matter for line in in_a_letter(secretariat).coming.lines] == [f"ends in 9 days: {day(9)}"]
    assert [line.matter for line in in_a_letter(finance_officer).coming.lines] == [
        f"{day(4)} · Report",
        f"ends in 9 days: {day(9)}",
    ]
    assert "/advocacy/grant" not in whole(secretariat)
    for account in (secretariat, finance_officer):
        assert "Canary" not in whole(account)
        assert "125" not in letter_to(account).text


def test_short_names_are_found_as_words_and_not_inside_others(secretariat):
    protection.set_level(MembershipFactory(person__name="Su").person, Level.HIDDEN, acting_user=None)
    StatementFactory(title="Support for all", state="review")
    StatementFactory(title="For Su, and others", state="review")

    assert "Support for all" in whole(secretariat)
    assert "For Su" not in whole(secretariat)


def test_a_letter_fetches_nothing_and_runs_nothing(secretariat, settings):
    settings.CAUCUS_BASE_URL = "https://caucus.example"
    StatementFactory(title='<script>alert("x")</script><img src="https://evil.example/x.png">', state="review")

    html = letter_to(secretariat).html

    assert "<script" not in html
    assert "<style" not in html
    assert "<img" not in html
    assert "url(" not in html
    assert {
        link.split('"')[0] for link in html.split('href="')[1:] if not link.startswith("https://caucus.example/")
    } == set()
    assert html.count("evil.example") == 1

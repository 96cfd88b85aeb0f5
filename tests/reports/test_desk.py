"""The report at the desk: the one so far, and those that were sent."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advocacy.services import statements
from caucus_site.core.models import JournalEntry, Message
from caucus_site.reports import runs, slots
from caucus_site.reports.models import ReportRun
from tests.factories.advocacy import StatementFactory
from tests.factories.reports import ReportRunFactory

pytestmark = pytest.mark.django_db

LIST = "admin:reports_reportrun_changelist"


def adopt(title, by):
    statements.advance(StatementFactory(title=title, state="review"), to="adopted", acting_user=by)


@pytest.fixture
def sent(secretariat):
    adopt("Told before", secretariat)
    return runs.write(slots.weekly().last_due(timezone.now()), trigger="timetable").run


def test_the_start_page_leads_to_the_report_so_far(staff_client):
    assert reverse("weekly_report") in staff_client.get(reverse("admin:index")).content.decode()


def test_the_report_so_far_holds_what_the_last_one_did_not(staff_client, secretariat, sent):
    adopt("Not told yet", secretariat)

    page = staff_client.get(reverse("weekly_report")).content.decode()

    assert "Not told yet" in page
    assert "Told before" not in page


def test_reading_has_no_effect(staff_client, secretariat):
    adopt("On fees", secretariat)
    before = (JournalEntry.objects.count(), Message.objects.count(), ReportRun.objects.count())

    with CaptureQueriesContext(connection) as queries:
        assert staff_client.get(reverse("weekly_report")).status_code == 200

    assert [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "DECLARE", "FETCH", "CLOSE"))] == []
    assert (JournalEntry.objects.count(), Message.objects.count(), ReportRun.objects.count()) == before
    assert staff_client.post(reverse("weekly_report")).status_code == 405


def test_a_run_is_shown_as_its_reader_may_see_it_now(staff_client, secretariat, sent):
    adopt("Not told yet", secretariat)

    page = staff_client.get(reverse("weekly_report_of_run", args=[sent.public_id])).content.decode()

    assert "Told before" in page
    assert "Not told yet" not in page


def test_the_report_is_for_the_secretariat(superadmin_client, staff_client, sign_in, parliamentarian, client, sent):
    address = reverse("weekly_report")

    assert superadmin_client.get(address).status_code == 404
    assert superadmin_client.get(reverse("weekly_report_of_run", args=[sent.public_id])).status_code == 404
    assert sign_in(parliamentarian).get(address).status_code in {302, 403}
    assert client.get(address).status_code == 302
    assert staff_client.get(reverse("weekly_report_of_run", args=[uuid.uuid4()])).status_code == 404


def test_a_run_says_what_it_covered_and_who_got_it(staff_client, secretariat, sent):
    page = staff_client.get(reverse("admin:reports_reportrun_change", args=[sent.pk])).content.decode()

    assert secretariat.full_name in page
    assert "Planned" in page
    assert reverse("weekly_report_of_run", args=[sent.public_id]) in page
    assert "[sealed]" not in page


def test_runs_are_read_and_nothing_else(staff_client, secretariat, sent):
    assert staff_client.get(reverse("admin:reports_reportrun_add")).status_code == 403
    assert staff_client.get(reverse("admin:reports_reportrun_delete", args=[sent.pk])).status_code == 403
    staff_client.post(reverse("admin:reports_reportrun_change", args=[sent.pk]), {"slot": "2026-W01-1T07:00"})

    sent.refresh_from_db()
    assert sent.version == ReportRun.objects.get().version
    assert sent.slot != "2026-W01-1T07:00"


def again(client, run):
    return client.post(reverse(LIST), {"action": "run_again", "_selected_action": [run.pk]}, follow=True)


def test_run_again_is_a_further_edition_and_a_second_click_is_none(staff_client, secretariat, sent):
    ReportRun.objects.update(finished_at=timezone.now() - 2 * runs.SAME_CLICK)

    first = again(staff_client, sent).content.decode()
    second = again(staff_client, sent).content.decode()

    assert "sent to 1 reader" in first
    assert "was sent less than a minute ago, and was not sent again" in second
    newest = ReportRun.objects.order_by("-pk")[0]
    assert (ReportRun.objects.count(), newest.edition, newest.trigger, newest.triggered_by) == (
        2,
        2,
        "desk",
        secretariat,
    )
    assert Message.objects.count() == 2


def test_who_runs_the_system_may_look_but_not_run(superadmin_client, sent):
    page = superadmin_client.get(reverse(LIST))

    assert page.status_code == 200
    assert "run_again" not in page.content.decode()
    again(superadmin_client, sent)
    assert ReportRun.objects.count() == 1


def test_a_list_of_runs_costs_the_same_at_any_length(staff_client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(reverse(LIST)).status_code == 200
        return len(queries)

    ReportRunFactory()
    cost()
    with_one = cost()
    ReportRunFactory.create_batch(9)

    assert cost() == with_one

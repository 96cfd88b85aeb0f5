"""The weekly report arrives by itself: two real beats, a real worker, a mail server."""

import datetime

import pytest
from django.utils import timezone

from advocacy.services import statements
from caucus_site.core.models import User
from caucus_site.reports.models import ReportRun
from tests.core.background.conftest import background, mail_server, one_valkey, valkey, wait_until  # noqa: F401
from tests.factories.advocacy import StatementFactory
from tests.factories.core import UserFactory

OFTEN = {"CAUCUS_REPORT_SECONDS": "1"}


@pytest.mark.django_db(transaction=True)
def test_a_slot_that_was_missed_arrives_once_with_two_beats(background, mail_server):  # noqa: F811
    staff = UserFactory.create_batch(3, secretariat=True)
    UserFactory(parliamentarian=True)
    User.objects.update(created_at=timezone.now() - datetime.timedelta(days=30))
    statements.advance(StatementFactory(title="On fees", state="review"), to="adopted", acting_user=staff[0])
    worker = background.worker()
    background.beat(**OFTEN)
    background.beat(**OFTEN)

    wait_until(lambda: len(mail_server.accepted) == 3, within=90, said=background.said)
    asked = asked_of(worker)
    wait_until(lambda: asked_of(worker) > asked + 4, within=60, said=background.said)

    assert mail_server.recipients == sorted(account.email for account in staff)
    assert ReportRun.objects.get().trigger == "timetable"
    for accepted in mail_server.accepted:
        assert accepted.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "On fees" in accepted.message.get_body(("plain",)).get_content()
        assert "On fees" in accepted.message.get_body(("html",)).get_content()


def asked_of(worker):
    return worker.log.read_text().count("reports.fire_due")

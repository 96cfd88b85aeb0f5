"""What the database accepted gets done, whatever Redis does; one worker and one beat serve this whole file."""

from collections import Counter

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse

from caucus_site.core import errands, journal, post
from caucus_site.core.models import Errand, Message, Source
from tests.core.background.conftest import wait_until
from tests.core.background.deeds import letters_to
from tests.factories.core import UserFactory


def titles():
    return sorted(Source.objects.values_list("title", flat=True))


def put_and_plan(recipients, number):
    with transaction.atomic():
        for n in range(number):
            errands.put("tests.write", slot=f"effect {n}")
        post.plan(letters_to(recipients))


def all_done():
    return not (
        Message.objects.exclude(state="sent").exists() or Errand.objects.exclude(state__in=["done", "parked"]).exists()
    )


def assert_each_once(mail_server, recipients, number):
    assert mail_server.recipients == sorted(recipient.email for recipient in recipients)
    assert titles() == sorted(f"effect {n}" for n in range(number))


def test_an_errand_and_its_letters_are_under_way_without_the_sweeper(background, mail_server):
    recipients = UserFactory.create_batch(3)
    background.worker()

    errands.put("tests.write_to_all", slot="today")
    wait_until(lambda: len(mail_server.accepted) == 3, within=90, said=background.said)

    assert mail_server.recipients == sorted(recipient.email for recipient in recipients)


def test_what_is_rolled_back_is_neither_done_nor_rung_for(valkey, transactional_db):
    with transaction.atomic():
        put_and_plan(UserFactory.create_batch(2), 2)
        transaction.set_rollback(True)
    with transaction.atomic():
        recipients = UserFactory.create_batch(2)
        with transaction.atomic():
            put_and_plan(recipients, 2)
            transaction.set_rollback(True)

    assert (Errand.objects.count(), Message.objects.count(), valkey.queued()) == (0, 0, 0)


def test_a_transaction_rings_once_for_each_kind_of_work(valkey, transactional_db):
    with transaction.atomic():
        with transaction.atomic():
            errands.put("tests.write", slot="lost")
            transaction.set_rollback(True)
        put_and_plan(UserFactory.create_batch(3), 50)
        assert valkey.queued() == 0

    assert valkey.queued() == 2


def test_a_flushed_valkey_loses_nothing(background, valkey, mail_server):
    recipients = UserFactory.create_batch(200)
    put_and_plan(recipients, 200)
    assert valkey.queued() == 2

    valkey.client.flushall()
    background.worker()
    background.beat()
    wait_until(lambda: len(mail_server.accepted) >= 50, within=90, said=background.said)
    valkey.client.flushall()
    wait_until(all_done, within=90, said=background.said)

    assert_each_once(mail_server, recipients, 200)


def test_a_request_succeeds_without_redis_and_its_errands_are_run_later(
    background, valkey, mail_server, sign_in, caplog
):
    client = sign_in(UserFactory(secretariat=True))

    @receiver(journal.recorded)
    def listen(entry, **_):
        if entry.verb == "record.added":
            errands.put("tests.write", slot="as a consequence")

    valkey.stop()
    response = client.post(
        reverse("admin:core_source_add"),
        {"kind": "publication", "title": "New", "is_public": "on"},
    )

    assert response.status_code == 302
    assert "The worker was not woken for core.run_errands" in caplog.text
    assert (titles(), Errand.objects.get().state) == (["New"], "waiting")

    valkey.start()
    background.worker()
    background.beat()
    wait_until(all_done, within=90, said=background.said)
    assert titles() == ["New", "as a consequence"]


def test_an_errand_that_kills_its_worker_is_parked_while_others_go_on(background, tmp_path):
    runs = tmp_path / "runs"
    errands.put("tests.kill", slot=str(runs))
    for number in range(20):
        errands.put("tests.write", slot=f"effect {number}")

    background.worker()
    background.beat()
    wait_until(lambda: len(titles()) == 20, within=90, said=background.said)
    wait_until(errands.parked().exists, within=90, said=background.said)

    assert runs.read_text().splitlines() == ["run"] * 3
    parked = errands.parked().get()
    assert (parked.name, parked.deaths) == ("tests.kill", 3)
    assert parked.last_error == "The worker was gone before the end, 3 times in a row."


def test_two_workers_and_two_beats_double_nothing(background, mail_server):
    recipients = UserFactory.create_batch(200)
    for _ in range(2):
        background.worker()
        background.beat()

    put_and_plan(recipients, 100)
    wait_until(all_done, within=90, said=background.said)

    assert_each_once(mail_server, recipients, 100)
    assert Counter(Errand.objects.values_list("deaths", "attempts")) == {(0, 0): 100}

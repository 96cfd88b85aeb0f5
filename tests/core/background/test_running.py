"""What becomes of an errand, by what its handler does."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils.timezone import now

from caucus_site.core import doorbell, errand_running, errands
from caucus_site.core.models import Errand, Source
from tests.core.background import deeds  # noqa: F401  (registers the errands of the tests)
from tests.factories.core import ErrandFactory


def due_again(errand):
    Errand.objects.filter(pk=errand.pk).update(not_before=now())


def test_errands_are_run_oldest_first_and_once(db):
    for slot in ("a", "b"):
        errands.put("tests.write", slot=slot)

    assert errand_running.run_due() is False
    assert errand_running.run_due() is False

    assert list(Source.objects.order_by("pk").values_list("title", flat=True)) == ["a", "b"]
    assert set(Errand.objects.values_list("state", "deaths", "last_error")) == {("done", 0, "")}


def test_an_errand_that_was_done_is_not_run_again_when_it_is_put_again(db):
    for _ in range(2):
        errands.put("tests.write", slot="a")
        errand_running.run_due()

    assert Source.objects.count() == 1


def test_a_failure_leaves_no_effect_and_says_what_and_where_but_not_about_what(db, caplog):
    errands.put("tests.fail", slot="a")

    errand_running.run_due()

    errand = Errand.objects.get()
    assert (errand.state, errand.attempts, errand.deaths, Source.objects.count()) == ("waiting", 1, 0, 0)
    assert errand.last_error.startswith("ValueError in fail, tests/core/background/deeds.py:")
    assert "canary" not in errand.last_error + caplog.text
    assert "Errand" in caplog.text


def test_pauses_double_up_to_an_hour_and_the_eighth_failure_parks(db, settings):
    settings.CAUCUS_ERRAND_PAUSE_SECONDS = 100
    errands.put("tests.fail", slot="a")
    pauses = []

    for _ in range(8):
        began = now()
        errand_running.run_due()
        errand = Errand.objects.get()
        pauses.append(round((errand.not_before - began) / datetime.timedelta(seconds=100)))
        due_again(errand)

    assert pauses == [1, 2, 4, 8, 16, 32, 36, 36]
    assert (errand.state, errand.attempts) == ("parked", 8)
    assert list(errands.parked()) == [errand]
    assert errand_running.run_due() is False


def test_a_failing_errand_does_not_hold_up_the_others(db):
    errands.put("tests.fail", slot="a")
    errands.put("tests.write", slot="b")

    errand_running.run_due()

    assert list(Source.objects.values_list("title", flat=True)) == ["b"]


def test_an_errand_of_a_later_release_waits(db):
    ErrandFactory(name="tests.of_a_later_release")

    errand_running.run_due()

    errand = Errand.objects.get()
    assert (errand.state, errand.attempts) == ("waiting", 1)
    assert errand.last_error.startswith("LookupError in handler_of")


def test_whoever_stalled_longer_than_his_lease_leaves_it_to_the_other(db, settings):
    settings.CAUCUS_ERRAND_LEASE_SECONDS = 0
    errands.put("tests.write", slot="a")
    stalled = errand_running._begin_next()

    errand_running._run(errand_running._begin_next())
    errand_running._run(stalled)

    assert Source.objects.count() == 1
    assert Errand.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_an_errand_that_runs_longer_than_its_lease_is_still_in_one_pair_of_hands(settings, valkey):
    settings.CAUCUS_ERRAND_LEASE_SECONDS = 0
    inside, leave = threading.Event(), threading.Event()

    @errands.does("tests.take_time")
    def take_time(subject_id, slot):
        Source.objects.create(kind=Source.Kind.PUBLICATION, title=slot)
        inside.set()
        leave.wait(20)

    def run():
        errand_running.run_due()
        connection.close()

    errands.put("tests.take_time", slot="long")
    worker = threading.Thread(target=run)
    worker.start()
    try:
        assert inside.wait(20)
        assert errand_running.run_due() is False  # due by its lease, yet locked
    finally:
        leave.set()
        worker.join()
        errands._handlers.pop("tests.take_time")

    assert list(Source.objects.values_list("title", flat=True)) == ["long"]
    assert Errand.objects.get().state == "done"


def test_two_handlers_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"Two handlers for the errand tests\.write"):
        errands.does("tests.write")(lambda subject_id, slot: None)


def test_a_doorbell_that_did_not_ring_is_left_alone_for_a_while(monkeypatch, valkey, caplog):
    valkey.stop()

    doorbell._ring_now("core.run_errands")
    doorbell._ring_now("core.run_errands")

    assert caplog.text.count("was not woken") == 1
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    valkey.start()
    doorbell._ring_now("core.run_errands")
    assert valkey.queued() == 1

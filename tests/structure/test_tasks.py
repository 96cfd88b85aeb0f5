"""What every task must keep to, whoever adds it: Redis may lose it, deliver it twice, and read it."""

import inspect

import pytest
from django.conf import settings

from caucus_site.celery import app
from caucus_site.settings import base

app.loader.import_default_modules()
TASKS = sorted((task for name, task in app.tasks.items() if not name.startswith("celery.")), key=lambda t: t.name)
VISIBILITY_TIMEOUT = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def named(task):
    return task.name


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_no_task_outlives_the_time_after_which_redis_delivers_it_again(task):
    hard_limit = task.time_limit or settings.CELERY_TASK_TIME_LIMIT

    assert hard_limit <= VISIBILITY_TIMEOUT / 2
    assert (task.soft_time_limit or 0) < hard_limit


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_tasks_take_nothing_but_ids(task):
    parameters = [name for name in inspect.signature(task.run).parameters if not name.endswith(("_id", "_ids"))]

    assert parameters == [], "Redis must hold no personal data; a slot or a day belongs into an errand"


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_a_task_whose_worker_dies_is_delivered_again_and_leaves_no_result(task):
    assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True, True, True)


def test_all_three_places_name_one_visibility_timeout():
    assert app.conf.visibility_timeout == app.conf.broker_transport_options["visibility_timeout"] == 300
    assert app.conf.broker_transport_options["unacked_restore_interval"] <= 10


def test_the_timetable_names_tasks_that_exist():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_letter_is_in_hand_for_longer_than_any_task_and_any_conversation_with_the_mail_server():
    answers = 5  # MAIL, RCPT, DATA, the message, RSET: each may come at the last moment

    assert settings.CAUCUS_LETTER_LEASE_SECONDS > settings.CELERY_TASK_TIME_LIMIT
    assert answers * base.EMAIL_TIMEOUT < settings.CAUCUS_LETTER_LEASE_SECONDS

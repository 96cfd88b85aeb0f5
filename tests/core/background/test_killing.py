"""Killing anything loses nothing and repeats nothing."""

import random
import time
from collections import Counter

import pytest

from caucus_site.core import errands, failpoints, post
from caucus_site.core.models import Errand, Message, Source
from tests.core.background.conftest import (
    children_of,
    kill,
    kill_children_of,
    wait_until,
)
from tests.core.background.deeds import letters_to
from tests.factories.core import UserFactory

LETTERS = 200


@pytest.fixture
def recipients(transactional_db):
    return UserFactory.create_batch(LETTERS)


def addresses_of(recipients):
    return sorted(recipient.email for recipient in recipients)


def doubled(mail_server):
    """Letters that arrived more than once, each with how often its sender was found gone."""
    twice = [message_id for message_id, copies in Counter(mail_server.message_ids).items() if copies > 1]
    return {letter.message_id: letter.losses for letter in Message.objects.all() if letter.message_id in twice}


def all_sent():
    return not Message.objects.exclude(state="sent").exists()


def all_done():
    return all_sent() and not Errand.objects.exclude(state="done").exists()


def test_letters_arrive_once_though_child_and_main_of_the_worker_are_killed(recipients, background, mail_server):
    first = background.worker()
    background.beat()
    mail_server.at_mail = {
        30: lambda: kill_children_of(first),
        80: lambda: kill(first.pid),  # its children are left to themselves
    }

    post.plan(letters_to(recipients))
    first.wait(timeout=90)
    background.worker()
    wait_until(all_sent, within=90, said=background.said)

    assert doubled(mail_server) == {}
    assert mail_server.recipients == addresses_of(recipients)


def test_dying_at_every_failpoint_costs_one_letter_a_second_copy_and_nothing_else(
    recipients, background, mail_server, tmp_path
):
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    for number in range(20):
        errands.put("tests.write", slot=f"effect {number}")
    post.plan(letters_to(recipients))

    background.worker(CAUCUS_FAILPOINT=",".join(failpoints.NAMES), CAUCUS_FAILPOINT_ONCE=str(deaths))
    background.beat()
    wait_until(all_done, within=90, said=background.said)

    assert sorted(death.name for death in deaths.iterdir()) == sorted(failpoints.NAMES)
    assert set(mail_server.recipients) == set(addresses_of(recipients))
    # Only between the mail server's 250 and our commit, and then with the same Message-ID.
    assert list(doubled(mail_server).values()) == [1]
    assert len(mail_server.accepted) == LETTERS + 1
    assert sorted(Source.objects.values_list("title", flat=True)) == sorted(f"effect {n}" for n in range(20))


def test_a_sensitive_letter_in_doubt_waits_for_a_person(background, mail_server, tmp_path):
    recipients = UserFactory.create_batch(10)
    post.plan(letters_to(recipients, is_sensitive=True))

    background.worker(CAUCUS_FAILPOINT="post.before_sending,post.after_250", CAUCUS_FAILPOINT_ONCE=str(tmp_path))
    background.beat()
    wait_until(
        lambda: not Message.objects.filter(state__in=["planned", "sending"]).exists(), within=90, said=background.said
    )

    assert Counter(Message.objects.values_list("state", flat=True)) == {"sent": 8, "doubtful": 2}
    assert list(post.troubled().values_list("state", flat=True)) == ["doubtful", "doubtful"]
    assert len(mail_server.message_ids) == len(set(mail_server.message_ids)) == 9


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killing_at_random_loses_nothing_and_doubles_at_most_a_letter_a_kill(recipients, background, mail_server, seed):
    """Whenever it happens to be, the moment between 250 and commit included: then the copy has the same Message-ID."""
    chance = random.Random(seed)
    background.beat()
    worker = background.worker()
    for number in range(100):
        errands.put("tests.write", slot=f"effect {number}")
    post.plan(letters_to(recipients))

    kills = 0
    end = time.monotonic() + 180
    while not all_done():
        assert time.monotonic() < end, background.said()
        time.sleep(chance.uniform(0.2, 1.5))
        if worker.poll() is not None:  # of our doing, or because it cannot start without its children
            worker = background.worker()
        elif kills < 12 and (children := children_of(worker)):
            kill(chance.choice([worker.pid, *children]))
            kills += 1

    assert set(mail_server.recipients) == set(addresses_of(recipients))
    assert len(mail_server.accepted) - LETTERS <= kills
    assert len(set(mail_server.message_ids)) == LETTERS
    assert sorted(Source.objects.values_list("title", flat=True)) == sorted(f"effect {n}" for n in range(100))

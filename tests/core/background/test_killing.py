"""Killing anything loses nothing and repeats nothing."""

from collections import Counter

import pytest

from caucus_site.core import errands, post
from caucus_site.core.models import Errand, Message, Source
from tests.core.background.conftest import kill, kill_all_of, kill_children_of, wait_until
from tests.core.background.deeds import letters_to
from tests.factories.core import UserFactory

LETTERS = 200


@pytest.fixture
def recipients(transactional_db):
    return UserFactory.create_batch(LETTERS)


def all_sent():
    return not Message.objects.exclude(state="sent").exists()


def test_letters_arrive_once_though_workers_are_killed_child_and_main(recipients, background, mail_server):
    first = background.worker()
    background.beat()
    # The main process alone leaves its children to end by themselves; then all of it at once.
    mail_server.at_mail = {
        30: lambda: kill_children_of(first),
        80: lambda: kill(first.pid),
    }
    post.plan(letters_to(recipients))
    wait_until(lambda: mail_server.begun >= 80, within=30, said=background.said)
    first.wait()
    second = background.worker()
    mail_server.at_mail[mail_server.begun + 40] = lambda: kill_all_of(second)
    second.wait(timeout=30)
    background.worker()
    wait_until(all_sent, within=30, said=background.said)

    assert mail_server.recipients == sorted(user.email for user in recipients)
    assert Message.objects.filter(state="sent", losses=0).count() >= LETTERS - 4

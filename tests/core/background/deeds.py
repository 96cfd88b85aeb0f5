"""Errands of the tests; a real worker imports them as this process does."""

import os
import signal
from pathlib import Path

from caucus_site.core import errands, post
from caucus_site.core.models import Source, User


@errands.does("tests.write")
def write(subject_id, slot):
    """An effect that can be counted."""
    Source.objects.create(kind=Source.Kind.PUBLICATION, title=slot)


@errands.does("tests.write_to_all")
def write_to_all(subject_id, slot):
    post.plan(letters_to(User.objects.all(), moment=slot))


@errands.does("tests.fail")
def fail(subject_id, slot):
    Source.objects.create(kind=Source.Kind.PUBLICATION, title=slot)
    raise ValueError("canary-7d21")


@errands.does("tests.kill")
def kill(subject_id, slot):
    """Kills whoever runs it; each time is a line in the file that the slot names."""
    with Path(slot).open("a") as file:
        file.write("run\n")
    os.kill(os.getpid(), signal.SIGKILL)


def letters_to(recipients, **facts):
    return [
        post.Letter(
            **{"rule": "tests.letter", "subject_id": None, "recipient": recipient, "moment": "", "title": "News"}
            | {"text": f"For account {recipient.pk}."}
            | facts
        )
        for recipient in recipients
    ]

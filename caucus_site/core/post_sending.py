"""Sending what the ledger holds: each letter once, or known as doubtful.

A batch is claimed, then each letter by itself is marked as being sent, handed to the mail server in a transaction of
its own with one recipient, and marked as sent directly after the server took it. No database transaction is open
while the mail server is spoken to.

What can go wrong between its `250` and our commit is the one thing that cannot be known afterwards: a process killed
there leaves one letter `sending`. When its lease is over it is sent again, under the same Message-ID; if it is
sensitive, it becomes `doubtful` and waits for a person.
"""

import datetime
import json
import logging
import re
import smtplib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as __

from caucus_site.core.encryption import CannotOpen
from caucus_site.core.failpoints import failpoint
from caucus_site.core.models import Message
from caucus_site.core.post import objection_to

logger = logging.getLogger(__name__)

BATCH = 100
MOST_REFUSALS = 30
MOST_LOSSES = 3
LONGEST_PAUSE = 3600
ENOUGH_TROUBLES = 2
State = Message.State


class ServerAway(Exception):
    """The mail server does not take letters now; it is not about this letter."""


@dataclass(frozen=True)
class Outcome:
    """What became of one try. `is_lost`: the connection went away before the server answered."""

    state: str
    reason: str = ""
    is_lost: bool = False


def send_due(*, for_seconds: float = 45) -> bool:
    """Send what is due, oldest first, until nothing is left or the time is over; whether something is left.

    A mail server that is away ends it at once: what was claimed waits, and nothing is counted against the letters.
    """
    end = time.monotonic() + for_seconds
    while time.monotonic() < end:
        lease, letters = claim(BATCH)
        if not letters:
            return False
        failpoint("post.after_claim")
        try:
            with _connection() as server:
                for letter in letters:
                    if time.monotonic() > end:
                        break
                    _send_one(letter, lease, server)
        except ServerAway as problem:
            logger.warning("The mail server is away (%s); %s letters wait.", problem, len(letters))
            _release(lease, pause=settings.CAUCUS_POST_PAUSE_SECONDS)
            return False
        _release(lease)
    return Message.objects.due().exists()


@transaction.atomic
def claim(most: int) -> tuple[uuid.UUID, list[int]]:
    """Take letters into one's hands for a while. Whoever comes meanwhile takes others."""
    lease = uuid.uuid4()
    due = Message.objects.due().order_by("not_before", "pk")
    letters = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    Message.objects.filter(pk__in=letters).update(lease=lease, leased_until=_lease_end())
    return lease, letters


@transaction.atomic
def begin(pk: int, lease: uuid.UUID) -> Message | None:
    """Mark the letter as being sent, or leave it: it is in other hands by now, or something forbids it."""
    letter = (
        Message.objects.select_related("recipient")
        .select_for_update(of=("self",))
        .filter(pk=pk, lease=lease, state=State.PLANNED)
        .first()
    )
    if letter is None:
        return None
    if objection := objection_to(letter):
        _mark(letter, Outcome(State.SUPPRESSED, objection))
        return None
    letter.state, letter.leased_until = State.SENDING, _lease_end()
    # To where the account is reached today, not where it was when the letter was planned.
    letter.address = letter.recipient.email
    letter.save(update_fields=["state", "leased_until", "address"])
    return letter


def recover() -> None:
    """Letters whose sender is gone: to be sent again, or, if a second copy would be worse than none, doubtful."""
    for letter in Message.objects.left_in_the_middle().without_contents().order_by("pk")[:BATCH]:
        with transaction.atomic():
            locked = Message.objects.left_in_the_middle().without_contents().select_for_update(skip_locked=True)
            if mine := locked.filter(pk=letter.pk).first():
                _mark(
                    mine,
                    Outcome(State.PLANNED, __("Its sender was gone before the mail server answered."), is_lost=True),
                )


def empty_old_letters() -> int:
    """Forget what letters said and where they went, once they are out of everybody's hands for long enough."""
    age = datetime.timedelta(days=settings.CAUCUS_LETTERS_KEPT_DAYS)
    return (
        Message.objects.filter(emptied_at__isnull=True, planned_at__lt=Now() - age)
        .exclude(state__in=[State.PLANNED, State.SENDING, State.DOUBTFUL])
        .update(title="", text="", html="", address="", headers="", emptied_at=Now())
    )


def _send_one(pk: int, lease: uuid.UUID, server: "_Server") -> None:
    server.be_there()
    try:
        letter = begin(pk, lease)
    except Exception as problem:  # of whoever is asked whether it may go: one letter waits, not the whole post
        letter = Message.objects.without_contents().get(pk=pk)
        _mark(letter, Outcome(State.PLANNED, __("Asking whether it may go failed: %s.") % type(problem).__name__))
        return
    if letter is None:
        return
    failpoint("post.before_sending")
    outcome = server.take(letter)
    if outcome.state == State.SENT:
        failpoint("post.after_250")
    _mark(letter, outcome)
    failpoint("post.after_sent")


def _mark(letter: Message, outcome: Outcome) -> None:
    """Write the outcome down. Nothing overrules that a letter was sent."""
    facts: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason, "lease": None, "leased_until": None}
    rows = Message.objects.filter(pk=letter.pk).exclude(state=State.SENT)
    if outcome.state == State.SENT:
        facts["sent_at"] = Now()
    else:
        # Somebody may have taken it over, or decided about it, since.
        rows = rows.filter(lease=letter.lease)
    if outcome.state == State.PLANNED:
        tries = letter.losses if outcome.is_lost else letter.refusals
        facts["losses" if outcome.is_lost else "refusals"] = F("losses" if outcome.is_lost else "refusals") + 1
        facts["not_before"] = Now() + _pause(tries)
        times = {"reason": outcome.reason, "times": tries + 1}
        if outcome.is_lost and letter.is_sensitive:
            facts |= {"state": State.DOUBTFUL, "reason": __("%(reason)s It is sensitive: somebody decides.") % times}
        elif outcome.is_lost and tries + 1 >= MOST_LOSSES:
            facts |= {"state": State.DOUBTFUL, "reason": __("%(reason)s That was time %(times)d.") % times}
        elif not outcome.is_lost and tries + 1 >= MOST_REFUSALS:
            facts |= {"state": State.FAILED, "reason": __("%(reason)s That was time %(times)d.") % times}
    rows.update(**facts)


def _pause(tries: int) -> datetime.timedelta:
    return datetime.timedelta(seconds=min(settings.CAUCUS_POST_PAUSE_SECONDS * 2**tries, LONGEST_PAUSE))


def _lease_end() -> Any:
    return Now() + datetime.timedelta(seconds=settings.CAUCUS_LETTER_LEASE_SECONDS)


def _release(lease: uuid.UUID, *, pause: float = 0) -> None:
    """Let go of what was claimed and not begun."""
    Message.objects.filter(lease=lease, state=State.PLANNED).update(
        lease=None, leased_until=None, not_before=Now() + datetime.timedelta(seconds=pause)
    )


class _Server:
    """The configured mail server, spoken to over one connection for as long as it holds."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.is_open = False
        self.troubles = 0

    def be_there(self) -> None:
        """Have the connection open before a letter is marked: an unreachable server has certainly not taken it."""
        if self.is_open:
            return
        if self.troubles >= ENOUGH_TROUBLES:
            raise ServerAway("it hung up twice in a row, or refuses our address")
        try:
            self.connection.open()
        except OSError as problem:
            self.close()
            raise ServerAway(_code_of(problem) or type(problem).__name__) from None
        self.is_open = True

    def take(self, letter: Message) -> Outcome:
        try:
            taken = self.connection.send_messages([as_email(letter, self.connection)])
        except (ValueError, TypeError, CannotOpen, smtplib.SMTPNotSupportedError) as problem:
            # Not the server's doing: an address or a header that cannot be written, a seal that does not open.
            return Outcome(State.FAILED, __("The letter could not be written: %s.") % type(problem).__name__)
        except OSError as problem:  # every SMTPException is one
            return self._outcome_of(problem)
        self.troubles = 0
        return Outcome(State.SENT) if taken != 0 else Outcome(State.FAILED, __("It has no address."))

    def _outcome_of(self, problem: OSError) -> Outcome:
        code = _code_of(problem)
        if not code:
            self.close()
            self.troubles += 1
            return Outcome(State.PLANNED, __("The mail server did not answer to the end."), is_lost=True)
        if code.startswith("421"):
            self.close()
            self.troubles += 1
        elif isinstance(problem, smtplib.SMTPSenderRefused) and not code.startswith("552"):  # 552: it is too large
            self.close()
            self.troubles = ENOUGH_TROUBLES
        elif code.startswith("5"):
            return Outcome(State.FAILED, __("The mail server refused it for good: %s.") % code)
        return Outcome(State.PLANNED, __("The mail server refused it for now: %s.") % code)

    def close(self) -> None:
        with suppress(OSError):
            self.connection.close()
        self.is_open = False


@contextmanager
def _connection() -> Iterator[_Server]:
    server = _Server()
    try:
        yield server
    finally:
        server.close()


def as_email(letter: Message, connection: Any = None) -> EmailMultiAlternatives:
    """The letter as it goes out: one recipient, and the same Message-ID on each try."""
    email = EmailMultiAlternatives(
        letter.title,
        letter.text,
        to=[letter.address],
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",
            **(json.loads(letter.headers) if letter.headers else {}),
        },
        connection=connection,
    )
    if letter.html:
        email.attach_alternative(letter.html, "text/html")
    return email


def _code_of(problem: OSError) -> str:
    """The reply code, with the enhanced one if there is any. Not the reply's words: they may quote the address."""
    code, said = getattr(problem, "smtp_code", 0), getattr(problem, "smtp_error", b"")
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
    if not code or code < 0:
        return ""
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", words)
    return f"{code} {enhanced[0]}" if enhanced else str(code)

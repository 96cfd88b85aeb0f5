"""The mail ledger: a letter is a row first, and goes out from there once, or is known as doubtful.

    post.plan([Letter(rule="statement_published", subject_id=…, recipient=user, moment="", title=…, text=…)])

There is no cc, no bcc and no list: a letter has one recipient. `post_sending` does the rest.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

from django.db import models, transaction

from caucus_site.core import doorbell
from caucus_site.core.models import Message, User

TASK = "core.send_letters"
CHUNK = 200
# Where a letter comes from and goes to is not for those who write it to say.
NOT_THE_WRITERS = frozenset({
    "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "return-path", "mime-version", "content-type",
})  # fmt: skip

Objection = Callable[[Message], str]
_objections: list[Objection] = []
Headers = Callable[["Letter"], Mapping[str, str]]
_headers: list[Headers] = []


@dataclass(frozen=True)
class Letter:
    """What to write to one account. `rule`, `subject_id`, `recipient` and `moment` together are sent once, for ever.

    A sensitive letter is never sent again on a doubt, and the desk shows neither its contents nor its address.
    """

    rule: str
    subject_id: UUID | None
    recipient: User
    moment: str
    title: str
    text: str
    html: str = ""
    purpose: str = ""
    is_sensitive: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    # Why it is not to be sent, known before it is planned: it is kept as such, without contents.
    objection: str = ""

    def __post_init__(self) -> None:
        for name, value in self.headers.items():
            if name.lower() in NOT_THE_WRITERS or name.lower().startswith("resent-"):
                raise ValueError(f"A letter does not say its own {name}.")
            if any(end in f"{name}{value}" for end in "\r\n"):
                raise ValueError(f"The header {name} has more than one line.")


def plan(letters: Iterable[Letter]) -> int:
    """Write the letters that are new into the ledger, to be sent once the present transaction has committed."""
    planned = _write(_row(letter) for letter in letters)
    if planned:
        doorbell.ring(TASK)
    return planned


def suppress(letter: Letter | Message, reason: str) -> None:
    """Keep the letter as one that is not sent, with the reason; whether it was planned before or not.

    What was sent stays sent, and what is being sent is let go.
    """
    if isinstance(letter, Letter):
        if _write([_row(replace(letter, objection=reason))]):
            return
        letter = Message.objects.get(
            rule=letter.rule, subject_id=letter.subject_id, recipient=letter.recipient, moment=letter.moment
        )
    Message.objects.filter(
        pk=letter.pk, state__in=[Message.State.PLANNED, Message.State.FAILED, Message.State.DOUBTFUL]
    ).update(state=Message.State.SUPPRESSED, reason=reason[:300], lease=None, leased_until=None)


def may_send(objection: Objection) -> Objection:
    """Register a last question before sending: it gets the letter, and says why it must not go, or nothing.

    It is asked with fresh rows directly before each try, because safety changes between planning and sending.
    """
    _objections.append(objection)
    return objection


def every_letter_has(headers: Headers) -> Headers:
    """Register what letters carry whoever writes them, such as how to stop them; what a letter says itself wins."""
    _headers.append(headers)
    return headers


def objection_to(letter: Message) -> str:
    return next((reason for objects in _objections if (reason := str(objects(letter) or ""))), "")


def troubled() -> models.QuerySet:
    """The letters that wait for a person: refused for good, or begun and never answered for."""
    return Message.objects.troubled()


def overdue(by: datetime.timedelta = datetime.timedelta(hours=1)) -> models.QuerySet:
    """The letters that have waited for longer than it should ever take: something does not run."""
    return Message.objects.overdue(by)


@may_send
def _is_active(letter: Message) -> str:
    return "" if letter.recipient.is_active else "The account is switched off."


def _row(letter: Letter) -> Message:
    row = Message(
        rule=letter.rule,
        subject_id=letter.subject_id,
        recipient=letter.recipient,
        moment=letter.moment,
        purpose=letter.purpose,
        is_sensitive=letter.is_sensitive,
        address=letter.recipient.email,
    )
    if letter.objection:
        row.state, row.reason = Message.State.SUPPRESSED, letter.objection[:300]
        return row
    row.title = " ".join(letter.title.split())
    row.text, row.html = letter.text, letter.html
    headers = {name: value for say in _headers for name, value in say(letter).items()} | dict(letter.headers)
    row.headers = json.dumps(headers) if headers else ""
    return row


def _write(rows: Iterable[Message]) -> int:
    """How many of them were new."""
    rest, new = iter(rows), 0
    with transaction.atomic():
        while chunk := list(islice(rest, CHUNK)):
            Message.objects.bulk_create(chunk, ignore_conflicts=True)
            new += Message.objects.filter(public_id__in=[row.public_id for row in chunk]).count()
    return new

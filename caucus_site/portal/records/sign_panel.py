"""What a member reads beside a statement about their own signature: whether they can sign, as whom, until when."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from advocacy.models import Endorsement, Statement, StatementText
from advocacy.services import endorsements
from caucus_site.core.codes import zone_of
from caucus_site.portal.records.languages import Language, language
from caucus_site.portal.records.window import Standing, by_clock, window_of
from members.models import Person

SALT = "portal.shown_as"


class Stage(StrEnum):
    """Which of its faces the panel shows."""

    OFFER = "offer"
    CONFIRM = "confirm"
    SIGNED = "signed"
    WITHDRAW = "withdraw"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    NO_TEXT = "no_text"
    REFUSED = "refused"


@dataclass(frozen=True)
class Moment:
    """A moment by the statement's clock, and by the reader's where that differs."""

    at: datetime.datetime
    there: str
    here: str

    @classmethod
    def of(cls, at: datetime.datetime | None, statement: Statement, account: Any) -> "Moment | None":
        if at is None:
            return None
        there = by_clock(at, statement.time_zone)
        here = by_clock(at, account.time_zone)
        same_clock = (
            at.astimezone(zone_of(statement.time_zone)).utcoffset()
            == at.astimezone(zone_of(account.time_zone)).utcoffset()
        )
        return cls(at, there, "" if same_clock else here)


@dataclass(frozen=True)
class Panel:
    """Everything that the panel says. `shown_as` comes back with the signature: what was seen is what is signed."""

    statement: Statement
    stage: Stage
    opens: Moment | None = None
    closes: Moment | None = None
    signed_as: dict[str, str] | None = None
    standing: str = ""
    shown_as: str = ""
    text: StatementText | None = None
    text_language: Language | None = None
    endorsement: Endorsement | None = None
    sentence: str = ""
    form: Any = None

    @property
    def is_open(self) -> bool:
        return self.stage in {Stage.OFFER, Stage.CONFIRM}


def panel_for(statement: Statement, account: Any, *, now: datetime.datetime | None = None) -> Panel | None:
    """The panel as the reader's rights and the window say, or None where signing is none of their business."""
    if not account.is_authenticated:
        return None
    now = now or timezone.now()
    day = timezone.localdate(now)
    window: dict[str, Any] = {
        "opens": Moment.of(statement.opens_at, statement, account),
        "closes": Moment.of(statement.closes_at, statement, account),
    }
    own = own_endorsement(statement, account)
    if own is not None:
        stage = Stage.WITHDRAWN if hasattr(own, "withdrawal") else Stage.SIGNED
        return Panel(statement, stage, endorsement=own, standing=own.get_standing_display(), **window)
    signing_window = window_of(statement, now)
    if signing_window is None:
        return None
    try:
        person = endorsements.signer_behind(account, statement, day=day)
    except ValidationError as refusal:
        # Staff look after signatures at the desk: that they do not sign needs no saying.
        return None if account.is_staff else Panel(statement, Stage.REFUSED, sentence=refusal.messages[0], **window)
    if signing_window.standing == Standing.OVER:
        return Panel(statement, Stage.CLOSED, **window)
    text = endorsements.authorised_original(statement)
    if text is None:
        return Panel(statement, Stage.NO_TEXT, **window)
    stage = Stage.OFFER if signing_window.is_open else Stage.NOT_YET
    return _offer(statement, stage, person, day, text, window)


def _offer(
    statement: Statement, stage: Stage, person: Person, day: datetime.date, text: StatementText, window: dict[str, Any]
) -> Panel:
    facts = endorsements.signed_as(person, day)
    return Panel(
        statement,
        stage,
        signed_as=facts,
        standing=str(Endorsement.Standing(facts["standing"]).label),
        shown_as=signing.dumps(facts, salt=SALT),
        text=text,
        text_language=language(text.language),
        **window,
    )


def own_endorsement(statement: Statement, account: Any) -> Endorsement | None:
    return (
        Endorsement.objects.filter(statement=statement, person__account=account.pk).select_related("withdrawal").first()
    )


def was_shown_as(sealed: str) -> dict[str, str]:
    """What the form says that its reader was shown; nothing when the form was not ours."""
    try:
        return signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return {}

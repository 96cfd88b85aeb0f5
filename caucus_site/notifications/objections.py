"""Why a letter is not sent: asked when it is planned, and again directly before each try."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from advocacy.models import Endorsement, Statement
from caucus_site.core import post
from caucus_site.core.models import Message
from caucus_site.notifications import letters, readers, safety
from caucus_site.notifications.models import Preference

# Sentences of the ledger, for staff. That mail is paused is all that they say of somebody in danger.
UNWANTED = "The recipient has switched off mail of this purpose."
PAUSED = "Mail to this account is paused."
NO_LONGER = "What it is about was taken back before it was sent."
UNSEEN = "The recipient may no longer see what it is about."

STILL = {
    letters.PUBLISHED: Statement.State.PUBLISHED,
    letters.SIGNED_PUBLISHED: Statement.State.PUBLISHED,
    letters.APPEAL_OPEN: Statement.State.OPEN,
}


def to(account_ids: Iterable[int], purpose: str) -> dict[int, str]:
    """What speaks against writing to whom, in two queries. Danger counts more than a wish."""
    keys = set(account_ids)
    unwanted = Preference.objects.switched_off(purpose).filter(account__in=keys).values_list("account", flat=True)
    return dict.fromkeys(unwanted, UNWANTED) | dict.fromkeys(safety.paused_among(keys), PAUSED)


@post.may_send
def because_of_the_recipient(letter: Message) -> str:
    return to([letter.recipient_id], letter.purpose).get(letter.recipient_id, "")


@post.may_send
def because_of_the_statement(letter: Message) -> str:
    if letter.rule not in STILL or letter.subject_id is None:
        return ""
    statement = Statement.objects.filter(public_id=letter.subject_id, state=STILL[letter.rule]).first()
    if statement is None or (letter.rule == letters.SIGNED_PUBLISHED and not _is_signed_by(statement, letter)):
        return NO_LONGER
    return "" if readers.among(Statement, statement.pk, [letter.recipient]) else UNSEEN


def _is_signed_by(statement: Statement, letter: Message) -> bool:
    """Whether the letter may still say so: a signature can be withdrawn or hidden while it waits."""
    shown = Endorsement.objects.filter(statement=statement).standing().shown_on(localdate())
    return shown.filter(person__account=letter.recipient_id).exists()

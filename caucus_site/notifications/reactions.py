"""What the journal says happened, and who is written to about it.

The entry and the errand are committed together. The errand finds everything anew when it is run, under the rights of
that moment.
"""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advocacy.models import Statement
from caucus_site.core import errands, journal, occasions, post
from caucus_site.core.data_classes import Role
from caucus_site.core.models import Errand, JournalEntry, Message, User
from caucus_site.core.principals import Principal
from caucus_site.notifications import audiences, letters, objections
from caucus_site.notifications.models import Purpose
from caucus_site.notifications.readers import NOBODY

STATEMENT_PUBLISHED = "notifications.statement_published"
APPEAL_OPEN = "notifications.appeal_open"
occasions.call(STATEMENT_PUBLISHED, _("Tell of a published statement"), about="advocacy.Statement")
occasions.call(APPEAL_OPEN, _("Ask for signatures to an urgent appeal"), about="advocacy.Statement")
State = Statement.State


class NotYet(Exception):
    """The errand came before its time; it is tried again later."""


@receiver(journal.recorded)
def react(entry: JournalEntry, **_signal: Any) -> None:
    if reaction := REACTIONS.get(entry.verb):
        reaction(entry)


def _published(entry: JournalEntry) -> None:
    if statement := _statement(entry.subject_id):
        _put_publication(statement)


def _opened(entry: JournalEntry) -> None:
    statement = _statement(entry.subject_id)
    if statement and statement.kind == Statement.Kind.URGENT_APPEAL:
        _put_appeal(statement)


def _changed(entry: JournalEntry) -> None:
    """An embargo or a window that was moved moves what waits for it. What has been told is not told again."""
    if entry.subject_type != Statement._meta.label_lower:
        return
    waiting = Errand.objects.filter(
        name__in=[STATEMENT_PUBLISHED, APPEAL_OPEN], subject_id=entry.subject_id, state=Errand.State.WAITING
    )
    names = set(waiting.values_list("name", flat=True))
    statement = _statement(entry.subject_id) if names else None
    if statement and STATEMENT_PUBLISHED in names:
        _put_publication(statement)
    if statement and APPEAL_OPEN in names:
        _put_appeal(statement)


REACTIONS: dict[str, Callable[[JournalEntry], None]] = {
    "advocacy.statement_published": _published,
    "advocacy.statement_open": _opened,
    "record.changed": _changed,
}


@errands.does(STATEMENT_PUBLISHED)
def tell_of_publication(subject_id: UUID | None, slot: str) -> None:
    """Write to followers and signatories, once each; while there is an embargo, to nobody."""
    statement = _statement(subject_id)
    if statement is None:
        return
    if slot != _slot(statement.embargo_until):
        _put_publication(statement)
        return
    if statement.state == State.PUBLISHED and not Statement.objects.issued().filter(pk=statement.pk).exists():
        raise NotYet
    audience = _without_the_told(audiences.of_publication(statement), statement)
    post.plan(letters.of_publication(statement, audience, _objections(audience, statement, State.PUBLISHED)))


@errands.does(APPEAL_OPEN)
def tell_of_appeal(subject_id: UUID | None, slot: str) -> None:
    """Ask those who may sign, once each, when the window for signatures is open."""
    statement = _statement(subject_id)
    if statement is None:
        return
    if slot != _slot(statement.opens_at):
        _put_appeal(statement)
        return
    now = timezone.now()
    if statement.state == State.OPEN and statement.opens_at and statement.opens_at > now:
        raise NotYet
    if statement.closes_at and statement.closes_at <= now:
        return
    audience = audiences.of_appeal(statement)
    signer = Principal(user_id=NOBODY, role=Role.PARLIAMENTARIAN)
    post.plan(letters.of_appeal(statement, audience, _objections(audience, statement, State.OPEN), signer))


def _statement(public_id: UUID | None) -> Statement | None:
    return Statement.objects.select_related("chapter").filter(public_id=public_id).first()


def _put_publication(statement: Statement) -> None:
    _put(STATEMENT_PUBLISHED, statement, statement.embargo_until)


def _put_appeal(statement: Statement) -> None:
    _put(APPEAL_OPEN, statement, statement.opens_at)


def _put(errand: str, statement: Statement, not_before: datetime.datetime | None) -> None:
    # One slot for each moment: putting the same again is nothing, and another moment is another errand.
    errands.put(errand, statement, slot=_slot(not_before), not_before=not_before)


def _slot(moment: datetime.datetime | None) -> str:
    return moment.astimezone(datetime.UTC).isoformat() if moment else ""


def _without_the_told(audience: audiences.Audience, statement: Statement) -> audiences.Audience:
    """A follower who has signed since would else be told by another rule once more."""
    rules = [letters.PUBLISHED, letters.SIGNED_PUBLISHED]
    told = set(
        Message.objects.filter(subject_id=statement.public_id, rule__in=rules).values_list("recipient", flat=True)
    )
    return {account: reason for account, reason in audience.items() if account.pk not in told}


def _objections(audience: dict[User, Any], statement: Statement, state: str) -> dict[int, str]:
    accounts = {account.pk for account in audience}
    if statement.state != state:
        return dict.fromkeys(accounts, objections.NO_LONGER)
    return objections.to(accounts, Purpose.STATEMENTS)

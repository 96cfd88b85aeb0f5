"""The life of a statement, one step at a time."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __

from advocacy.models import Statement, StatementText
from caucus_site.core import journal
from caucus_site.core.dates import PartialDate
from events.services.steps import check_step

State = Statement.State

TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.REVIEW, State.WITHDRAWN},
    State.REVIEW: {State.DRAFT, State.OPEN, State.ADOPTED, State.WITHDRAWN},
    State.OPEN: {State.ADOPTED, State.WITHDRAWN},
    State.ADOPTED: {State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
}


@transaction.atomic
def advance(
    statement: Statement,
    *,
    to: str,
    acting_user: Any,
    on: PartialDate | None = None,
    moment: datetime.datetime | None = None,
) -> Statement:
    """Take the statement to its next state; being there already changes nothing.

    Opening and publishing need an authorised original text, since that is what people sign and read. `on` is the day
    of adoption or issue where it is not today. Withdrawing never takes back what went out: it stays to be seen as
    withdrawn.
    """
    moment = moment or timezone.now()
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    was = statement.state
    if was == to:
        return statement
    if not TRANSITIONS[was]:
        raise ValidationError(
            __("It is withdrawn, and stays so. To take the matter up again, begin a new statement."),
            code="not_a_next_step",
        )
    check_step(TRANSITIONS, State, was=was, to=to)
    if to in {State.OPEN, State.PUBLISHED}:
        _check_text(statement)
    today = on or PartialDate.of_day(timezone.localdate(moment))
    statement.state = to
    if to == State.OPEN:
        statement.opens_at = statement.opens_at or moment
    if to == State.ADOPTED:
        statement.adopted_on = statement.adopted_on or today
    if to == State.PUBLISHED:
        statement.issued_on = statement.issued_on or today
        statement.published_at = statement.published_at or moment
    statement.save(update_fields=["state", "opens_at", "adopted_on", "issued_on", "published_at"])
    journal.record(f"advocacy.statement_{to}", statement, actor=acting_user, was=was)
    return statement


def _check_text(statement: Statement) -> None:
    original = statement.texts.filter(is_original=True, standing=StatementText.Standing.AUTHORISED)
    if not original.exclude(body="").exists():
        raise ValidationError(
            __("There is no authorised original text yet. Enter the text, tick “original” and mark it authorised."),
            code="no_text",
        )

"""Following something, and ceasing to."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as __

from advocacy.models import Campaign, Statement
from caucus_site.notifications.models import Subscription
from events.models import FactFindingMission
from members.models import Chapter, Country


class Everything(Enum):
    """What can be followed that is no record of its own."""

    STATEMENTS = "statements"


ALL_STATEMENTS = Everything.STATEMENTS
KINDS: dict[str, Any] = {
    "statement": Statement,
    "mission": FactFindingMission,
    "campaign": Campaign,
    "chapter": Chapter,
    "country": Country,
}


@transaction.atomic
def follow(account: Any, subject: Any, *, way: str = Subscription.Way.AT_ONCE) -> Subscription:
    """Have the account hear of a record, or of ALL_STATEMENTS, this way from now on. Asking twice is asking once.

    What the account may not see it cannot follow; the refusal is that for something that does not exist.
    """
    _check_way(way)
    followed = _place(subject)
    if followed is None or not _is_seen(account, subject):
        raise ValidationError(__("There is nothing here that you could follow."), code="nothing_there")
    subscription, _is_new = Subscription.objects.get_or_create(account=account, **followed, defaults={"way": way})
    if subscription.way != way:
        subscription.way = way
        subscription.save(update_fields=["way"])
    return subscription


def unfollow(account: Any, subject: Any) -> bool:
    """Stop following, whether or not it can be seen any more. Says whether anything was followed."""
    followed = _place(subject)
    if followed is None:
        return False
    deleted, _of_which = Subscription.objects.filter(account=account, **followed).delete()
    return deleted > 0


def is_followed(account: Any, subject: Any) -> bool:
    followed = _place(subject)
    return followed is not None and Subscription.objects.filter(account=account, **followed).exists()


def followed_by(account: Any) -> list[tuple[Subscription, Any]]:
    """What the account follows and may see at present, newest first: each with its record, None for all statements.

    At most one query for each kind of record. What has been closed to the account since is left out.
    """
    own = list(Subscription.objects.filter(account=account).order_by("-pk"))
    seen: dict[str, dict[int, Any]] = {
        kind: _seen_of(kind, own, account) for kind in {subscription.kind for subscription in own} if kind
    }
    followed: list[tuple[Subscription, Any]] = []
    for subscription in own:
        if not (kind := subscription.kind):
            followed.append((subscription, None))
        elif subject := seen[kind].get(getattr(subscription, f"{kind}_id")):
            followed.append((subscription, subject))
    return followed


def _seen_of(kind: str, subscriptions: Iterable[Subscription], account: Any) -> dict[int, Any]:
    keys = [getattr(subscription, f"{kind}_id") for subscription in subscriptions if subscription.kind == kind]
    return KINDS[kind].objects.visible_to(account).in_bulk(keys)


def _place(subject: Any) -> dict[str, Any] | None:
    if subject is ALL_STATEMENTS:
        return {"has_all_statements": True}
    return next(({kind: subject} for kind, model in KINDS.items() if isinstance(subject, model)), None)


def _is_seen(account: Any, subject: Any) -> bool:
    if subject is ALL_STATEMENTS:
        return True
    return type(subject).objects.visible_to(account).filter(pk=subject.pk).exists()


def _check_way(way: str) -> None:
    if way not in Subscription.Way.values:
        raise ValidationError(__("“%(way)s” is no way of being told.") % {"way": way}, code="no_such_way")

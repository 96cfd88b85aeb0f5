"""Who is told of what, and why: rules, each a bounded number of queries at any number of followers."""

from collections import defaultdict
from enum import IntEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone

from advocacy.models import Endorsement, Statement
from advocacy.services.endorsements import SIGNING_CATEGORIES, SIGNING_ROLES
from caucus_site.core.models import User
from caucus_site.notifications import readers
from caucus_site.notifications.models import Subscription
from caucus_site.notifications.services.subscriptions import KINDS
from members.models import Chapter, Membership


class Reason(IntEnum):
    """Why somebody is told, the nearest first: of several the first is given."""

    SIGNED = 1
    STATEMENT = 2
    MISSION = 3
    CAMPAIGN = 4
    CHAPTER = 5
    COUNTRY = 6
    ALL_STATEMENTS = 7
    MAY_SIGN = 8


Audience = dict[User, Reason]


def of_publication(statement: Statement) -> Audience:
    """Who follows the statement or what it belongs to, and who signed it: active accounts that may see it."""
    told: Audience = {}
    for account, reason in [*_signatories(statement), *_followers(statement)]:
        told[account] = min(told.get(account, reason), reason)
    return _cut_to_readers(statement, told)


def of_appeal(statement: Statement) -> Audience:
    """Who may sign it by their own hand and has not yet: parliamentarians of its chapter and below, and the invited."""
    day = timezone.localdate()
    memberships = Membership.objects.filter(category__in=SIGNING_CATEGORIES).held_on(day).present()
    if statement.chapter_id is not None:
        chapters = Chapter.objects.filter(pk=statement.chapter_id).with_descendants()
        memberships = memberships.filter(chapter__in=chapters)
    may_sign = Q(person__in=memberships.values("person")) | Q(person__in=statement.invitations.values("person"))
    signed = Endorsement.objects.filter(statement=statement, person__isnull=False).values("person")
    accounts = User.objects.filter(may_sign, is_active=True, role__in=SIGNING_ROLES).exclude(person__in=signed)
    return _cut_to_readers(statement, dict.fromkeys(accounts, Reason.MAY_SIGN))


def _signatories(statement: Statement) -> list[tuple[User, Reason]]:
    """Not those whose signature is hidden: a letter that names it could be found on a telephone."""
    shown = Endorsement.objects.filter(statement=statement).standing().shown_on(timezone.localdate())
    accounts = User.objects.filter(is_active=True, person__in=shown.values("person"))
    return [(account, Reason.SIGNED) for account in accounts]


def _followers(statement: Statement) -> list[tuple[User, Reason]]:
    followed = _followed_things(statement)
    wanted = Q(has_all_statements=True)
    for kind, keys in followed.items():
        wanted |= Q(**{f"{kind}__in": keys})
    subscriptions = Subscription.objects.filter(
        wanted, way=Subscription.Way.AT_ONCE, account__is_active=True
    ).select_related("account")
    of_thing: dict[tuple[str, Any], list[User]] = defaultdict(list)
    for subscription in subscriptions:
        of_thing[subscription.kind, getattr(subscription, f"{subscription.kind}_id", None)].append(subscription.account)
    found = []
    for (kind, key), accounts in of_thing.items():
        # Who follows a mission that has been closed to them would learn from a letter what came of it.
        seen = readers.among(KINDS[kind], key, accounts) if kind else {account.pk for account in accounts}
        reason = Reason[kind.upper()] if kind else Reason.ALL_STATEMENTS
        found += [(account, reason) for account in accounts if account.pk in seen]
    return found


def _followed_things(statement: Statement) -> dict[str, list[int]]:
    """What a follower may follow so as to hear of the statement, by kind. A chapter's followers hear of those below."""
    things: dict[str, list[int | None]] = {
        "statement": [statement.pk],
        "mission": [statement.mission_id],
        "campaign": [statement.campaign_id],
        "chapter": [*_with_those_above(statement.chapter_id)],
        "country": [statement.chapter.country_id] if statement.chapter else [],
    }
    return {kind: [key for key in keys if key is not None] for kind, keys in things.items()}


def _with_those_above(chapter_id: int | None) -> list[int]:
    parents = dict(Chapter.objects.order_by().values_list("pk", "parent_id")) if chapter_id is not None else {}
    chain: list[int] = []
    while chapter_id is not None:
        chain.append(chapter_id)
        chapter_id = parents.get(chapter_id)
    return chain


def _cut_to_readers(statement: Statement, told: Audience) -> Audience:
    seen = readers.among(Statement, statement.pk, told)
    return {account: reason for account, reason in told.items() if account.pk in seen}

"""What changed since an account last looked: the journal, cut to what the account may see and would want to know.

Steps inside the house (a statement in review, a mission in preparation) are told to those who share its plan, and to
nobody who came to see the record only later, when it was published.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, UUIDField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advocacy.models import FollowUp, ParliamentaryAction, Recommendation, Statement
from caucus_site.core import journal
from caucus_site.core.data_classes import Right, Role
from caucus_site.core.models import JournalEntry
from caucus_site.core.principals import Principal
from caucus_site.portal.addresses import address_of
from caucus_site.portal.models import LastLook
from events.models import FactFindingMission, Gathering

SHOWN = 15
# Who never looked is told what happened lately, not everything since the caucus began.
DAYS_FOR_NEWCOMERS = 30
MEMBERS = {Role.PARLIAMENTARIAN, Role.COORDINATOR}


@dataclass(frozen=True)
class Told:
    """Verbs of one kind of record, the sentence for each, and among which `rows` the record is for who is told."""

    model: Any
    rows: Callable[[Principal], QuerySet]
    sentences: dict[str, Any]


def _all(model: Any) -> Callable[[Principal], QuerySet]:
    return lambda principal: model.objects.visible_to(principal)


def _inside(model: Any) -> Callable[[Principal], QuerySet]:
    return lambda principal: model.objects.visible_to(principal).filter(
        pk__in=model.objects.open_inside_to(principal).values("pk")
    )


def _among_members(principal: Principal) -> QuerySet:
    may_know = principal.role in MEMBERS or principal.may(Right.READ, Statement.data_class)
    return Statement.objects.visible_to(principal) if may_know else Statement.objects.none()


TOLD = (
    Told(
        Statement,
        _all(Statement),
        {"advocacy.statement_published": _("was published"), "advocacy.statement_withdrawn": _("was withdrawn")},
    ),
    Told(
        Statement,
        _among_members,
        {"advocacy.statement_open": _("is open for signature"), "advocacy.statement_adopted": _("was adopted")},
    ),
    Told(
        Recommendation,
        _all(Recommendation),
        {
            "advocacy.recommendation_open": _("is open again"),
            "advocacy.recommendation_acknowledged": _("was acknowledged"),
            "advocacy.recommendation_accepted": _("was accepted"),
            "advocacy.recommendation_under_way": _("is under way"),
            "advocacy.recommendation_done": _("is done"),
            "advocacy.recommendation_rejected": _("was rejected"),
            "advocacy.recommendation_silent": _("got no answer"),
        },
    ),
    Told(ParliamentaryAction, _all(ParliamentaryAction), {"advocacy.action_reported": _("was reported")}),
    Told(FactFindingMission, _all(FactFindingMission), {"events.mission_published": _("was published")}),
    Told(
        FactFindingMission,
        _inside(FactFindingMission),
        {
            "events.mission_approved": _("was approved"),
            "events.mission_preparing": _("is being prepared"),
            "events.mission_in_the_field": _("is in the field"),
            "events.mission_reporting": _("is writing its report"),
            "events.mission_closed": _("was closed"),
            "events.mission_cancelled": _("was called off"),
        },
    ),
    Told(
        Gathering,
        _all(Gathering),
        {
            "events.gathering_announced": _("was announced"),
            "events.gathering_held": _("was held"),
            "events.gathering_postponed": _("was put off"),
            "events.gathering_cancelled": _("was called off"),
        },
    ),
)
FOLLOWED_UP = "advocacy.recommendation_followed_up"
SENTENCES = {verb: sentence for told in TOLD for verb, sentence in told.sentences.items()} | {
    FOLLOWED_UP: _("was followed up")
}
MODELS = {told.model._meta.label_lower: told.model for told in TOLD}


@dataclass(frozen=True)
class Item:
    """One thing that happened to one record."""

    at: datetime.datetime
    kind: str
    title: str
    sentence: Any
    url: str


@dataclass(frozen=True)
class News:
    """The newest items, whether there are more, and up to where the journal was read for them."""

    items: list[Item]
    has_more: bool
    position: int


def for_account(account: Any) -> News:
    """What others did to what the account may see, since it last looked; newest first."""
    principal = Principal.of(account)
    head = journal.head().position
    read = LastLook.objects.position_of(account.pk)
    follow_up = Cast(KT("details__follow_up"), UUIDField())
    entries = JournalEntry.objects.filter(position__lte=head).annotate(follow_up=follow_up).filter(_told_to(principal))
    if read is None:
        entries = entries.filter(at__gte=timezone.now() - datetime.timedelta(days=DAYS_FOR_NEWCOMERS))
    else:
        entries = entries.filter(position__gt=read)
    by_others = entries.filter(Q(actor_id__isnull=True) | ~Q(actor_id=account.pk))
    found = list(by_others.order_by("-position")[: SHOWN + 1])
    records = _records_of(found, principal)
    items = [
        Item(
            at=entry.at,
            kind=record._meta.verbose_name,
            title=getattr(record, "title", str(record)),
            sentence=SENTENCES[entry.verb],
            url=address_of(record),
        )
        for entry in found[:SHOWN]
        if (record := records.get((entry.subject_type, entry.subject_id)))
    ]
    return News(items, has_more=len(found) > SHOWN, position=head)


def mark_read(account: Any, *, up_to: int) -> None:
    """Remember that the account has seen its news up to there. Never goes back, never beyond what is written."""
    position = min(up_to, journal.head().position)
    _look, is_new = LastLook.objects.get_or_create(account=account, defaults={"position": position})
    if not is_new:
        LastLook.objects.of(account.pk).filter(position__lt=position).update(position=position)


def _told_to(principal: Principal) -> Q:
    told = Q(pk__in=[])
    for each in TOLD:
        told |= Q(verb__in=each.sentences, subject_id__in=each.rows(principal).values("public_id"))
    # Work inside a chapter is an entry of its own, seen by fewer than the recommendation is.
    entries = FollowUp.objects.visible_to(principal).values("public_id")
    return told | Q(verb=FOLLOWED_UP, follow_up__in=entries)


def _records_of(entries: list[JournalEntry], principal: Principal) -> dict[tuple[str, Any], Any]:
    records = {}
    for label, model in MODELS.items():
        if ids := {entry.subject_id for entry in entries if entry.subject_type == label}:
            rows = model.objects.visible_to(principal).filter(public_id__in=ids)
            records.update({(label, row.public_id): row for row in rows})
    return records

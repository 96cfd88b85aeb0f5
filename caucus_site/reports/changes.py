"""What changed in a stretch of the journal, cut to what one reader may see."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advocacy.models import (
    Concern,
    Endorsement,
    FollowUp,
    ParliamentaryAction,
    Recommendation,
    SolidarityCase,
    Statement,
)
from caucus_site.core.models import JournalEntry
from caucus_site.core.principals import Principal
from caucus_site.procedures.models import ImportBatch
from caucus_site.reports.discretion import Discretion
from caucus_site.reports.sections import Section
from caucus_site.reports.worklists import Item, change_page
from events.models import Evidence, FactFindingMission, Gathering, Testimony
from members.models import Incident, Mandate, Membership, Person, Protection

ADDED, CHANGED = "record.added", "record.changed"
SIGNED, UNSIGNED = "advocacy.statement_endorsed", "advocacy.endorsement_withdrawn"
FOLLOWED_UP = "advocacy.recommendation_followed_up"
ANSWERED = f"{FOLLOWED_UP}/{FollowUp.Kind.ANSWER}"
PROTECTED = "members.protection_set"


@dataclass(frozen=True)
class Stretch:
    """A piece of the journal, after one entry up to and with another, and the time that it covers.

    Entries are numbered in the order of their commits, so that stretches laid end to end leave nothing out and say
    nothing twice; their moments alone would do both.
    """

    after: int
    up_to: int
    since: datetime.datetime
    until: datetime.datetime


@dataclass(frozen=True)
class Kind:
    """Records of one model, and what each verb says became of one."""

    title: Any
    model: type[models.Model]
    verbs: dict[str, Any]
    related: tuple[str, ...] = ()
    # Of plans a letter says no more than how many have moved: not that one has set out.
    is_plan: bool = False
    name: Callable[[Any], str] = str


def _steps(states: type[models.TextChoices], prefix: str) -> dict[str, Any]:
    return {f"{prefix}{state.value}": state.label for state in states}


KINDS = (
    Kind(
        _("Statements"),
        Statement,
        {ADDED: _("New"), **_steps(Statement.State, "advocacy.statement_")},
    ),
    Kind(
        _("Missions"),
        FactFindingMission,
        {ADDED: _("New"), **_steps(FactFindingMission.State, "events.mission_")},
        is_plan=True,
    ),
    Kind(_("Gatherings"), Gathering, {ADDED: _("New"), **_steps(Gathering.State, "events.gathering_")}),
    Kind(
        _("Recommendations"),
        Recommendation,
        {
            ADDED: _("New"),
            **_steps(Recommendation.State, "advocacy.recommendation_"),
            FOLLOWED_UP: _("Followed up"),
            ANSWERED: _("Answer received"),
        },
    ),
    Kind(
        _("Parliamentary actions"),
        ParliamentaryAction,
        {ADDED: _("Entered"), "advocacy.action_reported": _("Reported by a member")},
        related=("person",),
        name=lambda action: f"{action}, {action.person}",
    ),
    Kind(_("People"), Person, {ADDED: _("New"), "members.person_renamed": _("Renamed")}),
)
# Of these a letter says how many there are, and nothing else.
CONFIDENTIAL: tuple[type[models.Model], ...] = (
    Protection,
    Incident,
    SolidarityCase,
    Concern,
    Testimony,
    Evidence,
)


@dataclass
class News:
    """One stretch of the journal, read once for all readers: which verbs were said of which records, oldest first."""

    stretch: Stretch
    verbs: dict[str, dict[UUID, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    signatures: dict[UUID, str] = field(default_factory=dict)
    mandates: set[UUID] = field(default_factory=set)


def news(stretch: Stretch) -> News:
    """One query."""
    told = News(stretch)
    entries = JournalEntry.objects.filter(position__gt=stretch.after, position__lte=stretch.up_to)
    facts = entries.filter(subject_id__isnull=False).order_by("position")
    for verb, kind, key, details in facts.values_list("verb", "subject_type", "subject_id", "details").iterator():
        if verb in {SIGNED, UNSIGNED} and "endorsement" in details:
            told.signatures[UUID(details["endorsement"])] = verb
        elif kind == "members.mandate" and verb in {ADDED, CHANGED} and _tells_the_end(verb, details):
            told.mandates.add(key)
        else:
            told.verbs[kind][key] += _said(verb, details)
    return told


def _said(verb: str, details: dict[str, Any]) -> list[str]:
    """A follow-up says more than its verb: that an answer came, and where it moved the recommendation."""
    if verb != FOLLOWED_UP:
        return [verb]
    answered = details.get("kind") == FollowUp.Kind.ANSWER
    moved = [f"advocacy.recommendation_{details['outcome']}"] if details.get("outcome") else []
    return [ANSWERED if answered else verb, *moved]


def _tells_the_end(verb: str, details: dict[str, Any]) -> bool:
    """The desk names a field by its label, the API by its name."""
    fields = {str(name).lower().replace(" ", "_") for name in details.get("fields", [])}
    return verb == ADDED or "ended_on" in fields


def sections(told: News, reader: Principal, discretion: Discretion, shown: int) -> Iterator[Section]:
    """Each kind of change with at least one record that the reader may see; a number of queries set by the kinds."""
    for kind in KINDS:
        section = _of_kind(kind, told, reader, discretion, shown)
        if section.count:
            yield section
        if kind.model is Statement and (signed := _signatures(told, reader, discretion, shown)).count:
            yield signed
    for section in (_ended_mandates(told, reader, discretion, shown), _imports(told, reader, discretion, shown)):
        if section.count:
            yield section


def confidential(told: News, reader: Principal) -> int:
    """How many confidential records have news, of those that the reader may read: a number and nothing else."""
    number = 0
    for model in CONFIDENTIAL:
        if keys := told.verbs.get(model._meta.label_lower):
            number += model._default_manager.visible_to(reader).filter(public_id__in=list(keys)).count()  # type: ignore[attr-defined]
    people = told.verbs.get(Person._meta.label_lower, {})
    if protected := [key for key, verbs in people.items() if PROTECTED in verbs]:
        number += Person.objects.visible_to(reader).filter(public_id__in=protected).count()
    return number


def _list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _of_kind(kind: Kind, told: News, reader: Principal, discretion: Discretion, shown: int) -> Section:
    said = {
        key: [verb for verb in dict.fromkeys(verbs) if verb in kind.verbs]
        for key, verbs in told.verbs.get(kind.model._meta.label_lower, {}).items()
    }
    said = {key: verbs for key, verbs in said.items() if verbs}
    section = Section(kind.title, url=_list_of(kind.model))
    if not said:
        return section
    door = kind.model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
    seen = set(door.filter(public_id__in=list(said)).values_list("public_id", flat=True))
    section.count = len(seen)
    if not (kind.is_plan and discretion.is_needed):
        section.figures = [
            (label, number) for verb, label in kind.verbs.items() if (number := sum(verb in said[key] for key in seen))
        ]
    newest = [key for key in reversed(said) if key in seen][:shown]
    section.name(
        (
            (row, Item(kind.name(row), _in_words(kind, said[row.public_id]), change_page(row)))
            for row in _in_order(door.select_related(*kind.related), newest)
        ),
        discretion,
    )
    return section


def _in_words(kind: Kind, verbs: list[str]) -> str:
    return " → ".join(str(kind.verbs[verb]) for verb in verbs)


def _in_order(rows: QuerySet, keys: list[UUID]) -> list[Any]:
    by_key = {row.public_id: row for row in rows.filter(public_id__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def _signatures(told: News, reader: Principal, discretion: Discretion, shown: int) -> Section:
    """By statement, and by number: who signed is for the desk to show."""
    section = Section(_("Signatures"), url=_list_of(Endorsement))
    if not told.signatures:
        return section
    door = Endorsement.objects.visible_to(reader).filter(public_id__in=list(told.signatures))
    given: dict[int, list[str]] = defaultdict(list)
    for key, statement in door.order_by("-pk").values_list("public_id", "statement"):
        given[statement].append(told.signatures[key])
    words = {SIGNED: _("Signed"), UNSIGNED: _("Withdrawn")}
    every = [verb for verbs in given.values() for verb in verbs]
    section.figures = [(label, every.count(verb)) for verb, label in words.items() if verb in every]
    section.count = len(given)
    statements = Statement.objects.visible_to(reader).in_bulk(list(given)[:shown])
    section.name(
        (
            (row, Item(str(row), _signed_in_words(given[key]), change_page(row)))
            for key in list(given)[:shown]
            if (row := statements.get(key))
        ),
        discretion,
    )
    return section


def _signed_in_words(verbs: list[str]) -> str:
    signed, withdrawn = verbs.count(SIGNED), verbs.count(UNSIGNED)
    words = []
    if signed:
        words.append(ngettext("%(number)d signature", "%(number)d signatures", signed) % {"number": signed})
    if withdrawn:
        words.append(ngettext("%(number)d withdrawn", "%(number)d withdrawn", withdrawn) % {"number": withdrawn})
    return ", ".join(words)


def _ended_mandates(told: News, reader: Principal, discretion: Discretion, shown: int) -> Section:
    """Of members: those whose last day has passed in this time, and those whose end became known in it."""
    first, today = localdate(told.stretch.since), localdate(told.stretch.until)
    ended = Mandate.objects.visible_to(reader).filter(
        Q(ended_on_latest__gte=first, ended_on_latest__lt=today)
        | Q(public_id__in=told.mandates, ended_on_latest__lt=today),
        person__in=Membership.objects.present().values("person"),
    )
    rows = ended.select_related("person", "chamber").order_by("-ended_on_latest", "pk")
    section = Section(_("Mandates that ended"), url=_list_of(Mandate), count=ended.count())
    section.name(
        ((row, Item(str(row.person), f"{row.chamber}: {row.ended_on}", change_page(row))) for row in rows[:shown]),
        discretion,
    )
    return section


def _imports(told: News, reader: Principal, discretion: Discretion, shown: int) -> Section:
    section = Section(_("Imports"), url=_list_of(ImportBatch))
    keys = told.verbs.get(ImportBatch._meta.label_lower)
    if not keys:
        return section
    batches = ImportBatch.objects.visible_to(reader).filter(public_id__in=list(keys))
    section.count = batches.count()
    section.name(
        (
            (batch, Item(f"{batch.file_name}, {batch.country}", _imported(batch), change_page(batch)))
            for batch in batches.select_related("country").order_by("-pk")[:shown]
        ),
        discretion,
    )
    return section


def _imported(batch: ImportBatch) -> str:
    return __("%(created)d people added, %(updated)d changed, %(unclear)d unclear") % {
        "created": batch.created,
        "updated": batch.updated,
        "unclear": batch.ambiguous,
    }

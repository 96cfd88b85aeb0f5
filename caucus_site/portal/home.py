"""What concerns one account: what waits for it, where it is expected, what became of what it asked for."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from advocacy.models import Recommendation, RecommendationAddressee, Statement
from advocacy.models.circles import chapters_coordinated, chapters_joined
from advocacy.services.endorsements import SIGNING_CATEGORIES, SIGNING_ROLES
from caucus_site.core.principals import Principal
from caucus_site.portal.addresses import address_of, origins_of
from caucus_site.portal.records.finding import where_seen
from events.models import Attendance, Delegate, FactFindingMission, Gathering
from members.models import Chapter, Country, Mandate, Membership, Person

SHOWN = 20
ASKS_SHOWN_AT_ONCE = 6
# Less is no silence: ministries answer in weeks.
DAYS_OF_PATIENCE = 30
PAST_SHOWN = 5
OVER = {FactFindingMission.State.PUBLISHED, FactFindingMission.State.CLOSED, FactFindingMission.State.CANCELLED}
MOST_URGENT_FIRST = (F("closes_at").asc(nulls_last=True), "-pk")


@dataclass(frozen=True)
class Ask:
    """A recommendation in the reader's country, and where it comes from as far as the reader may know."""

    recommendation: Recommendation
    addressees: list[str]
    origin: Any
    url: str
    heard_on: datetime.date
    is_silent: bool


@dataclass
class Home:
    """The start page of one account at one moment. An account without a person behind it has little of its own."""

    account: Any
    moment: datetime.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self.principal = Principal.of(self.account)
        self.day = self.principal.day

    @cached_property
    def person(self) -> Person | None:
        mine = Person.objects.visible_to(self.principal).filter(account=self.account.pk)
        return mine.select_related("country").first()

    @cached_property
    def mandates(self) -> list[Mandate]:
        """The seats held today."""
        held = Mandate.objects.visible_to(self.principal).filter(person=self.person).held_on(self.day)
        return list(held.select_related("chamber__country").order_by("-began_on_latest", "-pk"))

    @cached_property
    def chapters(self) -> list[Chapter]:
        joined, coordinated = chapters_joined(self.principal), chapters_coordinated(self.principal)
        mine = Chapter.objects.visible_to(self.principal).filter(Q(pk__in=joined) | Q(pk__in=coordinated))
        return list(mine.select_related("country").order_by("name"))

    @cached_property
    def countries(self) -> list[Country]:
        """Of the person, of the seats held and of the chapters that belong to one country."""
        found = [self.person.country] if self.person else []
        found += [mandate.chamber.country for mandate in self.mandates] + [each.country for each in self.chapters]
        return sorted({each for each in found if each}, key=lambda country: country.name)

    @property
    def is_a_members(self) -> bool:
        """Whether its owner signs statements and reports work: observers have a person, but only read."""
        return self.person is not None and self.account.role in SIGNING_ROLES

    @cached_property
    def awaiting_signature(self) -> list[Statement]:
        """Open now, mine to sign, and without my name: those that close soonest first."""
        if not self.is_a_members:
            return []
        waiting = Statement.objects.visible_to(self.principal).open_at(self.moment)
        waiting = waiting.exclude(endorsements__person=self.person)
        memberships = Membership.objects.filter(person=self.person, category__in=SIGNING_CATEGORIES)
        if not memberships.held_on(self.day).present().exists():
            waiting = waiting.filter(invitations__person=self.person)
        waiting = (
            waiting.with_visible_endorsement_count(self.principal)
            .prefetch_related(where_seen("chapter", Chapter, self.principal))
            .order_by(*MOST_URGENT_FIRST)
        )
        return list(waiting[:SHOWN])

    @cached_property
    def coming_gatherings(self) -> list[Attendance]:
        coming = self._attendances.filter(self._not_over).exclude(gathering__state=Gathering.State.HELD)
        return list(coming.order_by(F("gathering__began_on_earliest").asc(nulls_last=True), "pk")[:SHOWN])

    @cached_property
    def past_gatherings(self) -> list[Attendance]:
        past = self._attendances.filter(~self._not_over | Q(gathering__state=Gathering.State.HELD))
        return list(past.order_by(F("gathering__began_on_earliest").desc(nulls_last=True), "-pk")[:PAST_SHOWN])

    @cached_property
    def coming_missions(self) -> list[Delegate]:
        coming = self._delegations.exclude(mission__state__in=OVER)
        return list(coming.order_by(F("mission__began_on_earliest").asc(nulls_last=True), "pk")[:SHOWN])

    @cached_property
    def past_missions(self) -> list[Delegate]:
        past = self._delegations.filter(mission__state__in=OVER)
        return list(past.order_by(F("mission__began_on_earliest").desc(nulls_last=True), "-pk")[:PAST_SHOWN])

    @cached_property
    def asks(self) -> list[Ask]:
        """Unsettled recommendations to my country, of my chapters or mine to carry: the longest silences first."""
        if self.person is None:
            return []
        here = RecommendationAddressee.objects.visible_to(self.principal).filter(
            Q(country__in=self.countries) | Q(organisation__country__in=self.countries)
        )
        concerning_me = (
            Q(pk__in=here.values("recommendation"))
            | Q(responsible_chapter__in=self.chapters)
            | Q(responsible_person=self.person)
        )
        unsettled = Recommendation.objects.visible_to(self.principal).unsettled().filter(concerning_me)
        addressed_to = (
            RecommendationAddressee.objects.visible_to(self.principal)
            .select_related("organisation", "country")
            .order_by("pk")
        )
        silent_longest = unsettled.with_last_word(self.principal).order_by("last_word_on", "pk")
        found = list(silent_longest.prefetch_related(Prefetch("addressees", addressed_to))[:SHOWN])
        origins = origins_of(found, self.principal)
        return [self._ask(recommendation, origins.get(recommendation)) for recommendation in found]

    @property
    def first_asks(self) -> list[Ask]:
        return self.asks[:ASKS_SHOWN_AT_ONCE]

    @property
    def further_asks(self) -> list[Ask]:
        return self.asks[ASKS_SHOWN_AT_ONCE:]

    def _ask(self, recommendation: Any, origin: Any) -> Ask:
        return Ask(
            recommendation=recommendation,
            addressees=list(_names(recommendation.addressees.all())),
            origin=origin,
            url=address_of(origin),
            heard_on=recommendation.last_word_on,
            is_silent=(self.day - recommendation.last_word_on).days > DAYS_OF_PATIENCE,
        )

    @property
    def _attendances(self) -> QuerySet[Attendance]:
        mine = Attendance.objects.visible_to(self.principal).filter(person=self.person)
        return mine.select_related("gathering__country")

    @property
    def _delegations(self) -> QuerySet[Delegate]:
        mine = Delegate.objects.visible_to(self.principal).filter(person=self.person)
        return mine.select_related("mission").prefetch_related(where_seen("mission__chapter", Chapter, self.principal))

    @property
    def _not_over(self) -> Q:
        """By the last day that it may still take place; whatever has no day yet is still to come."""
        ends = Q(gathering__ended_on__isnull=False, gathering__ended_on_latest__gte=self.day)
        begins = Q(gathering__ended_on__isnull=True, gathering__began_on_latest__gte=self.day)
        unknown = Q(gathering__ended_on__isnull=True, gathering__began_on__isnull=True)
        return ends | begins | unknown


def _names(addressees: Iterable[RecommendationAddressee]) -> Iterable[str]:
    for addressee in addressees:
        if addressee.organisation:
            yield addressee.organisation.short_name or addressee.organisation.name
        elif addressee.country:
            yield addressee.country.name

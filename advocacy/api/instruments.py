"""Treaties and other instruments, and what each country has done about them."""

import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from advocacy.models import Commitment, Instrument, InstrumentClause
from caucus_site.core.rest.filters import Day, IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.api.filters import CountryCodes
from members.models import Organisation


class CorridorStub(Stub):
    """A corridor goes by its two ends."""

    def named(self, records: QuerySet) -> QuerySet:
        return records.order_by().annotate(name=Concat("origin__name", Value(" → "), "destination__name"))


class ClauseSerializer(Shape):
    recommendation = Stub("title")

    class Meta:
        model = InstrumentClause
        fields = ("number", "heading", "text", "recommendation")


class InstrumentSerializer(Shape):
    body = Stub()
    corridor = CorridorStub()
    succeeds = CodedStub("title")
    clauses = ClauseSerializer(many=True)

    class Meta:
        model = Instrument
        fields = (
            "id",
            "code",
            "title",
            "short_title",
            "kind",
            "force",
            "adopted_on",
            "adopted_in",
            "in_force_on",
            "body",
            "corridor",
            "succeeds",
            "has_monitoring",
            "url",
            "clauses",
        )


class InstrumentFilters(RecordFilters):
    kind = OneOf("kind", choices=Instrument.Kind)
    force = OneOf("force", choices=Instrument.Force)
    body = IdOf(Organisation, "body")


class InstrumentViewSet(ShapedViewSet):
    """Texts that states can be held to, or that somebody wants them to be held to."""

    model = Instrument
    serializer_class = InstrumentSerializer
    filterset_class = InstrumentFilters


class CommitmentSerializer(Shape):
    country = CodedStub(allow_null=False)
    instrument = CodedStub("title", allow_null=False)

    class Meta:
        model = Commitment
        fields = ("id", "country", "instrument", "step", "happened_on", "as_of", "territory", "status_as_stated")


class CommitmentFilters(RecordFilters):
    country = CountryCodes("country__code")
    instrument = IdOf(Instrument, "instrument")
    step = OneOf("step", choices=Commitment.Step)
    standing_on = Day(
        method="last_word_on",
        about=_("Where each country stood on this day: its weightiest step by then, one for each instrument."),
    )

    def last_word_on(self, commitments: Any, _name: str, day: datetime.date) -> Any:
        last_words = Commitment.objects.visible_to(self.principal).standing_on(day)
        return commitments.filter(pk__in=last_words.values("pk"))


class CommitmentViewSet(ShapedViewSet):
    """Steps of countries towards instruments, and that a country is known, as of a day, not to have taken any."""

    model = Commitment
    scope = Scope.COMMITMENTS
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilters

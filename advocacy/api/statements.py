"""Statements in the words that were authorised, and the signatures under them as they were signed.

Drafts, notes, the window's inner rules, doors and withdrawn or hidden signatures have no place here.
"""

from typing import Any

from rest_framework import serializers

from advocacy.models import Campaign, Demand, Endorsement, Statement, StatementText
from caucus_site.core.rest.filters import Day, IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from events.models import FactFindingMission, Gathering
from members.models import Chapter, Organisation, Person


class StatementTextSerializer(Shape):
    text_hash = serializers.CharField(read_only=True)

    order = ("language",)

    class Meta:
        model = StatementText
        fields = ("language", "edition", "title", "body", "is_original", "text_hash")

    def chosen(self, rows: Any) -> Any:
        return rows.latest_authorised()


class DemandSerializer(Shape):
    order = ("number",)

    class Meta:
        model = Demand
        fields = ("number", "text")


class StatementSerializer(Shape):
    chapter = Stub()
    issued_by = Stub()
    gathering = Stub("title")
    mission = Stub("title")
    campaign = Stub("title")
    forwarded_from = Stub("title")
    texts = StatementTextSerializer(many=True)
    demands = DemandSerializer(many=True)
    endorsement_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Statement
        fields = (
            "id",
            "kind",
            "title",
            "state",
            "chapter",
            "issued_by",
            "gathering",
            "mission",
            "campaign",
            "forwarded_from",
            "adopted_on",
            "issued_on",
            "opens_at",
            "closes_at",
            "time_zone",
            "texts",
            "demands",
            "endorsement_count",
        )


class StatementFilters(RecordFilters):
    kind = OneOf("kind", choices=Statement.Kind)
    state = OneOf("state", choices=Statement.State)
    chapter = IdOf(Chapter, "chapter")
    gathering = IdOf(Gathering, "gathering")
    mission = IdOf(FactFindingMission, "mission")
    campaign = IdOf(Campaign, "campaign")
    issued_from = Day("issued_on_latest", lookup_expr="gte")
    issued_until = Day("issued_on_earliest", lookup_expr="lte")


class StatementViewSet(ShapedViewSet):
    """What the caucus, a chapter or a partner has said in public, and who says so too."""

    model = Statement
    scope = Scope.STATEMENTS
    serializer_class = StatementSerializer
    filterset_class = StatementFilters

    def arranged(self, queryset: Any) -> Any:
        if self.shows("endorsement_count"):
            queryset = queryset.with_visible_endorsement_count(self.principal)
        return super().arranged(queryset)


class EndorsementSerializer(Shape):
    statement = Stub("title", allow_null=False)
    person = Stub()
    organisation = Stub()

    class Meta:
        model = Endorsement
        fields = (
            "id",
            "statement",
            "person",
            "organisation",
            "signed_as_name",
            "signed_as_title",
            "party",
            "chamber",
            "country",
            "standing",
            "signed_on",
            "text_hash",
        )


class EndorsementFilters(RecordFilters):
    statement = IdOf(Statement, "statement")
    person = IdOf(Person, "person")
    organisation = IdOf(Organisation, "organisation")
    standing = OneOf("standing", choices=Endorsement.Standing)


class EndorsementViewSet(ShapedViewSet):
    """Signatures that stand, each with name, title, party, chamber and country as on the day of signing."""

    model = Endorsement
    scope = Scope.STATEMENTS
    serializer_class = EndorsementSerializer
    filterset_class = EndorsementFilters

    def arranged(self, queryset: Any) -> Any:
        return super().arranged(queryset.standing())

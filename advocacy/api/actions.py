"""What members did in parliament and around it, and what was answered."""

from advocacy.models import Answer, Campaign, Instrument, ParliamentaryAction, Recommendation, Statement
from caucus_site.core.rest.filters import Day, IdOf, OneOf, RecordFilters
from caucus_site.core.rest.related import CodedStub, Shape, ShapedViewSet, Stub
from caucus_site.core.scopes import Scope
from members.api.filters import CountryCodes
from members.models import Organisation, Person


class ActionSerializer(Shape):
    person = Stub(allow_null=False)
    chamber = Stub()
    country = CodedStub()
    recommendation = Stub("title")
    statement = Stub("title")
    campaign = Stub("title")
    instrument = CodedStub("title")

    class Meta:
        model = ParliamentaryAction
        fields = (
            "id",
            "person",
            "kind",
            "title",
            "text",
            "chamber",
            "country",
            "happened_on",
            "url",
            "recommendation",
            "statement",
            "campaign",
            "instrument",
            "review",
        )


class ActionFilters(RecordFilters):
    person = IdOf(Person, "person")
    kind = OneOf("kind", choices=ParliamentaryAction.Kind)
    chamber = IdOf(Organisation, "chamber")
    country = CountryCodes("country__code")
    recommendation = IdOf(Recommendation, "recommendation")
    statement = IdOf(Statement, "statement")
    campaign = IdOf(Campaign, "campaign")
    instrument = IdOf(Instrument, "instrument")
    from_on = Day("happened_on_latest", lookup_expr="gte")
    until_on = Day("happened_on_earliest", lookup_expr="lte")


class ActionViewSet(ShapedViewSet):
    """Questions, motions, speeches, letters: who, where, when, in answer to what."""

    model = ParliamentaryAction
    scope = Scope.ACTIONS
    serializer_class = ActionSerializer
    filterset_class = ActionFilters


class AnswerSerializer(Shape):
    action = Stub("title", allow_null=False)
    organisation = Stub()

    class Meta:
        model = Answer
        fields = ("id", "action", "organisation", "happened_on", "text", "stance", "url")


class AnswerFilters(RecordFilters):
    action = IdOf(ParliamentaryAction, "action")
    organisation = IdOf(Organisation, "organisation")
    stance = OneOf("stance", choices=Answer.Stance)


class AnswerViewSet(ShapedViewSet):
    """What ministries, embassies and others answered to parliamentary actions."""

    model = Answer
    scope = Scope.ACTIONS
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilters

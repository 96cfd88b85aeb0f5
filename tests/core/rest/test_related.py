"""Stubs and nested rows: what is not seen is not there, whatever the foreign key says, and many cost what one costs."""

import pytest
from rest_framework import serializers

from caucus_site.core.models import Citation, Source, User
from caucus_site.core.principals import PUBLIC, Principal
from caucus_site.core.rest.related import Shape, Stub, Stubs, UtcField
from tests.factories.core import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


class CitationShape(Shape):
    source = Stub("title")

    class Meta:
        model = Citation
        fields = ("id", "source", "locator", "as_of", "created_at")


class LocatorShape(Shape):
    order = ("locator",)

    class Meta:
        model = Citation
        fields = ("locator",)


class SourceShape(Shape):
    citations_of_it = LocatorShape(many=True)

    class Meta:
        model = Source
        fields = ("title", "citations_of_it")


@pytest.fixture
def staff(secretariat):
    return Principal.of(secretariat)


@pytest.fixture
def runner(superadmin):
    """Who sees every citation, and of the sources the public ones."""
    return Principal.of(superadmin)


def shown(shape, records, who):
    return shape.shown(list(shape.loaded(records)), who)


def test_a_stub_is_what_the_reader_may_know_of(staff, runner):
    citation = CitationFactory(source=SourceFactory(title="Secret", is_public=False), locator="p. 4", as_of="2019-05")
    rows = Citation.objects.all()
    expected = {
        "id": str(citation.public_id),
        "source": {"id": str(citation.source.public_id), "name": "Secret"},
        "locator": "p. 4",
        "as_of": "2019-05",
        "created_at": UtcField().to_representation(citation.created_at),
    }

    assert shown(CitationShape(), rows, staff) == [expected]
    assert shown(CitationShape(), rows, runner) == [{**expected, "source": None}]


def test_what_is_hidden_from_now_on_is_hidden_from_now_on(runner):
    citation = CitationFactory()
    rows = Citation.objects.all()
    assert shown(CitationShape(), rows, runner)[0]["source"]["name"] == citation.source.title

    Source.objects.filter(pk=citation.source.pk).update(is_public=False)

    assert shown(CitationShape(), rows, runner)[0]["source"] is None


def test_nested_rows_are_those_that_the_reader_may_see_in_their_order(staff):
    source = SourceFactory(title="Book")
    for locator in ("p. 9", "p. 1"):
        CitationFactory(source=source, locator=locator)
    rows = Source.objects.filter(pk=source.pk)

    assert shown(SourceShape(), rows, staff) == [
        {"title": "Book", "citations_of_it": [{"locator": "p. 1"}, {"locator": "p. 9"}]}
    ]
    assert shown(SourceShape(), rows, PUBLIC) == [{"title": "Book", "citations_of_it": []}]


def test_far_ends_are_named_once_and_only_where_they_are_seen(staff, runner):
    class Shelf(Shape):
        cites = Stubs("citations_of_it", "source", Stub("title"))

        class Meta:
            model = Source
            fields = ("cites",)

    book, secret = SourceFactory(title="Book"), SourceFactory(title="Secret", is_public=False)
    CitationFactory.create_batch(2, source=book)
    CitationFactory(source=secret)

    def names(who):
        rows = shown(Shelf(), Source.objects.filter(pk__in=[book.pk, secret.pk]).order_by("pk"), who)
        return [[stub["name"] for stub in row["cites"]] for row in rows]

    assert names(staff) == [["Book"], ["Secret"]]
    assert names(runner) == [["Book"], []]
    assert names(PUBLIC) == [[], []]


@pytest.mark.parametrize("number", [1, 5])
def test_many_cost_what_one_costs(number, staff, django_assert_num_queries):
    CitationFactory.create_batch(number)

    with django_assert_num_queries(2):
        assert len(shown(CitationShape(), Citation.objects.all(), staff)) == number
    with django_assert_num_queries(2):
        shown(SourceShape(), Source.objects.all(), staff)


def test_nothing_costs_nothing(staff, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert CitationShape().shown([], staff) == []


def test_a_shape_is_not_shown_past_the_door():
    citation = CitationFactory(source=SourceFactory(is_public=False))

    class Careless(serializers.Serializer):
        citation = CitationShape()

    for show in (lambda: CitationShape(citation).data, lambda: Careless({"citation": citation}).data):
        with pytest.raises(NotImplementedError, match="asks who reads it"):
            show()


def test_accounts_have_no_stub_for_those_who_may_not_list_accounts(staff):
    assert Stub("email").stubs(User, [staff.user_id], PUBLIC) == {}
    assert list(Stub("email").stubs(User, [staff.user_id, None], staff)) == [staff.user_id]

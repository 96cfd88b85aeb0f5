import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.core import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_a_source_hangs_on_a_record_and_names_the_field():
    fact = SourceFactory(title="fact")

    citation = CitationFactory(subject=fact, field="title", locator="p. 4")

    citation.full_clean()
    assert list(fact.citations.all()) == [citation]
    assert citation.subject == fact


def test_a_field_that_is_not_there_is_refused_with_the_names_of_those_that_are():
    citation = CitationFactory.build(subject=SourceFactory(), source=SourceFactory(), field="colour")

    with pytest.raises(ValidationError) as refusal:
        citation.full_clean()

    assert refusal.value.message_dict["field"] == [
        "source has no field “colour”. It has: accessed_on, author, is_public, kind, note, published_on, publisher, "
        "title, url."
    ]


def test_a_source_is_cited_once_for_a_fact():
    citation = CitationFactory(field="title")

    with pytest.raises(IntegrityError, match="a_source_is_cited_once_for_a_fact"), transaction.atomic():
        CitationFactory(subject=citation.subject, source=citation.source, field="title")
    CitationFactory(subject=citation.subject, source=citation.source, field="title", locator="p. 5")

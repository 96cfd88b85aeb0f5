import datetime

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.forms import modelform_factory

from caucus_site.core.dates import PartialDate
from caucus_site.core.fields import PartialDateFormField
from caucus_site.core.models import Source
from tests.factories.core import SourceFactory

pytestmark = pytest.mark.django_db

SourceForm = modelform_factory(Source, fields=["kind", "title", "published_on"])


def test_a_partial_date_comes_back_as_it_went_in():
    source = SourceFactory(published_on="May 2011")

    source.refresh_from_db()

    assert source.published_on == PartialDate.from_edtf("2011-05")
    assert source.published_on_earliest == datetime.date(2011, 5, 1)
    assert source.published_on_latest == datetime.date(2011, 5, 31)


def test_a_partial_date_is_found_by_its_like_and_not_by_order():
    source = SourceFactory(published_on="2011-05")

    assert Source.objects.get(published_on="May 2011") == source
    assert Source.objects.get(published_on=PartialDate.parse("2011-05")) == source
    for lookup in ("gt", "gte", "lt", "lte", "range"):
        with pytest.raises(FieldError, match="compare published_on_earliest or published_on_latest"):
            Source.objects.filter(**{f"published_on__{lookup}": "2011"})


def test_the_database_refuses_a_text_that_is_no_date(sql):
    source = SourceFactory()

    with pytest.raises(IntegrityError, match="source_published_on_edtf"), transaction.atomic():
        sql("UPDATE core_source SET published_on = '2011-13' WHERE id = %s", [source.pk])


@pytest.mark.parametrize("edtf", ["2007", "2011-05", "2014-04-14", "198X", "1980~"])
def test_a_form_shows_words_that_it_reads_back_as_the_same_date(edtf):
    field, date = PartialDateFormField(), PartialDate.from_edtf(edtf)

    shown = field.prepare_value(date)

    assert shown == str(date)
    assert field.clean(shown) == date
    assert not field.has_changed(date, shown)


@pytest.mark.parametrize("edtf", ["19XX", "1980?", "1980-05%"])
def test_a_form_shows_edtf_where_words_would_not_be_read_back(edtf):
    field, date = PartialDateFormField(), PartialDate.from_edtf(edtf)

    assert field.prepare_value(date) == edtf
    assert field.clean(edtf) == date


def test_a_form_keeps_a_refused_entry_and_says_why():
    form = SourceForm({"kind": "news", "title": "T", "published_on": "03/04/2014"})

    assert not form.is_valid()
    assert form.errors["published_on"] == [
        "“03/04/2014” can mean 3 April 2014 or 4 March 2014. Write the month as a word."
    ]
    assert 'value="03/04/2014"' in str(form["published_on"])


@pytest.mark.parametrize(
    ("entered", "has_changed"), [("May 2011", False), ("2011-05", False), ("2011", True), ("", True)]
)
def test_a_form_notices_a_change_by_meaning(entered, has_changed):
    field = PartialDateFormField(required=False)

    assert field.has_changed(PartialDate.from_edtf("2011-05"), entered) is has_changed


def test_an_empty_date_is_none_and_may_be_required():
    assert PartialDateFormField(required=False).clean("") is None
    form = SourceForm({"kind": "news", "title": "T", "published_on": ""})
    assert form.is_valid()
    assert form.save().published_on is None
    with pytest.raises(Exception, match="This field is required"):
        PartialDateFormField(required=True).clean("")

import calendar
import datetime

import pytest
from django.db import connection
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from caucus_site.core.dates import NotAPartialDate, PartialDate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2007", "2007"),
        (" 2007 ", "2007"),
        ("May 2011", "2011-05"),
        ("may 2011", "2011-05"),
        ("May, 2011", "2011-05"),
        ("Sept 2011", "2011-09"),
        ("Sep. 2011", "2011-09"),
        ("2011-05", "2011-05"),
        ("2011/5", "2011-05"),
        ("5/2011", "2011-05"),
        ("14 Apr 2014", "2014-04-14"),
        ("14 April 2014", "2014-04-14"),
        ("14th April 2014", "2014-04-14"),
        ("14. April 2014", "2014-04-14"),
        ("14-Apr-2014", "2014-04-14"),
        ("April 14, 2014", "2014-04-14"),
        ("Apr 14th 2014", "2014-04-14"),
        ("14/04/2014", "2014-04-14"),
        ("04/14/2014", "2014-04-14"),
        ("14.04.2014", "2014-04-14"),
        ("04/04/2014", "2014-04-04"),
        ("2014-04-14", "2014-04-14"),
        ("2014/4/14", "2014-04-14"),
        ("29 Feb 2012", "2012-02-29"),
        ("about 1980", "1980~"),
        ("around May 1980", "1980-05~"),
        ("circa 1980", "1980~"),
        ("c. 1980", "1980~"),
        ("c.1980", "1980~"),
        ("ca 1980", "1980~"),
        ("~1980", "1980~"),
        ("about 1980?", "1980%"),
        ("1980~", "1980~"),
        ("2011-05?", "2011-05?"),
        ("1980s", "198X"),
        ("198X", "198X"),
        ("19XX", "19XX"),
        ("about 1980s", "198X~"),
        ("២០១៤", "2014"),
        ("১৪/০৪/২০১৪", "2014-04-14"),
        ("２０１４-０４", "2014-04"),
    ],
)
def test_what_people_write_is_read(written, edtf):
    assert PartialDate.parse(written).edtf == edtf


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("03/04/2014", "“03/04/2014” can mean 3 April 2014 or 4 March 2014. Write the month as a word."),
        ("3.4.2014", "“3.4.2014” can mean 3 April 2014 or 4 March 2014. Write the month as a word."),
        ("30 Feb 2014", "“2014-02-30” is not a day of the calendar."),
        ("29 Feb 2011", "“2011-02-29” is not a day of the calendar."),
        ("2011-13", "“2011-13” is not a day of the calendar."),
        ("0000", "“0000” is not a day of the calendar."),
        ("14/04/14", "“14/04/14” has no year of four digits."),
        ("14 Mye 2014", "“Mye” is not the name of a month."),
        ("198X-05", "“198X-05” names a month of an unknown year; leave the month out."),
        ("yesterday", "“yesterday” is not a date. Write a year (2007), a month (May 2011) or a day (14 Apr 2014)."),
        (
            "about " * 2000 + "2001",
            "“about about about about about about abou…” is not a date. "
            "Write a year (2007), a month (May 2011) or a day (14 Apr 2014).",
        ),
        ("2008-2013", "“2008-2013” is not a date. Write a year (2007), a month (May 2011) or a day (14 Apr 2014)."),
        ("20 14", "“20 14” is not a date. Write a year (2007), a month (May 2011) or a day (14 Apr 2014)."),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(written, sentence):
    with pytest.raises(NotAPartialDate) as refusal:
        PartialDate.parse(written)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "text", ["May 2011", "", "2014\n", "２０１４", "2014-4", "2014-04-14T00:00", "2014-04-14/2015"]
)
def test_programs_must_write_edtf(text):
    with pytest.raises(NotAPartialDate):
        PartialDate.from_edtf(text)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2007", "2007"),
        ("2011-05", "May 2011"),
        ("2014-04-14", "14 April 2014"),
        ("198X", "1980s"),
        ("19XX", "1900–1999"),
        ("1980~", "about 1980"),
        ("1980?", "1980 (uncertain)"),
        ("1980-05%", "about May 1980 (uncertain)"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(edtf, words):
    assert str(PartialDate.from_edtf(edtf)) == words


def test_a_month_is_not_its_first_day():
    month, day = PartialDate.from_edtf("2011-05"), PartialDate.from_edtf("2011-05-01")

    assert month != day
    assert (month.is_whole_day, day.is_whole_day) == (False, True)
    assert PartialDate.of_day(datetime.date(2011, 5, 1)) == day


years = st.integers(1, 9999).map(lambda year: f"{year:04}")
months = st.integers(1, 12).map(lambda month: f"{month:02}")
partial_dates = st.one_of(
    years,
    st.builds("{}-{}".format, years, months),
    st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)).map(
        lambda day: f"{day.year:04}{day.isoformat()[-6:]}"
    ),
    years.filter(lambda year: int(year) >= 10).map(lambda year: f"{year[:3]}X"),
    years.filter(lambda year: int(year) >= 100).map(lambda year: f"{year[:2]}XX"),
)
qualified = st.builds("{}{}".format, partial_dates, st.sampled_from(["", "?", "~", "%"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(qualified, min_size=20, max_size=60))
def test_python_and_the_database_agree_on_bounds(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edtf_earliest(text), edtf_latest(text)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n",
            [texts],
        )
        in_sql = cursor.fetchall()

    in_python = [(date.earliest, date.latest) for date in map(PartialDate.from_edtf, texts)]

    assert in_sql == in_python


@settings(max_examples=300, deadline=None)
@given(qualified)
def test_bounds_are_those_of_the_edtf_library(text):
    ours, oracle = PartialDate.from_edtf(text), parse_edtf(text)

    assert ours.earliest.timetuple()[:3] == oracle.lower_strict()[:3]
    assert ours.latest.timetuple()[:3] == oracle.upper_strict()[:3]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-X?~% /\n", max_size=12))
def test_the_database_has_bounds_for_no_text_that_python_refuses(text):
    try:
        PartialDate.from_edtf(text)
    except NotAPartialDate:
        is_a_date = False
    else:
        is_a_date = True

    with connection.cursor() as cursor:
        cursor.execute("SELECT edtf_earliest(%s) IS NOT NULL", [text])
        has_bounds = cursor.fetchone()[0]

    assert has_bounds == is_a_date


@settings(max_examples=300, deadline=None)
@given(partial_dates)
def test_words_are_read_back_or_are_not_offered_for_reading(text):
    date = PartialDate.from_edtf(text)

    try:
        again = PartialDate.parse(str(date))
    except NotAPartialDate:
        assert text.endswith("XX")
    else:
        assert again == date


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year, month):
    date = PartialDate.from_edtf(f"{year:04}-{month:02}")

    assert date.latest.day == calendar.monthrange(year, month)[1]

"""What opens when somebody picks a record: twenty at a time, without counting all."""

import pytest

from tests.factories.core import SourceFactory

PICKER = {"app_label": "core", "model_name": "citation", "field_name": "source"}


@pytest.fixture
def pick(staff_client):
    def ask(**query):
        return staff_client.get("/admin/autocomplete/", {**PICKER, "term": "", **query})

    return ask


@pytest.mark.parametrize(("page", "shown", "has_more"), [("1", 20, True), ("2", 20, True), ("3", 5, False)])
def test_picker_goes_through_everything_page_by_page(pick, page, shown, has_more):
    SourceFactory.create_batch(45)

    answer = pick(page=page).json()

    assert (len(answer["results"]), answer["pagination"]["more"]) == (shown, has_more)


def test_picker_with_exactly_one_page_has_no_more(pick):
    SourceFactory.create_batch(20)

    answer = pick().json()

    assert (len(answer["results"]), answer["pagination"]["more"]) == (20, False)


def test_picker_without_rows_is_empty(pick):
    assert pick().json() == {"results": [], "pagination": {"more": False}}


def test_picker_does_not_count(pick, django_assert_num_queries):
    SourceFactory.create_batch(45)
    pick()

    with django_assert_num_queries(3) as asked:  # session, account, rows
        pick()

    assert not any("COUNT(" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("page", ["0", "-1", "many"])
def test_picker_refuses_a_page_that_is_none(pick, page):
    assert pick(page=page).status_code == 404

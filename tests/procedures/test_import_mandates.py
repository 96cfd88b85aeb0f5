"""Seats become mandates, each once."""

import pytest

from members.models import Area, ChamberTerm, Mandate, Organisation
from tests.factories.members import MandateFactory, PersonFactory
from tests.procedures.conftest import said
from tests.procedures.documents import CHAMBER, COAST, HILLS, SECOND, document, id_of, person, seat


def mandates():
    rows = Mandate.objects.select_related("term", "area").order_by("pk")
    return [
        (m.term.name, m.area and m.area.name, m.seat, m.began_on.edtf, m.ended_on and m.ended_on.edtf) for m in rows
    ]


AISHAH = person(1, "Aishah")


def test_terms_that_meet_on_one_day_are_two_mandates_in_one_seat(take):
    take(document([AISHAH], [seat(1, "term/1"), seat(1)]))

    assert mandates() == [
        ("First Parliament", "Hills", 1, "2008", "2013"),
        ("Second Parliament", "Hills", 1, "2013-06-24", None),
    ]


def test_two_seats_at_once_are_numbered_with_a_notice(take):
    report = take(document([AISHAH], [seat(1), seat(1, area="area/coast")]))

    assert [(area, number) for _term, area, number, _began, _ended in mandates()] == [("Hills", 1), ("Coast", 2)]
    assert said(report.notices) == [("memberships/1", "membership", "Coast")]


def test_more_seats_at_once_than_can_be_numbered_are_a_problem(take):
    areas = [{"id": f"area/{n}", "name": f"Area {n}"} for n in range(10)]

    report = take(document([AISHAH], [seat(1, area=area["id"]) for area in areas], areas=areas))

    assert (report.mandates_created, report.memberships_left_out) == (9, 1)


def test_change_of_party_within_a_term_is_found_again_in_any_order(take):
    red = seat(1, start_date="2013-06-24", end_date="2015-03-01")
    blue = seat(1, start_date="2015-03-01", on_behalf_of_id="party/blue")
    take(document([AISHAH], [red, blue]))
    before = list(Mandate.objects.order_by("pk").values_list("pk", "version", "party__name"))

    report = take(document([AISHAH], [blue, red]))

    assert (report.mandates_unchanged, report.mandates_created, report.mandates_updated) == (2, 0, 0)
    assert list(Mandate.objects.order_by("pk").values_list("pk", "version", "party__name")) == before


def test_area_that_a_newer_release_renames_makes_no_second_mandate(take):
    take(document([AISHAH], [seat(1)]))
    new_hills = {"id": "area/great_hills", "name": "Great Hills"}

    report = take(document([AISHAH], [seat(1, area="area/great_hills")], areas=[new_hills]))

    assert (report.mandates_created, report.mandates_updated) == (0, 1)
    assert [area for _term, area, *_rest in mandates()] == ["Great Hills"]


def test_area_whose_id_alone_changes_is_the_same_area(take):
    take(document([AISHAH], [seat(1)]))

    take(document([AISHAH], [seat(1, area="hills-2")], areas=[{**HILLS, "id": "hills-2"}]))

    assert Area.objects.count() == 1
    assert Mandate.objects.get().version == 1


def test_areas_of_one_name_stay_apart(take):
    twins = [HILLS, {**COAST, "name": "Hills"}]

    take(document([AISHAH], [seat(1, "term/1"), seat(1, area="area/coast")], areas=twins))

    assert Area.objects.count() == 2


def test_end_of_a_term_ends_its_mandates(take):
    take(document([AISHAH], [seat(1)]))
    third = {"id": "term/3", "name": "Third Parliament", "start_date": "2018-05-09"}
    ended = {**SECOND, "end_date": "2018-05-09"}

    report = take(document([AISHAH], [seat(1, "term/3"), seat(1)], events=[ended, third]))

    assert (report.mandates_created, report.mandates_updated) == (1, 1)
    assert ChamberTerm.objects.get(name="Second Parliament").ended_on.edtf == "2018-05-09"
    assert [(term, number, ended) for term, _area, number, _began, ended in mandates()] == [
        ("Second Parliament", 1, "2018-05-09"),
        ("Third Parliament", 1, None),
    ]


def test_two_terms_that_move_together_pass_through_each_other(take):
    first, second = (
        [{"id": "term/1", "name": "First", "start_date": "2008-01-01", "end_date": middle},
         {"id": "term/2", "name": "Second", "start_date": middle, "end_date": "2018-01-01"}]
        for middle in ("2013-01-01", "2014-01-01")
    )  # fmt: skip
    take(document([AISHAH], [seat(1, "term/1"), seat(1, "term/2")], events=first))

    report = take(document([AISHAH], [seat(1, "term/1"), seat(1, "term/2")], events=second))

    assert (report.mandates_updated, report.problems) == (2, [])


def test_mandate_entered_by_hand_without_term_and_area_is_completed(take, malaysia):
    chamber = Organisation.objects.create(name="House of Examples", kind="chamber", country=malaysia)
    aishah = PersonFactory(name="Aishah")
    aishah.identifiers.create(scheme="everypolitician", value=id_of(1))
    MandateFactory(person=aishah, chamber=chamber, began_on="2013", ended_on="2017-11", bench="opposition")

    report = take(document([AISHAH], [seat(1)]))

    assert (report.mandates_created, report.mandates_updated) == (0, 1)
    assert mandates() == [("Second Parliament", "Hills", 1, "2013", "2017-11")]
    assert Mandate.objects.get().bench == "opposition"


def test_new_dates_that_lie_across_another_mandate_are_not_taken(take, malaysia):
    take(document([AISHAH], [seat(1, "term/1")]))
    held = Mandate.objects.get()
    MandateFactory(person=held.person, chamber=held.chamber, began_on="2014", ended_on="2015")
    longer = {"id": "term/1", "name": "First Parliament", "start_date": "2008", "end_date": "2016"}
    ChamberTerm.objects.update(ended_on=None)

    report = take(document([AISHAH], [seat(1, "term/1")], events=[longer]))

    assert [problem.field for problem in report.problems] == ["start_date"]
    assert Mandate.objects.get(pk=held.pk).ended_on.edtf == "2013"


@pytest.mark.parametrize("kind", ["legislature", "chamber", "Parliament", None])
def test_chamber_may_be_called_by_several_words(take, kind):
    chamber = {**CHAMBER, "classification": kind}

    report = take(document([AISHAH], [seat(1, on_behalf_of_id=None)], organizations=[chamber]))

    assert report.mandates_created == 1

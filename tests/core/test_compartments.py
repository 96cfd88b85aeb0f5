import dataclasses
import datetime

import pytest
from django.db import IntegrityError, transaction

from caucus_site.core.models import Compartment, CompartmentReader
from caucus_site.core.principals import Principal
from tests.factories.core import CompartmentFactory, CompartmentReaderFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 15)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(1), TODAY + datetime.timedelta(1)


def on(day, account):
    return dataclasses.replace(Principal.of(account), day=day)


def read_by(account, day=TODAY):
    return list(Compartment.objects.visible_to(on(day, account)))


def test_only_named_readers_see_a_compartment(secretariat, case_officer, superadmin):
    compartment = CompartmentFactory()
    CompartmentReaderFactory(compartment=compartment, reader=secretariat)

    assert read_by(secretariat) == [compartment]
    assert read_by(case_officer) == read_by(superadmin) == read_by(None) == []


@pytest.mark.parametrize(("until", "seen"), [(None, True), (TOMORROW, True), (TODAY, True), (YESTERDAY, False)])
def test_a_reader_reads_to_the_end_of_the_last_day(secretariat, until, seen):
    compartment = CompartmentReaderFactory(reader=secretariat, until=until).compartment

    assert (read_by(secretariat) == [compartment]) is seen


@pytest.mark.parametrize(("closes_on", "seen"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_a_closed_compartment_is_read_by_nobody(secretariat, closes_on, seen):
    compartment = CompartmentReaderFactory(reader=secretariat, compartment__closes_on=closes_on).compartment

    assert (read_by(secretariat) == [compartment]) is seen


def test_an_empty_compartment_is_read_by_nobody(secretariat):
    CompartmentFactory()

    assert read_by(secretariat) == []


def test_a_reader_removed_sees_nothing_at_once(secretariat):
    reader = CompartmentReaderFactory(reader=secretariat)
    assert len(read_by(secretariat)) == 1

    reader.delete()

    assert read_by(secretariat) == []


def test_a_reader_switched_off_sees_nothing(secretariat):
    CompartmentReaderFactory(reader=secretariat)
    secretariat.is_active = False

    assert read_by(secretariat) == []


def test_the_list_of_readers_is_for_readers(secretariat, case_officer):
    named = CompartmentReaderFactory(reader=secretariat)

    assert list(CompartmentReader.objects.visible_to(secretariat)) == [named]
    assert list(CompartmentReader.objects.visible_to(case_officer)) == []


def test_a_reader_is_named_once():
    reader = CompartmentReaderFactory()

    with pytest.raises(IntegrityError, match="a_reader_is_named_once"), transaction.atomic():
        CompartmentReaderFactory(compartment=reader.compartment, reader=reader.reader)


@pytest.mark.parametrize("compartments", [1, 20])
def test_the_question_is_one_query(secretariat, compartments, django_assert_num_queries):
    for _ in range(compartments):
        CompartmentReaderFactory(reader=secretariat)

    with django_assert_num_queries(1):
        assert len(read_by(secretariat)) == compartments

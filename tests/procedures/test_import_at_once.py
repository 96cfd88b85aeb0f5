"""Two imports at once: the second waits, sees what the first wrote, and adds nothing."""

import threading

import pytest
from django.db import connection

from caucus_site.procedures.imports.runs import import_popolo
from caucus_site.procedures.models import ImportBatch
from members.models import Country, Mandate, Person
from tests.procedures.documents import document, person, seat


@pytest.mark.django_db(transaction=True)
def test_imports_take_turns(file_of):
    Country.objects.get_or_create(code="MY", defaults={"name": "Malaysia"})
    path = file_of(document([person(n, f"Person {n}") for n in range(1, 40)], [seat(n) for n in range(1, 40)]))
    start = threading.Barrier(3)
    reports, failures = [], []

    def run():
        try:
            start.wait()
            reports.append(import_popolo(path, country_code="MY"))
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted((report.created, report.unchanged) for report in reports) == [(0, 39), (0, 39), (39, 0)]
    assert (Person.objects.count(), Mandate.objects.count(), ImportBatch.objects.count()) == (39, 39, 3)

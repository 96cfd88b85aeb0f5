"""An import of a legislature the size of Malaysia's, among few and among many people, and the same again."""

import json
import time
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from caucus_site.procedures.imports.problems import Report
from caucus_site.procedures.imports.runs import import_popolo
from members.models import (
    Area,
    AreaIdentifier,
    Country,
    Identifier,
    Mandate,
    Organisation,
    Person,
    PersonLink,
    PersonName,
)
from tests.bench.servers import switch_to
from tests.bench.table import Measure, milliseconds

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/popolo/Malaysia/Dewan_Rakyat/ep-popolo-v1.0.json"
PEOPLE = 1_150
SAVED = 100


def measure(small: str, large: str, folder: Path) -> list[Measure]:
    path = PUBLISHED if PUBLISHED.is_file() else invented(folder / "people.json")
    first: dict[str, float] = {}
    since = timezone.now()
    again: dict[str, float] = {}
    for database in (small, large):
        switch_to(database)
        first[database], report = timed(path)
        if not report.created:
            raise AssertionError("Nobody was imported: there is nothing to measure.")
        again[database], repeated = timed(path)
        if repeated.unchanged != repeated.rows:
            raise AssertionError("The second import changed something.")
    number = report.rows
    rows = (Mandate.objects.filter(created_at__gte=since).count(), Area.objects.filter(created_at__gte=since).count())
    by_row = saved_row_by_row(rows[0] / number, rows[1] / number)
    return [
        Measure(f"import of {number} people", first[small], first[large], 3),
        Measure("import again, among few and many", again[small], again[large], 3),
        Measure("import, and the same again", first[large], again[large], 0.5),
        Measure("a person saved row by row, and imported", by_row, first[large] / number, 0.5),
    ]


def saved_row_by_row(mandates: float, areas: float) -> float:
    """What a person with as many parts takes when every row is saved by itself, in one transaction."""
    country = Country.objects.get(code="MY")
    chamber = Organisation.objects.filter(kind="chamber").first()

    def save() -> None:
        for number in range(SAVED):
            person = Person.objects.create(name=f"Saved Person {number}", country=country)
            for scheme in ("saved", "saved too"):
                Identifier.objects.create(person=person, scheme=scheme, value=str(number))
            for text in (f"Saved {number}", f"Person {number} Saved"):
                PersonName.objects.create(person=person, text=text)
            PersonLink.objects.create(person=person, url=f"https://saved.example/{number}")
            for part in range(round(areas)):
                area = Area.objects.create(name=f"Area {number}-{part}", country=country)
                AreaIdentifier.objects.create(area=area, scheme="saved", value=f"{number}-{part}")
            for part in range(round(mandates)):
                Mandate.objects.create(
                    person=person, chamber=chamber, began_on=str(1960 + 5 * part), ended_on=str(1965 + 5 * part)
                )

    with transaction.atomic():
        return milliseconds(save) / SAVED


def timed(path: Path) -> tuple[float, Report]:
    begun = time.perf_counter()
    report = import_popolo(path, country_code="MY")
    return (time.perf_counter() - begun) * 1000, report


def invented(path: Path) -> Path:
    """Two seats and two further names a person, as Malaysia's list has."""
    ids = [str(uuid.UUID(int=number + 1)) for number in range(PEOPLE)]
    areas = [{"id": f"P{number}", "name": f"Area {number}", "type": "constituency"} for number in range(2 * PEOPLE)]
    seats: list[dict[str, Any]] = []
    for number, person in enumerate(ids):
        for term in (1, 2):
            seat = {"person_id": person, "organization_id": "legislature", "legislative_period_id": f"term/{term}"}
            seats.append({**seat, "on_behalf_of_id": f"party/{number % 40}", "area_id": f"P{number * 2 + term - 1}"})
    content = {
        "persons": [
            {
                "id": person,
                "name": f"Invented Person {number}",
                "identifiers": [{"scheme": "everypolitician_legacy", "identifier": f"person_{number}"}],
                "other_names": [{"name": f"Other {number}", "lang": "ms"}, {"name": f"Third {number}", "lang": "en"}],
                "links": [{"url": f"http://people.example/{number}"}],
            }
            for number, person in enumerate(ids)
        ],
        "organizations": [
            {"id": "legislature", "name": "House of the Invented", "classification": "legislature"},
            *({"id": f"party/{n}", "name": f"Invented Party {n}", "classification": "party"} for n in range(40)),
        ],
        "areas": areas,
        "events": [
            {"id": "term/1", "name": "First", "start_date": "2008", "end_date": "2013"},
            {"id": "term/2", "name": "Second", "start_date": "2013"},
        ],
        "memberships": seats,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path

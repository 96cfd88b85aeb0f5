"""The nine legislatures as EveryPolitician published them, counted independently of the importer."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from caucus_site.procedures.imports.runs import import_popolo
from members.models import Area, ContactDetail, Country, Identifier, Mandate, Person, PersonName

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FILE = "ep-popolo-v1.0.json"
LISTS = {
    "BN": "Brunei/Legislative_Council",
    "KH": "Cambodia/National_Assembly",
    "IN": "India/Lok_Sabha",
    "ID": "Indonesia/Council",
    "MY": "Malaysia/Dewan_Rakyat",
    "MN": "Mongolia/Assembly",
    "PH": "Philippines/House",
    "KR": "South_Korea/National_Assembly",
    "TL": "Timor_Leste/Parlamento",
}
RELEASED_BEFORE = ["IN", "MY", "MN", "PH"]

pytestmark = pytest.mark.skipif(
    not (DATA / "popolo").is_dir(), reason=f"the published lists are not beside this checkout ({DATA / 'popolo'})"
)


@pytest.fixture
def countries(db):
    for code in LISTS:
        Country.objects.get_or_create(code=code, defaults={"name": code})


def take(code, release="popolo"):
    path = DATA / release / LISTS[code] / FILE
    return import_popolo(path, country_code=code), json.loads(path.read_text(encoding="utf-8"))


def rows_of_members():
    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.app_label == "members"}


@pytest.mark.parametrize("code", LISTS)
def test_everybody_and_every_seat_is_there_once_however_often_it_runs(countries, code):
    report, content = take(code)

    assert report.rows == len(content["persons"]) == Person.objects.count()
    assert (report.created, report.ambiguous) == (report.rows, 0)
    left_out = sum(problem.field == "membership" for problem in report.problems)
    assert len(content["memberships"]) == Mandate.objects.count() + left_out
    held = Counter(Identifier.objects.filter(scheme="everypolitician").values_list("value", flat=True))
    assert held == Counter(person["id"] for person in content["persons"])
    addresses = sum(bool(person.get("email")) for person in content["persons"])
    unusable = sum(problem.field == "email" for problem in report.problems)
    assert ContactDetail.objects.filter(kind="email").count() + unusable == addresses
    unknown = sum(seat["on_behalf_of_id"] in {"unknown", "party/unknown"} for seat in content["memberships"])
    assert Mandate.objects.filter(party=None).count() == unknown
    assert Mandate.objects.filter(area=None).count() == sum("area_id" not in seat for seat in content["memberships"])
    before = rows_of_members()

    again, _content = take(code)

    assert (again.created, again.updated, again.unchanged) == (0, 0, report.rows)
    assert (again.mandates_created, again.mandates_updated) == (0, 0)
    assert rows_of_members() == before


@pytest.mark.parametrize("code", RELEASED_BEFORE)
def test_release_after_release_doubles_nobody(countries, code):
    older, _content = take(code, "popolo-previous")

    newer, content = take(code)

    assert newer.created == len(content["persons"]) - older.rows == {"MY": 5}.get(code, 0)
    assert newer.ambiguous == 0
    assert Mandate.objects.count() == len(content["memberships"])
    assert Area.objects.count() <= len(content["areas"])


def test_what_the_lists_are_known_for(countries):
    india, _content = take("IN")
    indonesia, _content = take("ID")
    begun = time.monotonic()
    malaysia, _content = take("MY")
    seconds = time.monotonic() - begun
    take("BN")
    take("KR")

    addresses = [problem.value for problem in india.problems if problem.field == "email"]
    assert sum(address.endswith(",") for address in addresses) == 18
    assert Counter(problem.field for problem in indonesia.problems)["death_date"] == 2
    assert [p.value for p in malaysia.problems if p.field == "birth_date"] == ["1357-09-10", "2000-01-01", "1970-03-10"]
    assert Mandate.objects.filter(person__country__code="MY", seat=2).count() == 4
    assert Mandate.objects.filter(person__country__code="KR", seat=2).count() == 2
    assert Mandate.objects.filter(person__country__code="MY", began_on="1959", ended_on="1964").exists()
    hangul = PersonName.objects.filter(person__country__code="KR", kind="own_script", language="ko")
    assert hangul.count() == 296
    titled = PersonName.objects.filter(person__country__code="BN", kind="with_honorific")
    assert titled.count() == 19
    assert seconds < 30  # ten on a quiet machine; this one may be busy

"""The documented history itself: it loads, it holds the inventory, and it says where each fact is from."""

import datetime
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from advocacy.models import Commitment, IndicatorReading, Statement
from caucus_site.core.models import Citation, Compartment, Source
from events.models import FactFindingMission, Gathering
from members.models import Chapter, Incident, Person
from seeds import entries, loading
from seeds.management.commands import seed as command
from seeds.models import SeededRecord

HISTORY = command.SEEDS / "history"
INVENTORY = command.SEEDS / "inventory.yaml"
ROWS = (
    [f"A{n}" for n in range(1, 13)]
    + [f"B{n}" for n in range(1, 7)]
    + [f"C{n}" for n in range(1, 10)]
    + [f"D{n}" for n in range(1, 7)]
    + [f"E{n}" for n in range(1, 8)]
    + [f"F{n}" for n in range(1, 5)]
    + ["G"]
)


def seed(*arguments):
    out = io.StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture(scope="module")
def history():
    return entries.read(HISTORY)


@pytest.fixture(scope="module")
def seeded_once(django_db_setup, django_db_blocker, history):
    """Loaded for the module, since it is the slow part; each test undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(history)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(seeded_once, db):
    pass


def test_every_entry_names_a_source(history):
    silent = [entry.key for entry in history if not entry.sources]

    assert [key for key in silent if not key.startswith(("source/", "compartment/"))] == []


def test_no_entry_holds_an_address_of_a_person():
    address = re.compile(r"[\w.+-]+@[\w-]+\.\w+")

    assert [file.name for file in [*HISTORY.glob("*.yaml"), INVENTORY] if address.search(file.read_text())] == []


def test_every_row_of_the_inventory_is_held(seeded):
    lines = seed("--coverage")

    assert [line.split()[0] for line in lines if not line.startswith(" ")][:-1] == ROWS
    assert not any("MISSING" in line for line in lines)
    assert lines[-1] == "Every row of the inventory is held."


def test_a_row_whose_record_was_deleted_is_named_and_fails(seeded, capsys):
    person = SeededRecord.objects.get(key="indicator/voter-registration").subject
    person.delete()

    with pytest.raises(CommandError, match=r"^1 row of the inventory is not held\.$"):
        call_command("seed", "--coverage")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if "MISSING" in line] == ["E3"]
    assert "              no record: indicator/voter-registration" in lines


def test_a_year_stays_a_year(seeded):
    workshop = Gathering.objects.get(title__startswith="Informal workshop")

    assert (str(workshop.began_on), workshop.began_on_earliest, workshop.began_on_latest) == (
        "2007",
        datetime.date(2007, 1, 1),
        datetime.date(2007, 12, 31),
    )


def test_the_caucus_was_called_asean_until_2011(seeded):
    names = Chapter.objects.get(parent=None).names

    assert [name.text.split()[0] for name in names.held_on(datetime.date(2009, 6, 1))] == ["ASEAN"]
    assert [name.text.split()[0] for name in names.held_on(datetime.date(2014, 6, 1))] == ["Asian"]


def test_people_are_found_in_their_own_script_and_misspelt(seeded):
    for written in ["Mu Sochua", "Sochua", "Sochau", "សុខហួរ"]:
        assert [str(person) for person in Person.objects.search(written)] == ["Mu Sochua"], written


def test_the_public_reads_what_was_published_and_nothing_of_the_compartment(seeded):
    nobody = None

    assert FactFindingMission.objects.visible_to(nobody).count() == 3
    assert Statement.objects.visible_to(nobody).count() == 3
    assert Incident.objects.count() == 3
    assert not Incident.objects.visible_to(nobody).exists()
    assert not Compartment.objects.visible_to(nobody).exists()


def test_commitments_of_two_sources_are_one_record_with_two_citations(seeded):
    commitment = Commitment.objects.get(country__code="BD", instrument__code="ICRMW", step=Commitment.Step.RATIFIED)

    assert str(commitment.happened_on) == "24 August 2011"
    assert commitment.citations.count() == 2


def test_what_is_known_not_to_have_happened_says_as_of_when(seeded):
    none = Commitment.objects.filter(step=Commitment.Step.NONE)

    assert none.count() == 74
    assert not none.filter(as_of=None).exists()


def test_about_ten_thousand_registered(seeded):
    assert [str(reading) for reading in IndicatorReading.objects.all()] == [
        "0, September 2016",
        "≈ 10000, November 2016",
    ]


def test_citations_lead_to_the_footnotes(seeded):
    source = Source.objects.get(title__startswith="Malaysia detains")

    assert source.accessed_on == datetime.date(2020, 6, 17)
    assert set(Citation.objects.filter(source=source).values_list("locator", flat=True)) == {"footnote 12"}

"""Our own Popolo output, taken back: nothing changes where it came from, and nothing is missing elsewhere."""

import json
from pathlib import Path

import pytest
from django.apps import apps

from caucus_site.core.models import Citation, Record, Source
from caucus_site.core.principals import PUBLIC, Principal
from caucus_site.procedures.imports.problems import UnreadableFile
from caucus_site.procedures.imports.runs import import_popolo
from members.api.popolo.documents import document
from members.models import Country, Identifier, Mandate, Organisation, Person, PersonName
from tests.factories import members as make
from tests.members.popolo_schemas import check_document
from tests.procedures import documents

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/popolo/Malaysia/Dewan_Rakyat/ep-popolo-v1.0.json"
WHAT_POPOLO_DERIVES = [("memberships", "post_id"), ("posts", "")]


@pytest.fixture
def export(malaysia, tmp_path):
    """The country as the public sees it, in a file."""

    def write(name="exported.json", who=PUBLIC):
        path = tmp_path / name
        path.write_text("".join(document(Country.objects.get(code="MY"), who)), encoding="utf-8")
        return path

    return write


def versions():
    """Every row of what people and their mandates are, with its version."""
    records = [
        m
        for m in apps.get_models()
        if issubclass(m, Record) and (m._meta.app_label == "members" or m in {Source, Citation})
    ]
    return {m._meta.label: set(m._base_manager.values_list("pk", "version")) for m in records}


def forget_everybody():
    for model in (Citation, Source, Mandate, Person):
        model.objects.all().delete()
    for name in ("ChamberTerm", "AreaIdentifier", "Area", "Organisation"):
        apps.get_model("members", name).objects.all().delete()


def agrees(report):
    """Whether the import changed nothing and kept quiet, but for what our output repeats in Popolo's words."""
    notices = [(notice.row, notice.field) for notice in report.notices]
    counts = (report.created, report.updated, report.ambiguous, report.mandates_created, report.mandates_updated)
    return (counts, report.problems, notices) == ((0, 0, 0, 0, 0), [], WHAT_POPOLO_DERIVES[::-1])


@pytest.fixture
def everything_there_is(malaysia):
    """People with all that the record can say of them in Popolo, mandates that no list of a parliament would have."""
    house = make.OrganisationFactory(
        chamber=True, name="House of  Examples", short_name="HoE", country=malaysia, seats=9, founded_on="195X",
        website="https://house.example/", description="A house.",
    )  # fmt: skip
    make.OrganisationNameFactory(organisation=house, text="Dewan", kind="former", language="ms", ended_on="1963")
    make.OrganisationNameFactory(organisation=house, text="Dewan", kind="translation", language="id")
    make.OrganisationIdentifierFactory(organisation=house, scheme="wikidata", value="Q5")
    party = make.OrganisationFactory(party=True, name="Party of the world", country=None, dissolved_on="about 1990")
    abroad = make.OrganisationFactory(chamber=True, name="Abroad", country=make.CountryFactory(code="ID"))
    region = make.AreaFactory(country=malaysia, kind="region", name="North")
    other = make.AreaFactory(country=malaysia, kind="region", name="North")
    make.AreaIdentifierFactory(area=region, scheme="list/MY", value="N")
    term = make.ChamberTermFactory(chamber=house, name="First", began_on="2008", ended_on="2013")

    ali = make.PersonFactory(
        name="Ali  Hassan", sort_name="Hassan", gender="other", born_on="about 1950", died_on="20XX", country=malaysia
    )
    make.PersonNameFactory(person=ali, text="Ali  Hassan", kind="latin", given="Ali", family="Hassan")
    make.PersonNameFactory(person=ali, text="علي", kind="own_script", language="ms-Arab", began_on="1990-02~")
    make.PersonNameFactory(person=ali, text="علي", kind="alias", language="ar")
    make.PersonNameFactory(person=ali, text="Mr Ali J.P.", kind="with_honorific", honorific_suffix="J.P.")
    make.PersonNameFactory(person=ali, text="Ali Baba", kind="former", ended_on="1980")
    make.IdentifierFactory(person=ali, scheme="everypolitician_legacy/MY", value="ali_hassan")
    make.IdentifierFactory(person=ali, scheme="viaf", value="1")
    make.PersonLinkFactory(person=ali, url="https://a.example/ali", note="photograph")
    make.PersonLinkFactory(person=ali, url="https://b.example/ali", note="source")
    make.PersonLinkFactory(person=ali, url="https://c.example/ali")
    make.MandateFactory(
        person=ali, chamber=house, party=party, area=region, term=term, post="Speaker", began_on="2008~",
        ended_on="2010-03", seat=2, bench="cross_bench", how_ended="resigned",
    )  # fmt: skip
    make.MandateFactory(person=ali, chamber=house, area=other, began_on="2008~", ended_on="2010-03", constituency="N 2")
    make.MandateFactory(person=ali, chamber=house, term=term)
    make.MandateFactory(person=ali, chamber=abroad, ended_on="199X")
    make.MandateFactory(person=make.PersonFactory(name="អាលី", country=malaysia), chamber=house)


def test_what_came_from_here_changes_nothing_here(everything_there_is, export):
    before, path = versions(), export()

    report = import_popolo(path, country_code="MY")

    assert agrees(report)
    assert (report.rows, report.unchanged, report.mandates_unchanged) == (2, 2, 5)
    assert versions() == before
    assert export("again.json").read_text() == path.read_text()


def test_an_empty_caucus_says_afterwards_what_the_first_one_said(everything_there_is, export):
    path = export()
    forget_everybody()

    report = import_popolo(path, country_code="MY")

    assert (report.created, report.mandates_created, report.problems) == (2, 5, [])
    assert export("again.json").read_text() == path.read_text()
    check_document(json.loads(path.read_text()))
    before = versions()
    assert agrees(import_popolo(path, country_code="MY"))
    assert versions() == before
    assert Source.objects.get().title == "Popolo file of Malaysia: exported.json"


def test_what_staff_has_changed_since_stays(everything_there_is, export):
    path = export()
    Person.objects.filter(name="អាលី").update(name="Ali Khmer", gender="male")
    PersonName.objects.filter(text="Ali Baba").delete()
    Mandate.objects.filter(post="Speaker").update(ended_on="2011")
    before = versions()

    report = import_popolo(path, country_code="MY")

    after = versions()
    assert [name for name in after if after[name] != before[name]] == [
        "core.Source", "core.Citation", "members.PersonName"
    ]  # fmt: skip
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ali  Hassan", "Ali Khmer"]
    # The name that the file has for her is kept as a further one.
    assert PersonName.objects.get(person__name="Ali Khmer").text == "អាលី"
    assert not PersonName.objects.filter(text="Ali Baba").exists()
    assert (report.created, report.updated, report.mandates_created, report.mandates_updated) == (0, 1, 0, 0)


def test_whoever_keeps_our_id_among_their_identifiers_means_our_person(take, malaysia):
    person = make.PersonFactory(name="Aishah", country=malaysia)
    theirs = documents.person(1, "Nurul")
    theirs["identifiers"] = [{"scheme": "caucus", "identifier": str(person.public_id)}]

    report = take(documents.document([theirs]))

    assert (report.created, report.updated) == (0, 1)
    assert list(Identifier.objects.values_list("person", "scheme", "value")) == [
        (person.pk, "everypolitician", documents.id_of(1))
    ]


def test_an_id_that_is_already_somebody_elses_is_not_taken_twice(take, malaysia):
    person = make.PersonFactory(name="Aishah", country=malaysia)
    own_id = {"scheme": "caucus", "identifier": str(person.public_id)}
    first = {**documents.person(1, "Aishah"), "identifiers": [own_id]}
    second = {**documents.person(2, "Ravi"), "id": str(person.public_id), "identifiers": [own_id]}

    report = take(documents.document([first, second]))

    assert (report.created, report.updated) == (1, 1)
    assert [(problem.row, problem.field) for problem in report.problems] == [("persons/1", "identifiers")]
    assert Person.objects.get(public_id=person.public_id) == person
    assert Person.objects.count() == 2


def test_an_id_that_no_caucus_gave_is_said_and_left_out(take):
    odd = {**documents.person(1, "Aishah"), "identifiers": [{"scheme": "caucus", "identifier": "7"}]}

    report = take(documents.document([odd]))

    assert [(problem.field, problem.value) for problem in report.problems] == [("identifiers", "caucus:7")]
    assert Identifier.objects.get().scheme == "everypolitician"


def test_a_mandate_that_now_is_somebody_elses_is_not_moved_back(everything_there_is, export):
    path = export()
    Mandate.objects.filter(post="Speaker").update(person=Person.objects.get(name="អាលី"))
    before = versions()

    report = import_popolo(path, country_code="MY")

    assert versions() == before
    assert [problem.reason for problem in report.problems] == ["left out: somebody has removed or moved this mandate"]


@pytest.mark.parametrize(
    ("collection", "member", "value"),
    [("persons", "other_names", [{"name": "X", "note": 5}]), ("areas", "classification", 5), ("memberships", "id", 5)],
)
def test_values_of_the_wrong_kind_are_refused_with_their_place(export, everything_there_is, collection, member, value):
    path = export()
    content = json.loads(path.read_text())
    content[collection][0][member] = value
    path.write_text(json.dumps(content))

    with pytest.raises(UnreadableFile, match=f"{collection}/0/{member}"):
        import_popolo(path, country_code="MY")


def test_what_popolo_has_no_word_for_may_be_anything_in_a_foreign_list(take):
    report = take(documents.document([documents.person(1, "Aishah")], [documents.seat(1, seat="A12", bench=["left"])]))

    assert report.mandates_created == 1
    assert list(Mandate.objects.values_list("seat", "bench")) == [(1, "unknown")]


def test_the_protected_are_neither_in_the_file_nor_touched_by_it(everything_there_is, export, case_officer):
    ali = Person.objects.get(name="Ali  Hassan")
    make.ProtectionFactory(person=ali, level="locked")
    before = versions()

    path = export()
    report = import_popolo(path, country_code="MY")

    assert "Ali" not in path.read_text()
    assert (report.rows, report.unchanged) == (1, 1)
    assert versions() == before
    assert "Ali" in export("all.json", Principal.of(case_officer)).read_text()


@pytest.mark.skipif(
    not PUBLISHED.is_file(), reason=f"the published list of Malaysia is not beside this checkout ({PUBLISHED})"
)
def test_malaysia_there_and_back(malaysia, export):
    first = import_popolo(PUBLISHED, country_code="MY")
    before, path = versions(), export()
    content = json.loads(path.read_text())
    check_document(content)
    assert len(content["persons"]) == first.rows == 1148
    assert len(content["memberships"]) == first.mandates_created == 2299

    assert agrees(import_popolo(path, country_code="MY"))
    assert versions() == before

    forget_everybody()
    elsewhere = import_popolo(path, country_code="MY")
    assert (elsewhere.created, elsewhere.mandates_created, elsewhere.problems) == (1148, 2299, [])
    assert export("elsewhere.json").read_text() == path.read_text()
    # The list that it all came from finds everybody there, under the ids that it uses.
    published = import_popolo(PUBLISHED, country_code="MY")
    assert (published.created, published.ambiguous, published.mandates_created) == (0, 0, 0)
    assert Organisation.objects.parties().count() == len(
        [said for said in content["organizations"] if said["classification"] == "party"]
    )

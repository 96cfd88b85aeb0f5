"""Finding people and organisations as people type them."""

import pytest

from members.models import Organisation, Person
from members.models.searching import words_of
from tests.factories.members import OrganisationFactory, OrganisationNameFactory, PersonFactory, PersonNameFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mu_sochua():
    person = PersonFactory(name="Mu Sochua", sort_name="Mu Sochua")
    PersonNameFactory(person=person, text="ម៉ូ សុខហួរ", kind="own_script", language="km")
    return person


@pytest.fixture
def others():
    """Names that come close to those looked for, and must stay out."""
    return [PersonFactory(name=name) for name in ("Sam Rainsy", "Mu Sam", "Sukha Morn", "Monira Khatun")]


def found(text):
    return list(Person.objects.search(text))


@pytest.mark.parametrize(
    "text",
    [
        "Mu Sochua",
        "Sochua",
        "sochua mu",
        "Sochau",
        "Sochuaa",
        "Sochu",
        "Socha",
        "MU SÓCHUA",
        "mu. sochua",
        "Sochua, Mu",
        "och",
        "ម៉ូ សុខហួរ",
        "សុខហួរ",
        "សុខហួ",
    ],
)
def test_a_person_is_found(mu_sochua, others, text):
    assert found(text) == [mu_sochua]


@pytest.mark.parametrize("text", ["Sochua Rainsy", "Schoau", "Sochua 7", "Zz", "%", "_"])
def test_a_person_is_not_found_by_what_is_no_name_of_theirs(mu_sochua, text):
    assert mu_sochua not in found(text) or not words_of(text)


def test_a_short_word_is_the_beginning_of_a_name(mu_sochua, others):
    assert {person.name for person in found("mo")} == {"Sukha Morn", "Monira Khatun"}


def test_a_bengali_name_is_found_whole_in_part_and_with_a_slip():
    person = PersonFactory(name="Israfil Alam")
    PersonNameFactory(person=person, text="ইসরাফিল আলম", kind="own_script", language="bn")
    PersonNameFactory(text="শেখ হাসিনা", kind="own_script", language="bn")

    assert found("ইসরাফিল আলম") == found("আলম") == found("ইসরাফল") == [person]


def test_accents_matter_on_neither_side():
    person = PersonFactory(name="Nguyễn Thị Định")

    assert found("nguyen dinh") == found("Nguyễn Định") == [person]


def test_a_letter_that_nobody_sees_does_not_hide_a_name():
    person = PersonFactory(name="Charles\u200b Santiago")

    assert found("Charles Santiago") == found("Char\u200bles") == [person]


def test_a_former_name_finds_the_person_and_only_once(mu_sochua):
    PersonNameFactory(person=mu_sochua, text="Sochua Leiper", kind="former", ended_on="1989")
    PersonNameFactory(person=mu_sochua, text="Mu Sochua, MP", kind="with_honorific")

    assert found("Leiper") == found("Sochua") == [mu_sochua]


def test_a_new_display_name_is_found_whoever_wrote_it(mu_sochua):
    Person.objects.filter(pk=mu_sochua.pk).update(name="Sochua Mu-Tan")

    assert found("mu tan") == [mu_sochua]


def test_words_of_one_name_do_not_mix_with_those_of_another():
    person = PersonFactory(name="Walden Bello")
    PersonNameFactory(person=person, text="Congressman Flores")

    assert found("Walden Flores") == []


@pytest.mark.parametrize("text", ["", "   ", "-", "\u200b"])
def test_searching_for_nothing_leaves_all(mu_sochua, text):
    assert found(text) == [mu_sochua]


def test_search_keeps_what_the_door_shut(mu_sochua, others):
    assert list(Person.objects.filter(name="Sam Rainsy").search("Sochua")) == []


def test_an_organisation_is_found_by_any_name_or_its_short_one():
    party = OrganisationFactory(name="Cambodia National Rescue Party", short_name="CNRP", party=True)
    OrganisationNameFactory(organisation=party, text="គណបក្សសង្គ្រោះជាតិ", language="km")
    OrganisationFactory(name="Cambodian People's Party", short_name="CPP", party=True)

    for text in ("CNRP", "rescue", "resuce", "national cambodia", "គណបក្សសង្គ្រោះជាតិ"):
        assert list(Organisation.objects.search(text)) == [party]


@pytest.mark.parametrize("text", ["Sochau", "Mu Sochua", "សុខហួរ", "so"])
def test_search_can_be_answered_by_the_indexes_alone(mu_sochua, sql, text):
    # Whether a scan of few rows would be cheaper is the planner's affair: here it may choose one only if it must.
    sql("SET LOCAL enable_seqscan = off")

    plan = Person.objects.visible_to(None).search(text).order_by("sort_name", "pk")[:50].explain()

    assert "Index Scan on person_name_" in plan
    assert "Index Scan on person_names_" in plan
    assert "Seq Scan" not in plan

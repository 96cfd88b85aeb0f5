"""People: names, dates, sealed contacts, and what the database refuses."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.core.models import JournalEntry
from members.models import ContactDetail, Person, PersonName
from members.services import people
from tests.factories.core import UserFactory
from tests.factories.members import (
    BiographyFactory,
    ContactDetailFactory,
    IdentifierFactory,
    MandateFactory,
    PersonFactory,
    PersonLinkFactory,
    PersonNameFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2017, 6, 1)


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_person_without_a_sort_name_is_sorted_as_written():
    person = PersonFactory(name="Charles Santiago")
    person.refresh_from_db()
    assert person.sort_name == "Charles Santiago"

    Person.objects.filter(pk=person.pk).update(sort_name="Santiago, Charles")
    Person.objects.filter(pk=person.pk).update(name="C. Santiago")
    person.refresh_from_db()
    assert person.sort_name == "Santiago, Charles"


def test_many_people_written_at_once_are_sorted_too():
    Person.objects.bulk_create([Person(name="B"), Person(name="A")])

    assert list(Person.objects.values_list("sort_name", flat=True)) == ["A", "B"]


def test_a_person_has_a_name():
    with refused("a_person_has_a_name"), transaction.atomic():
        PersonFactory(name=" - ")


def test_nobody_dies_before_being_born():
    person = PersonFactory.build(born_on="1954", died_on="1953-05")
    person.clean_fields()
    with pytest.raises(ValidationError) as refusal:
        person.clean()
    assert list(refusal.value.message_dict) == ["died_on"]

    with refused("nobody_dies_before_being_born"), transaction.atomic():
        PersonFactory(born_on="1954", died_on="1953-05")


def test_birth_and_death_in_one_year_are_possible():
    PersonFactory(born_on="1954", died_on="1954").full_clean()


@pytest.mark.parametrize("date", ["1954-13", "yesterday", "1954-02-30"])
def test_a_birth_that_is_no_date_is_refused_by_the_database(sql, date):
    person = PersonFactory()

    with refused("members_person_born_on_edtf"), transaction.atomic():
        sql("UPDATE members_person SET born_on = left(%s, 12) WHERE id = %s", [date, person.pk])


@pytest.mark.parametrize("language", ["Khmer", "k", "km_KH"])
def test_a_language_is_a_code(language):
    with pytest.raises(ValidationError) as refusal:
        PersonFactory.build(languages=[language]).clean_fields()
    assert "languages" in refusal.value.message_dict


def test_a_name_is_listed_once_even_without_dates():
    name = PersonNameFactory(text="Sochua")

    with refused("a_name_is_listed_once"), transaction.atomic():
        PersonNameFactory(person=name.person, text="Sochua")
    PersonNameFactory(text="Sochua")


def test_an_identifier_names_one_person():
    IdentifierFactory(scheme="wikidata", value="Q1")

    with refused("an_identifier_names_one_person"), transaction.atomic():
        IdentifierFactory(scheme="wikidata", value="Q1")
    with pytest.raises(ValidationError, match="Another person already has this identifier"):
        IdentifierFactory.build(person=PersonFactory(), scheme="wikidata", value="Q1").full_clean()
    IdentifierFactory(scheme="viaf", value="Q1")


def test_one_biography_in_each_language():
    biography = BiographyFactory(language="en")
    BiographyFactory(person=biography.person, language="km")

    with refused("one_biography_in_each_language"), transaction.atomic():
        BiographyFactory(person=biography.person, language="en")


def test_a_link_is_listed_once():
    link = PersonLinkFactory()

    with refused("a_link_is_listed_once"), transaction.atomic():
        PersonLinkFactory(person=link.person, url=link.url)


def test_an_account_belongs_to_one_person_who_survives_it():
    account = UserFactory()
    person = PersonFactory(account=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(account=account)

    account.delete()

    person.refresh_from_db()
    assert person.account is None


def test_history_keeps_what_update_changed():
    person = PersonFactory(name="Sochua")
    Person.objects.filter(pk=person.pk).update(name="Mu Sochua")

    assert list(person.history.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "Sochua"),
        ("update", "Mu Sochua"),
    ]


def test_renaming_keeps_the_old_name_and_says_so_once(secretariat):
    person = PersonFactory(name="Khin Ohmar")

    people.rename(person, "Ma Khin Ohmar", acting_user=secretariat, on=datetime.date(2015, 3, 1))
    people.rename(person, "Ma  Khin Ohmar", acting_user=secretariat)

    person.refresh_from_db()
    former = PersonName.objects.get()
    assert (person.name, person.sort_name) == ("Ma Khin Ohmar", "Ma Khin Ohmar")
    assert (former.text, former.kind, former.ended_on.edtf) == ("Khin Ohmar", "former", "2015-03-01")
    assert JournalEntry.objects.filter(verb="members.person_renamed", subject_id=person.public_id).count() == 1


def test_renaming_to_nothing_is_refused(secretariat):
    with pytest.raises(ValidationError) as refusal:
        people.rename(PersonFactory(), "  ", acting_user=secretariat)
    assert refusal.value.code == "no_name"


def test_sitting_is_a_question_of_the_day():
    sitting = MandateFactory(began_on="2013", ended_on="2018").person
    MandateFactory(began_on="2008", ended_on="2013-05")
    PersonFactory()

    assert list(Person.objects.sitting_on(TODAY)) == [sitting]
    assert Person.objects.not_sitting_on(TODAY).count() == 2


def test_the_current_mandate_is_the_latest_that_holds():
    person = PersonFactory()
    MandateFactory(person=person, chamber__name="Lower House", began_on="2008", ended_on="2013")
    MandateFactory(person=person, chamber__name="Upper House", began_on="2016")

    shown = Person.objects.with_current_mandate(TODAY).get()

    assert (shown.current_chamber, shown.current_party) == ("Upper House", None)


def test_people_without_contact_are_known():
    ContactDetailFactory()
    silent = PersonFactory()

    assert list(Person.objects.without_contact()) == [silent]


def test_a_contact_is_sealed_in_the_table_and_in_its_history(sql):
    contact = ContactDetailFactory(value="canary@parliament.example")

    stored = sql("SELECT value FROM members_contactdetail UNION ALL SELECT value FROM members_contactdetailhistory")

    assert ContactDetail.objects.get().value == "canary@parliament.example"
    assert len(stored) == 2
    assert all("canary" not in value and value.startswith("c1.") for (value,) in stored)
    assert "canary" not in str(contact)


def test_an_address_that_is_none_is_refused_in_words():
    with pytest.raises(ValidationError) as refusal:
        ContactDetailFactory.build(person=PersonFactory(), value="person@parliament,").full_clean()
    assert list(refusal.value.message_dict) == ["value"]


def test_consent_has_a_day_and_a_day_has_consent():
    for facts, field in (({"consent": "given"}, "consented_on"), ({"consented_on": TODAY}, "consent")):
        with pytest.raises(ValidationError) as refusal:
            ContactDetailFactory.build(person=PersonFactory(), **facts).full_clean()
        assert list(refusal.value.message_dict) == [field]
        with refused("consent_has_a_day"), transaction.atomic():
            ContactDetailFactory(**facts)


def test_one_contact_of_a_kind_is_preferred():
    contact = ContactDetailFactory(is_preferred=True)
    ContactDetailFactory(person=contact.person, kind="phone", is_preferred=True)

    with refused("one_preferred_contact_of_a_kind"), transaction.atomic():
        ContactDetailFactory(person=contact.person, is_preferred=True)


def test_a_contact_is_used_only_for_what_was_agreed():
    agreed = ContactDetailFactory(consent="given", consented_on=TODAY, purposes=["urgent", "news"])
    ContactDetailFactory(consent="withdrawn", consented_on=TODAY, purposes=["urgent"])
    ContactDetailFactory(purposes=["urgent"])

    assert list(ContactDetail.objects.may_be_used_for("urgent")) == [agreed]
    assert list(ContactDetail.objects.may_be_used_for("press")) == []

"""Setting and lifting protection, and what is sealed about it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.core.models import JournalEntry
from members.models import Person, Protection
from members.services import protection as protections
from tests.factories.members import IncidentFactory, PersonFactory, ProtectionFactory

pytestmark = pytest.mark.django_db


def test_setting_a_level_takes_the_place_of_the_one_before(case_officer):
    person = PersonFactory()

    protections.set_level(person, "hidden", acting_user=case_officer, reason="Threats by telephone")
    locked = protections.set_level(person, "locked", acting_user=case_officer)

    assert list(Protection.objects.filter(lifted_at=None)) == [locked]
    assert Protection.objects.get(level="hidden").lifted_by == case_officer
    assert list(JournalEntry.objects.order_by("position").values_list("details", flat=True)) == [
        {"level": "hidden", "was": "open"},
        {"level": "locked", "was": "hidden"},
    ]


def test_setting_the_same_level_again_changes_nothing(case_officer):
    person = PersonFactory()

    first = protections.set_level(person, "hidden", acting_user=case_officer)
    second = protections.set_level(person, "hidden", acting_user=case_officer)

    assert first == second
    assert JournalEntry.objects.count() == 1


def test_open_lifts_and_on_the_unprotected_does_nothing(case_officer):
    person = ProtectionFactory().person

    assert protections.set_level(person, "open", acting_user=case_officer) is None
    assert protections.set_level(person, "open", acting_user=case_officer) is None

    assert list(Person.objects.visible_to(None)) == [person]
    assert JournalEntry.objects.count() == 1


def test_lifting_twice_is_lifting_once(case_officer):
    protection = ProtectionFactory()

    lifted = protections.lift(protection, acting_user=case_officer)
    again = protections.lift(protection, acting_user=case_officer)

    assert lifted.lifted_at == again.lifted_at
    assert JournalEntry.objects.count() == 1


def test_a_level_that_is_none_is_refused(case_officer):
    with pytest.raises(ValidationError) as refusal:
        protections.set_level(PersonFactory(), "secret", acting_user=case_officer)
    assert refusal.value.code == "no_such_level"


def test_a_person_has_one_protection_at_a_time():
    protection = ProtectionFactory()

    with pytest.raises(IntegrityError, match="one_protection_of_a_person_at_a_time"), transaction.atomic():
        ProtectionFactory(person=protection.person)
    with pytest.raises(ValidationError) as refusal:
        ProtectionFactory.build(person=protection.person).full_clean()
    assert list(refusal.value.message_dict) == ["person"]


def test_reasons_and_incidents_are_sealed_and_nameless(sql):
    protection = ProtectionFactory(reason="canary", person__name="Somebody")
    incident = IncidentFactory(description="canary", person=protection.person)

    stored = sql(
        "SELECT reason FROM members_protection UNION ALL SELECT reason FROM members_protectionhistory UNION ALL"
        " SELECT description FROM members_incident UNION ALL SELECT description FROM members_incidenthistory"
    )

    assert len(stored) == 4
    assert all(value.startswith("c1.") for (value,) in stored)
    assert "Somebody" not in f"{protection} {incident}"

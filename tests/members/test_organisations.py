"""Countries, organisations, areas and forums: what the database refuses, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.members import (
    AreaIdentifierFactory,
    BodyMembershipFactory,
    ChamberTermFactory,
    CorridorFactory,
    CountryFactory,
    CountryRoleFactory,
    ForumAccessFactory,
    OrganisationFactory,
    OrganisationIdentifierFactory,
    OrganisationNameFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("code", ["kh", "K", "K1"])
def test_a_country_code_is_two_capital_letters(code):
    with refused("country_codes_are_iso"), transaction.atomic():
        CountryFactory(code=code)
    with pytest.raises(ValidationError) as refusal:
        CountryFactory.build(code=code).full_clean()
    assert "code" in refusal.value.message_dict


def test_a_corridor_joins_two_countries_once():
    corridor = CorridorFactory()

    with refused("a_corridor_is_listed_once"), transaction.atomic():
        CorridorFactory(origin=corridor.origin, destination=corridor.destination)
    with refused("a_corridor_joins_two_countries"), transaction.atomic():
        CorridorFactory(origin=corridor.origin, destination=corridor.origin)
    CorridorFactory(origin=corridor.destination, destination=corridor.origin)


def test_a_country_has_several_roles_but_each_once():
    role = CountryRoleFactory(role="origin", began_on="1990")
    CountryRoleFactory(country=role.country, role="destination", began_on="1990")

    with refused("a_country_has_each_role_once_at_a_time"), transaction.atomic():
        CountryRoleFactory(country=role.country, role="origin", began_on="2000")
    with pytest.raises(ValidationError) as refusal:
        CountryRoleFactory.build(country=role.country, role="origin", began_on="2000").full_clean()
    assert list(refusal.value.message_dict) == ["role"]


def test_a_country_becomes_a_member_on_the_day_it_ceases_to_observe():
    observer = BodyMembershipFactory(status="observer", began_on="2002", ended_on="2025-10-26")
    BodyMembershipFactory(country=observer.country, body=observer.body, began_on="2025-10-26").full_clean()

    with refused("one_status_in_a_body_at_a_time"), transaction.atomic():
        BodyMembershipFactory(country=observer.country, body=observer.body, began_on="2010", ended_on="2011")


def test_a_body_is_no_party():
    with pytest.raises(ValidationError, match="Choose an intergovernmental body, forum or process"):
        BodyMembershipFactory(body=OrganisationFactory(party=True)).full_clean()


def test_nothing_is_dissolved_before_it_is_founded():
    with refused("nothing_is_dissolved_before_it_is_founded"), transaction.atomic():
        OrganisationFactory(founded_on="2012", dissolved_on="2011-12")
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(founded_on="2012", dissolved_on="2011-12").full_clean()
    assert "dissolved_on" in refusal.value.message_dict


@pytest.mark.parametrize("facts", [{"institution_type": "organ"}, {"stage": "assembly"}])
def test_only_inter_parliamentary_institutions_have_a_type(facts):
    OrganisationFactory(kind="inter_parliamentary", **facts).full_clean()

    with refused("only_inter_parliamentary_bodies_have_a_type"), transaction.atomic():
        OrganisationFactory(**facts)
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(**facts).full_clean()
    assert next(iter(facts)) in refusal.value.message_dict


def test_no_organisation_is_part_of_itself_or_its_own_successor():
    organisation = OrganisationFactory()
    organisation.parent = organisation
    with refused("no_organisation_is_part_of_itself"), transaction.atomic():
        organisation.save()

    with refused("nothing_succeeds_itself"), transaction.atomic():
        SuccessionFactory(predecessor=organisation, successor=organisation)


def test_what_is_listed_once():
    identifier = OrganisationIdentifierFactory()
    with refused("an_identifier_names_one_organisation"), transaction.atomic():
        OrganisationIdentifierFactory(scheme=identifier.scheme, value=identifier.value)

    identifier = AreaIdentifierFactory()
    with refused("an_identifier_names_one_area"), transaction.atomic():
        AreaIdentifierFactory(scheme=identifier.scheme, value=identifier.value)

    name = OrganisationNameFactory()
    with refused("a_name_of_an_organisation_is_listed_once"), transaction.atomic():
        OrganisationNameFactory(organisation=name.organisation, text=name.text)

    term = ChamberTermFactory()
    with refused("a_term_of_a_chamber_is_listed_once"), transaction.atomic():
        ChamberTermFactory(chamber=term.chamber, name=term.name)

    succession = SuccessionFactory()
    with refused("a_succession_is_listed_once"), transaction.atomic():
        SuccessionFactory(predecessor=succession.predecessor, successor=succession.successor, kind="split")


def test_a_forum_grants_one_access_at_a_time_to_each():
    access = ForumAccessFactory(level="parallel", began_on="2008")
    ForumAccessFactory(forum=access.forum, for_whom="civil society", level="delegate", began_on="2008")
    ForumAccessFactory(forum=access.forum, organisation=OrganisationFactory(), level="closed", began_on="2008")

    with refused("one_level_of_access_at_a_time"), transaction.atomic():
        ForumAccessFactory(forum=access.forum, level="observer", began_on="2010")
    with pytest.raises(ValidationError) as refusal:
        ForumAccessFactory.build(forum=access.forum, level="observer", began_on="2010").full_clean()
    assert list(refusal.value.message_dict) == ["began_on"]

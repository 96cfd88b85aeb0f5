"""The doors of members, role by role, with people behind them who must not be seen."""

import datetime

import pytest

from caucus_site.core.data_classes import Role
from caucus_site.core.principals import Principal
from members.models import (
    Aide,
    Biography,
    Chapter,
    ContactDetail,
    Country,
    ForumAccess,
    Identifier,
    Incident,
    Mandate,
    Membership,
    Office,
    Organisation,
    Person,
    PersonLink,
    PersonName,
    Protection,
    StandingEvent,
)
from tests.factories.core import CompartmentReaderFactory, UserFactory
from tests.factories.members import (
    AideFactory,
    BiographyFactory,
    ChapterFactory,
    ChapterNameFactory,
    ChapterObjectiveFactory,
    ChapterSupporterFactory,
    ContactDetailFactory,
    CountryFactory,
    ForumAccessFactory,
    IdentifierFactory,
    IncidentFactory,
    MandateFactory,
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    PersonLinkFactory,
    PersonNameFactory,
    ProtectionFactory,
    StandingEventFactory,
)

pytestmark = pytest.mark.django_db

STRANGERS = ["nobody", "observer", "partner"]
INSIDE = ["superadmin", "coordinator", "parliamentarian"]
STAFF = ["secretariat", "finance", "cases"]
EVERYBODY = [*STRANGERS, *INSIDE, *STAFF]


@pytest.fixture
def account():
    """An account for each word that the tests use for a reader."""

    def of(who):
        return {
            "nobody": lambda: None,
            "observer": lambda: UserFactory(role=Role.OBSERVER),
            "partner": lambda: UserFactory(role=Role.PARTNER),
            "superadmin": lambda: UserFactory(superadmin=True),
            "coordinator": lambda: UserFactory(coordinator=True),
            "parliamentarian": lambda: UserFactory(parliamentarian=True),
            "secretariat": lambda: UserFactory(secretariat=True),
            "finance": lambda: UserFactory(finance_officer=True),
            "cases": lambda: UserFactory(case_officer=True),
        }[who]()

    return of


@pytest.fixture
def people():
    """One person at each level, one whose protection is over, and one without a public profile."""
    made = {level: PersonFactory(name=level) for level in ("open", "guarded", "hidden", "locked", "freed", "expired")}
    for level in ("open", "guarded", "hidden", "locked"):
        ProtectionFactory(person=made[level], level=level)
    set_at = datetime.datetime(2019, 11, 7, tzinfo=datetime.UTC)
    ProtectionFactory(person=made["freed"], level="locked", set_at=set_at, lifted_at=set_at)
    ProtectionFactory(person=made["expired"], level="locked", set_at=set_at, until=datetime.date(2019, 12, 1))
    made["private"] = PersonFactory(name="private", has_public_profile=False)
    return made


SEEN = {
    **{who: {"open", "freed", "expired"} for who in STRANGERS},
    **{who: {"open", "freed", "expired", "private", "guarded"} for who in INSIDE},
    "secretariat": {"open", "freed", "expired", "private", "guarded", "hidden"},
    "finance": {"open", "freed", "expired", "private", "guarded", "hidden"},
    "cases": {"open", "freed", "expired", "private", "guarded", "hidden", "locked"},
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_whom_somebody_may_know_of(account, people, who):
    assert {person.name for person in Person.objects.visible_to(account(who))} == SEEN[who]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("model", "factory"),
    [
        (PersonName, PersonNameFactory),
        (Identifier, IdentifierFactory),
        (Biography, BiographyFactory),
        (PersonLink, PersonLinkFactory),
        (Mandate, MandateFactory),
        (Membership, MembershipFactory),
        (Office, OfficeFactory),
    ],
)
def test_what_belongs_to_a_person_is_seen_with_the_person(account, people, who, model, factory):
    for person in people.values():
        factory(person=person)

    seen = model.objects.visible_to(account(who)).values_list("person__name", flat=True)

    assert sorted(seen) == sorted(SEEN[who])


@pytest.mark.parametrize("level", ["hidden", "locked"])
def test_everybody_sees_themselves_and_what_is_theirs(account, level):
    me = PersonFactory(account=account("parliamentarian"), has_public_profile=False)
    ProtectionFactory(person=me, level=level)
    rows = [
        me,
        ContactDetailFactory(person=me),
        MandateFactory(person=me),
        MembershipFactory(person=me, status="invited"),
        StandingEventFactory(person=me, kind="in_exile"),
        Protection.objects.get(person=me),
    ]

    for row in rows:
        assert type(row).objects.visible_to(me.account).filter(pk=row.pk).exists()
        assert not type(row).objects.visible_to(account("parliamentarian")).filter(pk=row.pk).exists()
        assert not type(row).objects.visible_to(None).filter(pk=row.pk).exists()


def test_an_account_that_is_switched_off_sees_what_strangers_see(people):
    switched_off = UserFactory(case_officer=True, is_active=False)

    assert Person.objects.visible_to(switched_off).count() == 3


def test_a_visitor_is_not_taken_for_people_without_accounts(people):
    assert not ContactDetail.objects.visible_to(ContactDetailFactory() and None).exists()
    assert not Protection.objects.visible_to(None).exists()
    assert not Person.objects.visible_to(Principal()).filter(name="private").exists()


def test_a_protection_that_ends_today_still_protects():
    protection = ProtectionFactory(until=datetime.date(2026, 1, 1))

    on = Principal(day=datetime.date(2026, 1, 1))
    after = Principal(day=datetime.date(2026, 1, 2))
    assert not Person.objects.visible_to(on).filter(pk=protection.person_id).exists()
    assert Person.objects.visible_to(after).filter(pk=protection.person_id).exists()


@pytest.mark.parametrize(
    ("who", "levels"),
    [
        *[(who, set()) for who in (*STRANGERS, *INSIDE)],
        ("secretariat", {"open", "guarded", "hidden"}),
        ("finance", {"open", "guarded", "hidden"}),
        ("cases", {"open", "guarded", "hidden", "locked"}),
    ],
)
def test_who_sees_protections(account, people, who, levels):
    active = Protection.objects.visible_to(account(who)).filter(
        person__name__in=["open", "guarded", "hidden", "locked"]
    )

    assert {protection.level for protection in active} == levels


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_incident_is_seen_by_the_readers_of_its_compartment_alone(account, who):
    incident = IncidentFactory()
    reader = account(who)
    assert not Incident.objects.visible_to(reader).exists()
    if reader is None:
        return

    CompartmentReaderFactory(compartment=incident.compartment, reader=reader)

    assert list(Incident.objects.visible_to(reader)) == [incident]
    assert str(incident.person) not in str(incident)


@pytest.mark.parametrize("who", EVERYBODY)
def test_contacts_of_strangers_are_for_the_secretariat(account, people, who):
    for person in people.values():
        ContactDetailFactory(person=person, consent="given", consented_on="2020-01-01", purposes=["colleagues"])

    seen = set(ContactDetail.objects.visible_to(account(who)).values_list("person__name", flat=True))

    assert seen == (SEEN[who] if who in STAFF else set())


def test_colleagues_see_a_contact_that_they_were_allowed_to(account):
    me = MembershipFactory(person__account=account("parliamentarian"))
    colleague = MembershipFactory(chapter=me.chapter).person
    allowed = ContactDetailFactory(
        person=colleague, consent="given", consented_on="2020-01-01", purposes=["colleagues"]
    )
    ContactDetailFactory(person=colleague, purposes=["colleagues"])
    ContactDetailFactory(person=colleague, consent="given", consented_on="2020-01-01", purposes=["urgent"])
    ContactDetailFactory(
        person=MembershipFactory().person, consent="given", consented_on="2020-01-01", purposes=["colleagues"]
    )

    assert list(ContactDetail.objects.visible_to(me.person.account)) == [allowed]

    ProtectionFactory(person=colleague, level="hidden")
    assert list(ContactDetail.objects.visible_to(me.person.account)) == []


def test_a_coordinator_reaches_the_members_of_the_branch(account):
    office = OfficeFactory(person__account=account("coordinator"), kind="coordinator")
    branch = ChapterFactory(parent=office.chapter)
    own = ContactDetailFactory(person=MembershipFactory(chapter=branch).person)
    ContactDetailFactory(person=MembershipFactory(chapter=branch, status="left", ended_on="2015").person)
    ContactDetailFactory(person=MembershipFactory().person)
    hidden = ContactDetailFactory(person=MembershipFactory(chapter=branch).person)
    ProtectionFactory(person=hidden.person, level="hidden")

    assert list(ContactDetail.objects.visible_to(office.person.account)) == [own]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_standing_event_is_public_only_when_it_says_so(account, people, who):
    for person in people.values():
        StandingEventFactory(person=person, kind="detained")
        StandingEventFactory(person=person, kind="sworn_in", is_public=True)

    seen = StandingEvent.objects.visible_to(account(who))

    assert {event.kind for event in seen} == ({"sworn_in", "detained"} if who in STAFF else {"sworn_in"})
    assert {event.person.name for event in seen} == SEEN[who]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_chapter_in_formation_is_known_to_few(account, who):
    ChapterFactory(name="Active")
    forming = ChapterFactory(name="Forming", state="forming")
    for factory in (ChapterNameFactory, ChapterObjectiveFactory, ChapterSupporterFactory):
        factory(chapter=forming)
    knows = who in {*STAFF, "superadmin"}
    reader = account(who)

    assert Chapter.objects.visible_to(reader).filter(pk=forming.pk).exists() == knows
    for parts in (forming.names, forming.objectives, forming.supporters):
        assert parts.model.objects.visible_to(reader).exists() == knows


def test_a_member_knows_the_chapter_in_formation(account):
    me = MembershipFactory(person__account=account("parliamentarian"), chapter__state="forming", status="invited")

    assert Chapter.objects.visible_to(me.person.account).filter(pk=me.chapter_id).exists()
    assert not Chapter.objects.visible_to(None).filter(pk=me.chapter_id).exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_memberships_are_told_when_they_are_active(account, who):
    for status in ("invited", "active", "lapsed"):
        MembershipFactory(status=status)

    seen = {membership.status for membership in Membership.objects.visible_to(account(who))}

    assert seen == ({"invited", "active", "lapsed"} if who in STAFF else {"active"})


def test_a_coordinator_sees_every_membership_of_the_branch(account):
    office = OfficeFactory(person__account=account("coordinator"), kind="coordinator")
    own = MembershipFactory(chapter=office.chapter, status="invited")
    MembershipFactory(status="invited")

    assert list(Membership.objects.visible_to(office.person.account)) == [own]


@pytest.mark.parametrize("who", EVERYBODY)
def test_committees_are_known_inside(account, who):
    for kind in Office.Kind.values:
        OfficeFactory(kind=kind)

    seen = {office.kind for office in Office.objects.visible_to(account(who))}

    assert seen == ({"chair", "convenor"} if who in STRANGERS else set(Office.Kind.values))


@pytest.mark.parametrize("who", EVERYBODY)
def test_aides_are_known_to_the_secretariat(account, who):
    AideFactory()

    assert Aide.objects.visible_to(account(who)).exists() == (who in STAFF)


def test_aides_are_known_to_both_sides_and_their_coordinator(account):
    office = OfficeFactory(person__account=account("coordinator"), kind="coordinator")
    aide = AideFactory(aide__account=account("observer"), acts_for__account=account("parliamentarian"))
    MembershipFactory(person=aide.acts_for, chapter=office.chapter)

    for reader in (aide.aide.account, aide.acts_for.account, office.person.account):
        assert list(Aide.objects.visible_to(reader)) == [aide]


@pytest.mark.parametrize("who", EVERYBODY)
def test_access_to_forums_is_known_inside(account, who):
    ForumAccessFactory()

    expected = who in {*STAFF, "coordinator", "parliamentarian"}
    assert ForumAccess.objects.visible_to(account(who)).exists() == expected


@pytest.mark.parametrize("who", EVERYBODY)
def test_reference_data_is_for_everybody(account, who):
    OrganisationFactory(country=CountryFactory())

    assert Organisation.objects.visible_to(account(who)).count() == 1
    assert Country.objects.visible_to(account(who)).count() == 1


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    "model", [Person, Mandate, Membership, Office, ContactDetail, StandingEvent, Protection, Incident, Aide, Chapter]
)
def test_every_door_is_one_query(account, people, who, model, django_assert_max_num_queries):
    reader = account(who)

    with django_assert_max_num_queries(1):
        list(model.objects.visible_to(reader))

import dataclasses

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caucus_site.core.data_classes import COMPARTMENTED, DUTY_RIGHTS, RIGHTS, DataClass, Duty, Right, Role
from caucus_site.core.models import JournalEntry, Source, User
from caucus_site.core.principals import PUBLIC, Principal
from tests.factories.core import SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

# What a role may do with every row of a class: R(ead), W(rite), (e)X(port). PROMISES (c), the part without limits.
TABLE = {
    "superadmin": {
        "reference": "RWX", "public_profile": "RW", "published": "RW", "audit": "R", "accounts": "RWX",
    },
    "secretariat": {
        "reference": "RWX", "public_profile": "RWX", "inner_profile": "RWX", "contact": "RWX", "security": "RWX",
        "witness_identity": "RW", "testimony": "RW", "mission_plan": "RWX", "statement": "RWX", "published": "RWX",
        "campaign_work": "RWX", "case": "RW", "audit": "R", "accounts": "R",
    },
    "finance": {"money": "RWX"},
    "cases": {},
    "coordinator": {"reference": "R"},
    "parliamentarian": {"reference": "R"},
    "observer": {"reference": "R"},
    "partner": {"reference": "R"},
    "public": {"reference": "R"},
}  # fmt: skip
LETTER = {"R": Right.READ, "W": Right.WRITE, "X": Right.EXPORT}


def principal_of(name):
    if name in Duty.values:
        return Principal(user_id=1, role=Role.SECRETARIAT, duties=frozenset([name]))
    return Principal(user_id=None if name == "public" else 1, role=name)


def test_every_role_and_duty_has_a_row():
    assert set(TABLE) == set(Role.values) | set(Duty.values) == set(RIGHTS) | set(DUTY_RIGHTS)


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("letter", LETTER)
def test_the_matrix(name, data_class, letter):
    row = TABLE["secretariat"] | TABLE[name] if name in Duty.values else TABLE[name]

    assert principal_of(name).may(LETTER[letter], data_class) is (letter in row.get(data_class, ""))


def test_money_is_for_finance_officers_alone():
    may = [name for name in TABLE if principal_of(name).may(Right.READ, DataClass.MONEY)]

    assert may == ["finance"]


def test_the_superuser_flag_opens_nothing():
    plain = UserFactory(role=Role.OBSERVER, is_superuser=False)
    flagged = UserFactory(role=Role.OBSERVER, is_superuser=True)

    for verb in ("view", "add", "change", "delete", "export"):
        for model in (Source, User, JournalEntry):
            perm = f"core.{verb}_{model._meta.model_name}"
            assert plain.has_perm(perm) is flagged.has_perm(perm) is False
    for model in (Source, User, JournalEntry):
        assert set(model.objects.visible_to(flagged)) <= set(model.objects.visible_to(plain)) | {flagged}
    assert flagged.has_module_perms("core") is plain.has_module_perms("core")
    assert flagged.is_staff is False


def test_create_superuser_gives_a_role_and_no_flag():
    account = User.objects.create_superuser("Root@Caucus.example", "a long enough password")

    assert (account.email, account.role, account.is_superuser) == ("root@caucus.example", Role.SUPERADMIN, False)


def test_permissions_follow_the_table(secretariat, superadmin, finance_officer):
    assert secretariat.has_perm("core.change_source")
    assert secretariat.has_perm("core.view_user")
    assert not secretariat.has_perm("core.change_user")
    assert superadmin.has_perm("core.change_user")
    assert not superadmin.has_perm("core.view_compartment")
    assert not secretariat.has_perm("core.change_journalentry")
    assert secretariat.has_perm("core.export_source")
    assert finance_officer.has_module_perms("core")


@pytest.mark.parametrize("perm", ["core.view_nothing", "nowhere.view_source", "core.approve_source", "view", "a.b.c_d"])
def test_what_is_not_in_the_table_is_refused(secretariat, perm):
    assert secretariat.has_perm(perm) is False


def test_who_is_switched_off_is_nobody():
    account = UserFactory(secretariat=True, is_active=False)

    assert Principal.of(account).role == PUBLIC.role
    assert Principal.of(account).user_id is None
    assert account.has_perm("core.view_source") is False


def test_visitors_match_no_row_without_an_account():
    for nobody in (None, AnonymousUser()):
        principal = Principal.of(nobody)
        assert (principal.role, principal.user_id, principal.is_signed_in) == (Role.PUBLIC, None, False)


def test_a_principal_is_taken_as_it_stands(secretariat):
    principal = dataclasses.replace(Principal.of(secretariat), duties=frozenset([Duty.CASES]))

    assert Principal.of(principal) is principal


def test_a_duty_without_the_role_grants_nothing():
    impostor = Principal(user_id=1, role=Role.OBSERVER, duties=frozenset([Duty.FINANCE]))

    assert not impostor.may(Right.READ, DataClass.MONEY)
    with pytest.raises(IntegrityError, match="duties_are_for_the_secretariat"), transaction.atomic():
        UserFactory(role=Role.OBSERVER, duties=[Duty.FINANCE])
    with pytest.raises(ValidationError, match="Only secretariat staff have extra duties"):
        UserFactory.build(role=Role.OBSERVER, duties=[Duty.FINANCE]).full_clean()


def test_compartmented_classes_are_the_dangerous_ones():
    assert {
        DataClass.SECURITY, DataClass.WITNESS_IDENTITY, DataClass.TESTIMONY, DataClass.CASE
    } == COMPARTMENTED  # fmt: skip


def test_who_sees_which_source(secretariat, superadmin, parliamentarian):
    shown, hidden = SourceFactory(), SourceFactory(is_public=False)

    assert set(Source.objects.visible_to(secretariat)) == {shown, hidden}
    for other in (superadmin, parliamentarian, None, AnonymousUser()):
        assert set(Source.objects.visible_to(other)) == {shown}


def test_who_sees_which_account(secretariat, superadmin, parliamentarian, coordinator):
    assert set(User.objects.visible_to(superadmin)) == {secretariat, superadmin, parliamentarian, coordinator}
    assert set(User.objects.visible_to(secretariat)) == {secretariat, parliamentarian, coordinator}
    assert set(User.objects.visible_to(parliamentarian)) == {parliamentarian}
    assert set(User.objects.visible_to(None)) == set()


def test_addresses_are_one_account_whatever_their_case():
    User.objects.create_user("Ana@Caucus.example", None)

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@caucus.example", None)
    with pytest.raises(IntegrityError, match="addresses_are_kept_in_lower_case"), transaction.atomic():
        UserFactory(email="Upper@caucus.example")
    assert User.objects.get_by_natural_key("ANA@CAUCUS.EXAMPLE").email == "ana@caucus.example"

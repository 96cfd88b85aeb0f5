"""Which kinds of data there are, and what each role may do with every row of a kind.

This table grants only what holds for all rows of a class. What holds for some (one's own record, one's own chapter,
a compartment one is named in) is said by that model's `visible_to`. `is_superuser` plays no part: who runs the system
does not read the files.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SUPERADMIN = "superadmin", _("Superadmin (runs the system, does not read the files)")
    SECRETARIAT = "secretariat", _("Secretariat")
    COORDINATOR = "coordinator", _("Chapter coordinator")
    PARLIAMENTARIAN = "parliamentarian", _("Parliamentarian (sitting or former, as their mandates say)")
    OBSERVER = "observer", _("Observer (researcher, civil society)")
    PARTNER = "partner", _("Partner client")
    PUBLIC = "public", _("Public")


class Duty(models.TextChoices):
    """Extra duties of secretariat staff."""

    FINANCE = "finance", _("Finance officer")
    CASES = "cases", _("Case officer")


class DataClass(models.TextChoices):
    REFERENCE = "reference", _("Reference data (countries, instruments)")
    PUBLIC_PROFILE = "public_profile", _("Public profile")
    INNER_PROFILE = "inner_profile", _("Inner profile")
    CONTACT = "contact", _("Contact details")
    SECURITY = "security", _("Security notes and incidents")
    WITNESS_IDENTITY = "witness_identity", _("Witness identity")
    TESTIMONY = "testimony", _("Testimony and evidence")
    MISSION_PLAN = "mission_plan", _("Mission plans")
    STATEMENT = "statement", _("Statements and drafts")
    PUBLISHED = "published", _("Published matter")
    CAMPAIGN_WORK = "campaign_work", _("Campaign work and follow-up")
    CASE = "case", _("Referred concerns and cases")
    MONEY = "money", _("Donors and amounts")
    AUDIT = "audit", _("Audit")
    ACCOUNTS = "accounts", _("Accounts and roles")


class Right(StrEnum):
    READ = "read"
    WRITE = "write"
    EXPORT = "export"


R, W, X = Right.READ, Right.WRITE, Right.EXPORT
ALL = frozenset({R, W, X})

_SECRETARIAT = {
    DataClass.REFERENCE: ALL,
    DataClass.PUBLIC_PROFILE: ALL,
    DataClass.INNER_PROFILE: ALL,
    DataClass.CONTACT: ALL,
    DataClass.SECURITY: ALL,
    DataClass.WITNESS_IDENTITY: frozenset({R, W}),
    DataClass.TESTIMONY: frozenset({R, W}),
    DataClass.MISSION_PLAN: ALL,
    DataClass.STATEMENT: ALL,
    DataClass.PUBLISHED: ALL,
    DataClass.CAMPAIGN_WORK: ALL,
    DataClass.CASE: frozenset({R, W}),
    DataClass.AUDIT: frozenset({R}),
    # To name readers and recipients; who may sign in as what is the superadmin's to say.
    DataClass.ACCOUNTS: frozenset({R}),
}
_SUPERADMIN = {
    DataClass.REFERENCE: ALL,
    DataClass.PUBLIC_PROFILE: frozenset({R, W}),
    DataClass.PUBLISHED: frozenset({R, W}),
    DataClass.AUDIT: frozenset({R}),
    DataClass.ACCOUNTS: ALL,
}
_EVERYBODY = {DataClass.REFERENCE: frozenset({R})}

RIGHTS: Mapping[str, Mapping[DataClass, frozenset[Right]]] = {
    Role.SUPERADMIN: _SUPERADMIN,
    Role.SECRETARIAT: _SECRETARIAT,
    Role.COORDINATOR: _EVERYBODY,
    Role.PARLIAMENTARIAN: _EVERYBODY,
    Role.OBSERVER: _EVERYBODY,
    Role.PARTNER: _EVERYBODY,
    Role.PUBLIC: _EVERYBODY,
}
DUTY_RIGHTS: Mapping[str, Mapping[DataClass, frozenset[Right]]] = {
    Duty.FINANCE: {DataClass.MONEY: ALL},
    Duty.CASES: {},
}
# Rows of these classes are open only to the named readers of their compartment, whatever a role grants.
COMPARTMENTED = frozenset({DataClass.SECURITY, DataClass.WITNESS_IDENTITY, DataClass.TESTIMONY, DataClass.CASE})

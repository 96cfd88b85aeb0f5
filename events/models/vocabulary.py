"""Words that several records share: in what capacity somebody came, and what a finding is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from caucus_site.core.codes import check_time_zone


class Capacity(models.TextChoices):
    """As what somebody took part, kept as on that day: a seat won or lost later does not rewrite it."""

    SITTING = "sitting", _("Sitting parliamentarian")
    FORMER = "former", _("Former parliamentarian")
    STAFF = "staff", _("Parliamentary staff")
    SECRETARIAT = "secretariat", _("Secretariat")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    MIGRANT = "migrant", _("Migrant worker or family member")
    UNION = "union", _("Trade union")
    ACADEMIC = "academic", _("Academic")
    GOVERNMENT = "government", _("Government or embassy")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    EMPLOYER = "employer", _("Employer")
    DONOR = "donor", _("Foundation or donor")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class IssueTheme(models.TextChoices):
    """What a finding, a concern or a recommendation is about."""

    RECRUITMENT = "recruitment", _("Recruitment, agencies and outsourcing")
    WAGES = "wages", _("Contracts, wages and working hours")
    DOCUMENTS = "documents", _("Passports and documents withheld")
    EXPLOITATION = "exploitation", _("Exploitation and forced labour")
    TRAFFICKING = "trafficking", _("Trafficking")
    CORRUPTION = "corruption", _("Corruption and misconduct of officials")
    PROTECTION = "protection", _("Lack of protection, access to justice")
    DETENTION = "detention", _("Detention and deportation")
    VIOLENCE = "violence", _("Violence and sexual abuse")
    DOMESTIC_WORK = "domestic_work", _("Domestic work")
    HEALTH = "health", _("Health and safety")
    FAMILIES = "families", _("Families and children")
    ASSOCIATION = "association", _("Freedom of association")
    POLITICAL_RIGHTS = "political_rights", _("Voting and political rights")
    AGREEMENTS = "agreements", _("Agreements between governments")
    RETURN = "return", _("Return and reintegration")
    OTHER = "other", _("Other")


def validate_time_zone(name: str) -> None:
    check_time_zone(name)

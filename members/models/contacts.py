"""How to reach a person: sealed, each with its purpose and the person's consent."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.periods import Period
from caucus_site.core.principals import Principal
from members.models.memberships import colleagues_of, people_coordinated_by
from members.models.people import PeriodOfAPersonQuerySet, Person


class ContactDetailQuerySet(PeriodOfAPersonQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The secretariat; the coordinator of a chapter, for its members; colleagues who were allowed; oneself.

        Always only of people whom one may see at all.
        """
        principal = Principal.of(who)
        if not principal.is_signed_in:
            return self.none()
        seen = super().visible_to(principal)
        if principal.may(Right.READ, DataClass.CONTACT):
            return seen
        reachable = Q(person__account=principal.user_id)
        if principal.role == Role.COORDINATOR:
            reachable |= Q(person__in=people_coordinated_by(principal))
        if principal.role in {Role.COORDINATOR, Role.PARLIAMENTARIAN}:
            reachable |= Q(
                person__in=colleagues_of(principal),
                consent=ContactDetail.Consent.GIVEN,
                purposes__contains=[ContactDetail.Purpose.COLLEAGUES],
            )
        return seen.filter(reachable)

    def may_be_used_for(self, purpose: str) -> Self:
        return self.filter(purposes__contains=[purpose], consent=ContactDetail.Consent.GIVEN)


@history.tracked
class ContactDetail(Period):
    """One way to reach a person, and what they agreed that it be used for."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        MOBILE = "mobile", _("Mobile")
        MESSENGER = "messenger", _("Messenger (Signal, WhatsApp …)")
        FAX = "fax", _("Fax")
        ADDRESS = "address", _("Postal address")
        SOCIAL = "social", _("Social media")
        OTHER = "other", _("Other")

    class Purpose(models.TextChoices):
        CAUCUS = "caucus", _("Work of the caucus")
        URGENT = "urgent", _("Urgent appeals")
        NEWS = "news", _("News and digests")
        SAFETY = "safety", _("Own safety")
        COLLEAGUES = "colleagues", _("Shown to colleagues of the chapter")
        PRESS = "press", _("Passed on to the press")

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked")
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_details", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = EncryptedTextField(_("address or number"))
    label = models.CharField(_("label"), max_length=60, blank=True, help_text=_("“Office”, “assistant”"))
    purposes = ArrayField(
        models.CharField(max_length=12, choices=Purpose.choices), verbose_name=_("used for"), default=list, blank=True
    )
    consent = models.CharField(_("consent"), max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED)
    consented_on = models.DateField(
        _("answered on"), null=True, blank=True, help_text=_("When consent was given, refused or withdrawn.")
    )
    is_preferred = models.BooleanField(_("preferred"), default=False)

    objects = ContactDetailQuerySet.as_manager()

    data_class = DataClass.CONTACT

    class Meta(Period.Meta):
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        ordering = ["person", "kind", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="consent_has_a_day",
                condition=Q(consent="not_asked", consented_on__isnull=True)
                | Q(~Q(consent="not_asked"), consented_on__isnull=False),
                violation_error_message=_("An answer about consent has a day, and a day has an answer."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(is_preferred=True),
                name="one_preferred_contact_of_a_kind",
                violation_error_message=_("Another contact of this kind is already preferred."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}".strip()

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.EMAIL and self.value:
            try:
                validate_email(self.value.strip())
            except ValidationError:
                raise ValidationError({"value": __("This is not an e-mail address; correct it.")}) from None
        if self.consent != self.Consent.NOT_ASKED and not self.consented_on:
            raise ValidationError({"consented_on": __("Say on which day they answered.")})
        if self.consent == self.Consent.NOT_ASKED and self.consented_on:
            raise ValidationError({"consent": __("There is a day but no answer. Choose what they answered.")})

"""Signatures under statements: who signed as what on that day, and withdrawals, which undo nothing."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.statements import Statement
from advocacy.models.texts import StatementText
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from members.models import Organisation, Person

SIGNED_FACTS = (
    "statement",
    "person",
    "organisation",
    "text",
    "text_hash",
    "signed_at",
    "signed_on",
    "signed_as_name",
    "signed_as_title",
    "party",
    "chamber",
    "country",
    "standing",
    "door",
    "entered_by",
)

FREEZE_TEXT_HASH = """
    IF NEW.text_id IS NOT NULL THEN
        SELECT text_hash INTO NEW.text_hash
            FROM advocacy_statementtext WHERE id = NEW.text_id AND statement_id = NEW.statement_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'The signed text belongs to another statement.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signature_is_under_a_text_of_its_statement';
        END IF;
    END IF;
    RETURN NEW;
"""

SIGNED_STAYS_SIGNED = """
    RAISE EXCEPTION 'What was signed stays signed: its facts do not change. Withdraw the signature, or enter it anew.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_stays_signed';
"""


class EndorsementQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def shown_on(self, day: Any) -> Self:
        """Those not hidden on the day."""
        return self.filter(Q(is_hidden=False) | Q(hidden_until__lt=day))

    def visible_to(self, who: Any) -> Self:
        """Standing, shown signatures of visible signers under visible statements; one's own always.

        The secretariat sees every signature of the people whom it may see: a hidden person's is hidden too.
        """
        principal = Principal.of(who)
        signers = Q(person__isnull=True) | Q(person__in=Person.objects.visible_to(principal))
        signers &= Q(organisation__isnull=True) | Q(organisation__in=Organisation.objects.visible_to(principal))
        if principal.may(Right.READ, DataClass.STATEMENT):
            return self.filter(signers)
        seen = Q(pk__in=self.model.objects.standing().shown_on(principal.day).values("pk"))
        seen &= signers & Q(statement__in=Statement.objects.visible_to(principal))
        if principal.is_signed_in:
            seen |= Q(person__in=circles.own_person(principal))
        return self.filter(seen)


@history.tracked
class Endorsement(Record):
    """One name under one statement. What it was signed as never changes, whatever becomes of seat, party or name.

    To correct a signature that was entered wrongly, delete it and enter it anew: history keeps both. Merging two
    records of one person lifts the trigger `signed_stays_signed` for its transaction, since a person's record is not
    what was signed.
    """

    class Door(models.TextChoices):
        PORTAL = "portal", _("Portal")
        MAIL = "mail", _("Mail")
        STAFF = "staff", _("Entered by staff")
        PAPER = "paper", _("On paper")
        IMPORT = "import", _("Imported")

    class Standing(models.TextChoices):
        SITTING = "sitting", _("Sitting")
        SUSPENDED = "suspended", _("Suspended")
        FORMER = "former", _("Former")
        NEVER = "never", _("Never in parliament")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="endorsements", verbose_name=_("statement"))
    person = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="endorsements", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("organisation"),
    )
    text = models.ForeignKey(
        StatementText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("text signed"),
        help_text=_("The edition that was in front of the signer; empty when an old list does not tell."),
    )
    text_hash = models.CharField(
        _("hash of the text signed"), max_length=64, blank=True, help_text=_("Taken from the text by the database.")
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    signed_on_earliest = earliest_day("signed_on")
    signed_on_latest = latest_day("signed_on")
    signed_as_name = models.CharField(_("signed as: name"), max_length=300)
    signed_as_title = models.CharField(
        _("signed as: title"),
        max_length=300,
        blank=True,
        help_text=_("Member of Parliament, former congressman, chair of …"),
    )
    party = models.CharField(_("party that day"), max_length=300, blank=True)
    chamber = models.CharField(_("chamber that day"), max_length=300, blank=True)
    country = models.CharField(_("country that day"), max_length=120, blank=True)
    standing = models.CharField(_("standing that day"), max_length=12, choices=Standing.choices, blank=True)
    door = models.CharField(_("door"), max_length=10, choices=Door.choices, default=Door.STAFF)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements_entered",
        verbose_name=_("entered by"),
    )
    is_hidden = models.BooleanField(
        _("hidden"),
        default=False,
        help_text=_("The signature counts, but nobody outside the secretariat sees whose it is."),
    )
    hidden_until = models.DateField(
        _("hidden until"),
        null=True,
        blank=True,
        help_text=_("Shown from the day after. Empty: hidden until staff show it."),
    )

    objects = EndorsementQuerySet.as_manager()

    data_class = DataClass.STATEMENT

    class Meta(Record.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["statement", "pk"]
        constraints = [
            *dates_are_real("signed_on"),
            models.CheckConstraint(
                name="a_person_or_an_organisation_signs",
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                violation_error_message=_("Either a person or an organisation signs, not both and not neither."),
            ),
            models.UniqueConstraint(
                fields=["statement", "person"],
                name="a_person_signs_a_statement_once",
                violation_error_message=_("This person has already signed the statement."),
            ),
            models.UniqueConstraint(
                fields=["statement", "organisation"],
                name="an_organisation_signs_a_statement_once",
                violation_error_message=_("This organisation has already signed the statement."),
            ),
            models.CheckConstraint(
                name="only_a_hidden_signature_is_hidden_until_a_day",
                condition=Q(hidden_until__isnull=True) | Q(is_hidden=True),
                violation_error_message=_("Tick “hidden” too, or leave the day empty."),
            ),
            models.CheckConstraint(
                name="a_signature_says_as_whom",
                condition=~Q(signed_as_name=""),
                violation_error_message=_("Write the name as it was signed."),
            ),
            models.CheckConstraint(
                name="a_text_hash_is_sha256",
                condition=Q(text_hash="") | Q(text_hash__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("A hash has 64 hexadecimal digits; leave it empty when no text is known."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="freeze_text_hash", when=pgtrigger.Before, operation=pgtrigger.Insert, func=FREEZE_TEXT_HASH
            ),
            pgtrigger.Trigger(
                name="signed_stays_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*SIGNED_FACTS),
                func=SIGNED_STAYS_SIGNED,
            ),
        ]

    def __str__(self) -> str:
        # A hidden signature must not be given away by a picker, a log line or an admin heading.
        return f"{self.statement_id}-{self.pk}" if self.is_hidden else self.signed_as_name

    def clean(self) -> None:
        super().clean()
        mistakes: dict[str, Any] = {}
        if self.person_id and self.organisation_id:
            mistakes["organisation"] = __("A person or an organisation signs, not both. Empty one of the two.")
        elif not self.person_id and not self.organisation_id:
            mistakes["person"] = __("Say who signed: a person or an organisation.")
        if self.hidden_until and not self.is_hidden:
            mistakes["hidden_until"] = __("Tick “hidden” too, or leave the day empty.")
        if self.text_id and self.statement_id and self.text and self.text.statement_id != self.statement_id:
            mistakes["text"] = __("This text belongs to another statement. Choose an edition of this one.")
        # A new record with a key of its own choice (a fixture) has no row yet.
        before = Endorsement.objects.filter(pk=self.pk).first() if self.pk else None
        if before is not None:
            for field in self._meta.concrete_fields:
                if field.name in SIGNED_FACTS and getattr(before, field.attname) != getattr(self, field.attname):
                    mistakes[field.name] = __(
                        "What was signed stays signed, so this cannot be changed. If it was entered wrongly, delete the"
                        " signature and enter it anew; if the signer steps back, record a withdrawal."
                    )
        if mistakes:
            raise ValidationError(mistakes)


class EndorsementWithdrawalQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The secretariat and the signer: to everybody else a withdrawn signature is simply not there."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.STATEMENT):
            return self.filter(endorsement__in=Endorsement.objects.visible_to(principal))
        if not principal.is_signed_in:
            return self.none()
        seen = Q(endorsement__person__in=circles.own_person(principal))
        if principal.role == Role.COORDINATOR:
            seen |= Q(
                endorsement__statement__chapter__in=circles.chapters_coordinated(principal),
                endorsement__is_hidden=False,
                endorsement__person__in=Person.objects.visible_to(principal),
            )
        return self.filter(seen)


@history.tracked
class EndorsementWithdrawal(Record):
    """That somebody took a signature back, on a day, perhaps with a reason. The signature itself stays on record."""

    endorsement = models.OneToOneField(
        Endorsement, models.CASCADE, related_name="withdrawal", verbose_name=_("signature")
    )
    withdrawn_on = models.DateField(_("withdrawn on"))
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawals_recorded",
        verbose_name=_("recorded by"),
    )

    objects = EndorsementWithdrawalQuerySet.as_manager()

    data_class = DataClass.STATEMENT

    class Meta(Record.Meta):
        verbose_name = _("withdrawal of a signature")
        verbose_name_plural = _("withdrawals of signatures")
        ordering = ["-withdrawn_on", "pk"]

    def __str__(self) -> str:
        return f"{self.endorsement_id}: {self.withdrawn_on}"

    def clean(self) -> None:
        super().clean()
        signed = self.endorsement.signed_on if self.endorsement_id else None
        if signed and self.withdrawn_on and self.withdrawn_on < signed.earliest:
            raise ValidationError(
                {
                    "withdrawn_on": __("It was signed on %(day)s; a withdrawal comes on that day or later.")
                    % {"day": signed}
                }
            )

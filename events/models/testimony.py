"""What a mission was told and shown, and by whom: three tables, so that no one of them gives away the witness."""

import secrets
from pathlib import PurePath
from typing import Any, Self
from uuid import uuid4

import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import CompartmentedQuerySet, Record
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from events.models.missions import FactFindingMission

# No vowels, so that no code spells a word, and nothing that is mistaken for something else in handwriting.
CODE_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"


def new_code() -> str:
    """Eight random signs: made of nothing that is known about the witness, the order or the day."""
    signs = "".join(secrets.choice(CODE_LETTERS) for _sign in range(8))
    return f"{signs[:4]}-{signs[4:]}"


@history.tracked
class Testimony(Record):
    """What one witness said, under a random code instead of a name."""

    class Consent(models.TextChoices):
        QUOTE = "quote", _("May be quoted under the code")
        INFORM = "inform", _("May inform findings, not be quoted")
        INTERNAL = "internal", _("Stays inside the compartment")

    code = models.CharField(_("code"), max_length=9, unique=True, default=new_code, editable=False)
    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        related_name="testimonies",
        verbose_name=_("compartment"),
        help_text=_("Only its named readers will see this testimony; you too only if you are one of them."),
    )
    mission = models.ForeignKey(
        FactFindingMission, models.PROTECT, related_name="testimonies", verbose_name=_("mission")
    )
    consent = models.CharField(_("consent"), max_length=20, choices=Consent.choices, default=Consent.INTERNAL)
    text = EncryptedTextField(_("testimony"), help_text=_("Without names: those belong into the witness's identity."))
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("Code, such as bn, id or km."))
    taken_on = PartialDateField(_("taken on"), null=True, blank=True)
    taken_on_earliest = earliest_day("taken_on")
    taken_on_latest = latest_day("taken_on")
    place = EncryptedTextField(_("place"), blank=True)

    objects = CompartmentedQuerySet.as_manager()

    data_class = DataClass.TESTIMONY

    class Meta(Record.Meta):
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        ordering = ["-pk"]
        constraints = [*dates_are_real("taken_on")]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        check_codes(language=self.language)


class WitnessIdentityQuerySet(CompartmentedQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Named readers of the compartment, and among them only whose role may know witnesses at all."""
        principal = Principal.of(who)
        if not principal.may(Right.READ, DataClass.WITNESS_IDENTITY):
            return self.none()
        return super().visible_to(principal)


@history.tracked
class WitnessIdentity(Record):
    """Who stands behind a code. Deleting this row leaves the testimony, and nobody who can be found through it."""

    testimony = models.OneToOneField(Testimony, models.CASCADE, related_name="identity", verbose_name=_("testimony"))
    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        related_name="witnesses",
        verbose_name=_("compartment"),
        help_text=_("Best a narrower one than that of the testimony: fewer people need the name than the words."),
    )
    name = EncryptedTextField(_("name"))
    contact = EncryptedTextField(
        _("contact"), blank=True, help_text=_("A way to reach the witness that is safe for them.")
    )

    objects = WitnessIdentityQuerySet.as_manager()

    data_class = DataClass.WITNESS_IDENTITY

    class Meta(Record.Meta):
        verbose_name = _("identity of a witness")
        verbose_name_plural = _("identities of witnesses")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(_("Identity no. %(pk)s") % {"pk": self.pk})


def original_path(_evidence: "Evidence", file_name: str) -> str:
    """A random name with the file's ending: what people call their files names people."""
    return f"evidence/originals/{uuid4()}{PurePath(file_name).suffix.lower()[:10]}"


def cleaned_path(_evidence: "Evidence", file_name: str) -> str:
    return f"evidence/cleaned/{uuid4()}{PurePath(file_name).suffix.lower()[:10]}"


@history.tracked
class Evidence(Record):
    """A file that a mission was given or made. The original is kept unaltered; only a cleaned copy is ever served.

    Made by `services.evidence.keep`, which takes the hash while it stores the file.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photograph")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Sound recording")
        DOCUMENT = "document", _("Document")
        SCREENSHOT = "screenshot", _("Screenshot or message")
        OTHER = "other", _("Other")

    code = models.CharField(_("code"), max_length=9, unique=True, default=new_code, editable=False)
    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        related_name="evidence",
        verbose_name=_("compartment"),
        help_text=_("Only its named readers will see this evidence; you too only if you are one of them."),
    )
    mission = models.ForeignKey(FactFindingMission, models.PROTECT, related_name="evidence", verbose_name=_("mission"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    description = EncryptedTextField(_("description"), blank=True)
    original = models.FileField(_("original"), upload_to=original_path, max_length=200)
    original_name = EncryptedTextField(_("name of the file as received"), blank=True, editable=False)
    original_sha256 = models.CharField(
        _("SHA-256 of the original"),
        max_length=64,
        editable=False,
        validators=[RegexValidator(r"^[0-9a-f]{64}$")],
    )
    original_size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    cleaned = models.FileField(_("cleaned copy"), upload_to=cleaned_path, max_length=200, blank=True, editable=False)

    objects = CompartmentedQuerySet.as_manager()

    data_class = DataClass.TESTIMONY

    class Meta(Record.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "original_sha256"],
                name="a_file_is_kept_once_per_mission",
                violation_error_message=_("This very file is already kept for this mission."),
            ),
            models.CheckConstraint(
                name="originals_have_a_sha256",
                condition=Q(original_sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("The hash of the original is missing."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="original_is_kept", fields=["original", "original_sha256", "original_size", "media_type"]
            )
        ]

    def __str__(self) -> str:
        return self.code

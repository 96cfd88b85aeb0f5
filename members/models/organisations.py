"""Parties, chambers, ministries, forums, civil society: whatever acts under a name of its own."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import DataClass
from caucus_site.core.fields import PartialDateField, earliest_day, folded, latest_day, typo_keys
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, dates_are_real
from members.models.countries import Country
from members.models.searching import IsAmong, named_like


class OrganisationQuerySet(RecordQuerySet):
    def search(self, text: str) -> Self:
        """Those one of whose names, of any time or language, holds every word, give or take a typo."""
        own = named_like(text, folded="name_folded", keys="name_keys")
        other = named_like(text, folded="text_folded", keys="text_keys")
        if own is None or other is None:
            return self
        found = Organisation.objects.filter(own | Q(short_name__iexact=text.strip())).order_by().values("pk")
        other_found = OrganisationName.objects.filter(other).order_by().values("organisation")
        return self.filter(IsAmong("pk", found.union(other_found)))

    def chambers(self) -> Self:
        return self.filter(kind=Organisation.Kind.CHAMBER)

    def parties(self) -> Self:
        return self.filter(kind=Organisation.Kind.PARTY)


@history.tracked
class Organisation(Record):
    """A body under its present name; other and former names are rows of their own."""

    class Kind(models.TextChoices):
        PARTY = "party", _("Party")
        CHAMBER = "chamber", _("Chamber of parliament")
        MINISTRY = "ministry", _("Ministry or public authority")
        EMBASSY = "embassy", _("Embassy or consulate")
        INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental body")
        FORUM = "forum", _("Forum or process")
        INTER_PARLIAMENTARY = "inter_parliamentary", _("Inter-parliamentary institution")
        CIVIL_SOCIETY = "civil_society", _("Civil society organisation")
        UNION = "union", _("Trade union")
        EMPLOYERS = "employers", _("Employers' body")
        FOUNDATION = "foundation", _("Foundation")
        DONOR = "donor", _("Donor agency")
        UNIVERSITY = "university", _("University or institute")
        MEDIA = "media", _("Media")
        OTHER = "other", _("Other")

    class InstitutionType(models.TextChoices):
        """Šabič's distinction."""

        ORGAN = "organ", _("Organ of an intergovernmental organisation")
        ASSOCIATION = "association", _("Association of parliamentarians")

    class Stage(models.TextChoices):
        """Cutler's stages of an international parliamentary institution."""

        CONGRESS = "congress", _("Congress")
        ASSEMBLY = "assembly", _("Assembly")
        PARLIAMENT = "parliament", _("Parliament")
        LEGISLATURE = "legislature", _("Legislature")

    name = models.CharField(
        _("name"), max_length=300, help_text=_("The name it goes by today, in English if it has one.")
    )
    name_folded = folded("name")
    name_keys = typo_keys("name")
    short_name = models.CharField(_("short name"), max_length=60, blank=True, help_text=_("“CNRP”, “AIPA”"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
        help_text=_("Empty for a body of several countries."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    founded_on = PartialDateField(_("founded on"), null=True, blank=True)
    founded_on_earliest = earliest_day("founded_on")
    founded_on_latest = latest_day("founded_on")
    dissolved_on = PartialDateField(_("dissolved on"), null=True, blank=True)
    dissolved_on_earliest = earliest_day("dissolved_on")
    dissolved_on_latest = latest_day("dissolved_on")
    website = models.URLField(_("website"), max_length=500, blank=True)
    institution_type = models.CharField(
        _("type of institution"), max_length=12, choices=InstitutionType.choices, blank=True
    )
    stage = models.CharField(_("stage of development"), max_length=12, choices=Stage.choices, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("For a chamber."))
    description = models.TextField(_("description"), blank=True, help_text=_("Anybody may read this."))

    objects = OrganisationQuerySet.as_manager()

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="organisations_by_name"),
            GinIndex(fields=["name_keys"], name="organisation_name_keys"),
            GinIndex(OpClass(F("name_folded"), "gin_trgm_ops"), name="organisation_name_parts"),
        ]
        constraints = [
            *dates_are_real("founded_on", "dissolved_on"),
            models.CheckConstraint(
                name="nothing_is_dissolved_before_it_is_founded",
                condition=Q(founded_on__isnull=True)
                | Q(dissolved_on__isnull=True)
                | Q(founded_on_earliest__lte=F("dissolved_on_latest")),
                violation_error_message=_("It cannot be dissolved before it was founded."),
            ),
            models.CheckConstraint(
                name="only_inter_parliamentary_bodies_have_a_type",
                condition=Q(kind="inter_parliamentary") | Q(institution_type="", stage=""),
                violation_error_message=_("Type and stage are for inter-parliamentary institutions."),
            ),
            models.CheckConstraint(
                name="no_organisation_is_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.founded_on and self.dissolved_on and self.founded_on.earliest > self.dissolved_on.latest:
            raise ValidationError(
                {"dissolved_on": __("It cannot be dissolved before it was founded. Correct one day.")}
            )
        if self.kind != self.Kind.INTER_PARLIAMENTARY and (self.institution_type or self.stage):
            field = "institution_type" if self.institution_type else "stage"
            raise ValidationError(
                {field: __("This is only for inter-parliamentary institutions. Empty it, or change the kind.")}
            )
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": __("An organisation cannot be part of itself.")})


@history.tracked
class OrganisationName(Period):
    """Another name of an organisation: in another language, or of another time."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official name")
        FORMER = "former", _("Former name")
        TRANSLATION = "translation", _("In another language")
        ABBREVIATION = "abbreviation", _("Abbreviation")
        ALIAS = "alias", _("Also met as")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation"))
    text = models.CharField(_("name"), max_length=300)
    text_folded = folded("text")
    text_keys = typo_keys("text")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.ALIAS)
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("A code such as km or bn."))

    data_class = DataClass.REFERENCE

    class Meta(Period.Meta):
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ["organisation", "pk"]
        indexes = [
            GinIndex(fields=["text_keys"], name="organisation_names_keys"),
            GinIndex(OpClass(F("text_folded"), "gin_trgm_ops"), name="organisation_names_parts"),
        ]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "text", "kind", "language", "began_on"],
                name="a_name_of_an_organisation_is_listed_once",
                nulls_distinct=False,
                violation_error_message=_("This name is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        check_codes(language=self.language)


@history.tracked
class Succession(Record):
    """What became of an organisation: one successor a row, so a split has several."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Went on under another form")
        SPLIT = "split", _("Split off")
        MERGED = "merged", _("Merged into")
        SUCCEEDED = "succeeded", _("Succeeded by")

    predecessor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="origins", verbose_name=_("successor"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    happened_on = PartialDateField(_("happened on"), null=True, blank=True)
    happened_on_earliest = earliest_day("happened_on")
    happened_on_latest = latest_day("happened_on")
    note = models.CharField(_("note"), max_length=300, blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["predecessor", "pk"]
        constraints = [
            *dates_are_real("happened_on"),
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="a_succession_is_listed_once",
                violation_error_message=_("This succession is already listed."),
            ),
            models.CheckConstraint(
                name="nothing_succeeds_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("An organisation cannot succeed itself; give it another name instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@history.tracked
class OrganisationIdentifier(Record):
    """What somebody else's register calls the organisation. Within a scheme a value names one organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="identifiers", verbose_name=_("organisation")
    )
    scheme = models.CharField(_("scheme"), max_length=100, help_text=_("“wikidata”, “iati”"))
    value = models.CharField(_("value"), max_length=300)

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("identifier of an organisation")
        verbose_name_plural = _("identifiers of organisations")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="an_identifier_names_one_organisation",
                violation_error_message=_("Another organisation already has this identifier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"

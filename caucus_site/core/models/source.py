"""Where facts are from: a source, and the citation that hangs it on a record and names the field it supports."""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models.record import Record, RecordQuerySet
from caucus_site.core.principals import Principal


class SourceQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.INNER_PROFILE):
            return self.all()
        return self.filter(is_public=True)


@history.tracked
class Source(Record):
    """A document, page, data set or conversation that facts are taken from."""

    class Kind(models.TextChoices):
        PUBLICATION = "publication", _("Publication")
        WEB_PAGE = "web_page", _("Web page")
        NEWS = "news", _("News report")
        DATA_SET = "data_set", _("Data set")
        OFFICIAL_RECORD = "official_record", _("Official record")
        INTERVIEW = "interview", _("Interview or conversation")
        CORRESPONDENCE = "correspondence", _("Correspondence")
        OWN_RECORD = "own_record", _("Own record of the secretariat")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=500)
    author = models.CharField(
        _("author or speaker"),
        max_length=300,
        blank=True,
        help_text=_("For somebody who must not be named, a description such as “an MFA representative”."),
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = PartialDateField(_("published or held on"), null=True, blank=True)
    published_on_earliest = earliest_day("published_on")
    published_on_latest = latest_day("published_on")
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Whether partners and the public may be told of this source.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = SourceQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="source_published_on_edtf",
                condition=Q(published_on__isnull=True) | Q(published_on_earliest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@history.tracked
class Citation(Record):
    """One source for one record, or for one field of it, with the place in the source."""

    class Confidence(models.TextChoices):
        STATED = "stated", _("Stated by the source")
        INFERRED = "inferred", _("Inferred from the source")
        DOUBTFUL = "doubtful", _("Doubtful")

    subject_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("kind of record"))
    subject_id = models.PositiveBigIntegerField(_("record"))
    subject = GenericForeignKey("subject_type", "subject_id")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations_of_it", verbose_name=_("source"))
    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_("The fact that the source supports; empty when it supports the record as a whole."),
    )
    locator = models.CharField(
        _("place in the source"), max_length=200, blank=True, help_text=_("“footnote 12”, “p. 4”")
    )
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.STATED)
    as_of = PartialDateField(_("as of"), null=True, blank=True, help_text=_("The day for which the source says so."))
    note = models.TextField(_("note"), blank=True)

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("source of a fact")
        verbose_name_plural = _("sources of facts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="citation_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "source", "field", "locator"],
                name="a_source_is_cited_once_for_a_fact",
                violation_error_message=_("This source is already cited for this fact."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}{', ' + self.locator if self.locator else ''}"

    def clean(self) -> None:
        super().clean()
        model = self.subject_type.model_class() if self.field and self.subject_type_id else None
        if model is None:
            return
        try:
            model._meta.get_field(self.field)
        except FieldDoesNotExist:
            names = ", ".join(sorted(f.name for f in model._meta.local_concrete_fields if is_a_fact(f)))
            raise ValidationError(
                {
                    "field": __("%(model)s has no field “%(field)s”. It has: %(names)s.")
                    % {"model": model._meta.verbose_name, "field": self.field, "names": names}
                }
            ) from None


def is_a_fact(field: models.Field) -> bool:
    return field.editable and not field.primary_key

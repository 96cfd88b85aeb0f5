"""Traces of the secretariat's larger acts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record


@history.tracked
class ImportBatch(Record):
    """One run of an import that was kept: which file, by whom, and what became of its rows.

    Every history row that the run wrote carries the batch's public id in its context.
    """

    class Format(models.TextChoices):
        POPOLO = "popolo", _("Popolo")

    file_name = models.CharField(_("file"), max_length=300)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    country = models.ForeignKey(
        "members.Country", models.PROTECT, related_name="import_batches", verbose_name=_("country")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_batches",
        verbose_name=_("account"),
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    ambiguous = models.PositiveIntegerField(_("ambiguous"), default=0)
    report = models.JSONField(_("report"), default=dict)

    data_class = DataClass.INNER_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="every_row_of_an_import_is_accounted_for",
                condition=models.Q(
                    rows=models.F("created") + models.F("updated") + models.F("unchanged") + models.F("ambiguous")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.country_id})"

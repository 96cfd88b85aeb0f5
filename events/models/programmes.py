"""Parts of a gathering: its hosts, its programme and its decisions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record
from events.models.gatherings import Gathering
from events.models.parts import PartQuerySet


@history.tracked
class GatheringHost(Record):
    """An organisation that carried a gathering, and in which part."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        HOST = "host", _("Host")
        FUNDER = "funder", _("Funder")
        SUPPORTER = "supporter", _("Supporter")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="hosts", verbose_name=_("gathering"))
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="gatherings_hosted", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role.choices,
        default=Role.ORGANISER,
        help_text=_("Shown wherever the gathering is shown, the role of funder too."),
    )

    objects = PartQuerySet.as_manager()

    data_class = DataClass.PUBLISHED
    part_of = "gathering"

    class Meta(Record.Meta):
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "organisation", "role"],
                name="a_host_is_named_once_in_a_role",
                violation_error_message=_("This organisation is already named in this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


@history.tracked
class ProgrammeItem(Record):
    """One item of a programme, in its order, with hours where they are known."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="programme", verbose_name=_("gathering"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    data_class = DataClass.PUBLISHED
    part_of = "gathering"

    class Meta(Record.Meta):
        verbose_name = _("programme item")
        verbose_name_plural = _("programme")
        ordering = ["gathering", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "position"],
                name="one_programme_item_per_position",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another item has this position."),
            ),
            models.CheckConstraint(
                name="programme_items_end_after_they_start",
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                violation_error_message=_("An item that ends at an hour starts at an earlier one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": __("An item that ends at an hour also starts at one.")})
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": __("An item cannot end before it starts.")})


@history.tracked
class Decision(Record):
    """What a gathering decided, under its number in the minutes."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="decisions", verbose_name=_("gathering"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))

    objects = PartQuerySet.as_manager()

    data_class = DataClass.PUBLISHED
    part_of = "gathering"

    class Meta(Record.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["gathering", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "number"],
                name="decisions_are_numbered_once",
                violation_error_message=_("Another decision of this gathering has this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

"""What mandates and forums rest on: areas, terms of a chamber, and the access that forums grant."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Role
from caucus_site.core.models import Record
from caucus_site.core.periods import Period, PeriodQuerySet
from caucus_site.core.principals import Principal
from members.models.countries import Country
from members.models.holding import held_at_the_same_time, one_at_a_time
from members.models.organisations import Organisation


@history.tracked
class Area(Record):
    """A constituency, province or other area that a seat stands for."""

    class Kind(models.TextChoices):
        CONSTITUENCY = "constituency", _("Constituency")
        REGION = "region", _("Province, state or region")
        LIST = "list", _("Party list or other seats without a place")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=300)
    country = models.ForeignKey(Country, models.PROTECT, related_name="areas", verbose_name=_("country"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.CONSTITUENCY)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="areas_by_name")]

    def __str__(self) -> str:
        return self.name


@history.tracked
class AreaIdentifier(Record):
    """What somebody else's register calls the area."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="identifiers", verbose_name=_("area"))
    scheme = models.CharField(_("scheme"), max_length=100)
    value = models.CharField(_("value"), max_length=300)

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("identifier of an area")
        verbose_name_plural = _("identifiers of areas")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="an_identifier_names_one_area",
                violation_error_message=_("Another area already has this identifier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"


@history.tracked
class ChamberTerm(Period):
    """A legislative period of a chamber: the fifth National Assembly, 2013–2018."""

    chamber = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="terms",
        limit_choices_to={"kind": "chamber"},
        error_messages={"invalid": _("Choose a chamber of parliament.")},
        verbose_name=_("chamber"),
    )
    name = models.CharField(_("name"), max_length=200)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Period.Meta):
        verbose_name = _("term of a chamber")
        verbose_name_plural = _("terms of chambers")
        ordering = ["chamber", "began_on_earliest", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["chamber", "name"],
                name="a_term_of_a_chamber_is_listed_once",
                violation_error_message=_("The chamber already has a term of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ForumAccessQuerySet(PeriodQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The caucus's own people; who may keep it out of a forum is no matter for partners or the public."""
        principal = Principal.of(who)
        if principal.role in {Role.COORDINATOR, Role.PARLIAMENTARIAN}:
            return self.all()
        return super().visible_to(principal)


@history.tracked
class ForumAccess(Period):
    """How far a forum lets the caucus, or somebody else, in, and who may refuse it."""

    class Level(models.TextChoices):
        CLOSED = "closed", _("Closed")
        PARALLEL = "parallel", _("Parallel meeting beside it")
        INVITATION = "invitation", _("By invitation")
        OBSERVER = "observer", _("Observer")
        DELEGATE = "delegate", _("Delegate")
        CONSULTATIVE = "consultative", _("Consultative status")

    forum = models.ForeignKey(Organisation, models.PROTECT, related_name="access_granted", verbose_name=_("forum"))
    level = models.CharField(_("access"), max_length=14, choices=Level.choices)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_held",
        verbose_name=_("whose access"),
        help_text=_("Empty when it is the access of the caucus itself, or of the group named beside."),
    )
    for_whom = models.CharField(
        _("for whom, in words"), max_length=200, blank=True, help_text=_("“civil society”, “parliamentarians”")
    )
    refused_by = models.CharField(
        _("may be refused by"),
        max_length=300,
        blank=True,
        help_text=_("Who can withhold this access, such as “each government for its own delegation”."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = ForumAccessQuerySet.as_manager()

    data_class = DataClass.INNER_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("access to a forum")
        verbose_name_plural = _("access to forums")
        ordering = ["forum", "pk"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "one_level_of_access_at_a_time",
                ["forum", Coalesce("organisation", Value(0)), "for_whom"],
                _("The forum already grants them another access at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum}: {self.get_level_display()}"

    def clean(self) -> None:
        super().clean()
        if not self.forum_id:
            return
        whose = Q(organisation=self.organisation_id) if self.organisation_id else Q(organisation__isnull=True)
        other = held_at_the_same_time(self, whose, forum=self.forum_id, for_whom=self.for_whom)
        if other:
            raise ValidationError(
                {
                    "began_on": __("The forum already grants them “%(level)s” at that time. End that entry first.")
                    % {"level": other.get_level_display()}
                }
            )

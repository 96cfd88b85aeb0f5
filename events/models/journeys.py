"""Where a mission went and whom it met. The people met may be in danger for it: their names are sealed."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Compartment, Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet, dates_are_real
from caucus_site.core.principals import Principal
from events.models.missions import FactFindingMission
from events.models.parts import PartQuerySet


class MissionPlaceQuerySet(PartQuerySet, PeriodQuerySet):
    pass


@history.tracked
class MissionPlace(Period):
    """A stop of the itinerary. It becomes public with the mission."""

    mission = models.ForeignKey(FactFindingMission, models.CASCADE, related_name="places", verbose_name=_("mission"))
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("It becomes public with the mission: a town, not the address of a shelter."),
    )
    country = models.ForeignKey(
        "members.Country", models.PROTECT, related_name="mission_places", verbose_name=_("country")
    )
    purpose = models.TextField(_("purpose"), blank=True)

    objects = MissionPlaceQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN
    part_of = "mission"

    class Meta(Period.Meta):
        verbose_name = _("place visited")
        verbose_name_plural = _("places visited")
        ordering = ["mission", F("began_on_earliest").asc(nulls_last=True), "pk"]
        constraints = [*Period.Meta.constraints]

    def __str__(self) -> str:
        return self.place or str(_("Place no. %(pk)s") % {"pk": self.pk})


class MetQuerySet(RecordQuerySet):
    """Whom a mission met: for those inside it, and for its compartment's readers alone where it has one."""

    def _of_missions(self, mission: str, who: Any) -> Self:
        principal = Principal.of(who)
        inside = FactFindingMission.objects.visible_to(principal).open_inside_to(principal)
        uncompartmented = Q(**{f"{mission}__compartment__isnull": True})
        reader = Q(**{f"{mission}__compartment__in": Compartment.objects.readable_by(principal)})
        return self.filter(uncompartmented | reader, **{f"{mission}__in": inside})


class OrganisationMetQuerySet(MetQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self._of_missions("place__mission", who)


@history.tracked
class OrganisationMet(Record):
    """An organisation that received a mission at one of its places."""

    place = models.ForeignKey(
        MissionPlace, models.CASCADE, related_name="organisations_met", verbose_name=_("place visited")
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="missions_received", verbose_name=_("organisation")
    )
    note = models.TextField(_("note"), blank=True)

    objects = OrganisationMetQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN

    class Meta(Record.Meta):
        verbose_name = _("organisation met")
        verbose_name_plural = _("organisations met")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "organisation"],
                name="an_organisation_is_met_once_per_place",
                violation_error_message=_("This organisation is already named for this place."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Organisation met, no. %(pk)s") % {"pk": self.pk})


class PersonMetQuerySet(MetQuerySet):
    def visible_to(self, who: Any) -> Self:
        return self._of_missions("mission", who)


@history.tracked
class PersonMet(Record):
    """Somebody whom a mission met: an official, a worker, a lawyer. The name is sealed; a description may do."""

    mission = models.ForeignKey(
        FactFindingMission, models.CASCADE, related_name="people_met", verbose_name=_("mission")
    )
    name = EncryptedTextField(
        _("name or description"), help_text=_("“A domestic worker from Java” will do. It is encrypted either way.")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people_met",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=200, blank=True, help_text=_("“labour attaché”, “shelter resident”"))
    met_on = PartialDateField(_("met on"), null=True, blank=True)
    met_on_earliest = earliest_day("met_on")
    met_on_latest = latest_day("met_on")

    objects = PersonMetQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN

    class Meta(Record.Meta):
        verbose_name = _("person met")
        verbose_name_plural = _("people met")
        ordering = ["mission", "pk"]
        constraints = [*dates_are_real("met_on")]

    def __str__(self) -> str:
        return str(_("Person met, no. %(pk)s") % {"pk": self.pk})

"""What grants pay for, and what members and hosts put in themselves."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models.funding import Grant
from advocacy.models.money import (
    CurrencyField,
    amount_field,
    amounts_are_money,
    exactly_one,
    needs_currency,
    needs_exactly_one,
)
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from members.models import Person


@history.tracked
class Allocation(Record):
    """What a grant pays for: one activity, so that it can be said what stops when the grant ends."""

    ACTIVITIES = ("gathering", "mission", "campaign", "statement", "chapter")

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="allocations", verbose_name=_("grant"))
    gathering = models.ForeignKey(
        "events.Gathering",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("gathering"),
    )
    mission = models.ForeignKey(
        "events.FactFindingMission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("mission"),
    )
    campaign = models.ForeignKey(
        "advocacy.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("campaign"),
    )
    statement = models.ForeignKey(
        "advocacy.Statement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("statement"),
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("running costs of the chapter"),
    )
    budget_line = models.CharField(_("budget line"), max_length=120, blank=True)
    amount = amount_field()
    currency = CurrencyField(_("currency"), blank=True)
    note = models.TextField(_("note"), blank=True)

    data_class = DataClass.MONEY

    class Meta(Record.Meta):
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["grant", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_allocation_pays_for_exactly_one_activity",
                condition=exactly_one("gathering", "mission", "campaign", "statement", "chapter"),
                violation_error_message=_("An allocation pays for exactly one activity. Enter one line for each."),
            ),
            *amounts_are_money("an_allocation"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.budget_line or self.pk}"

    def clean(self) -> None:
        super().clean()
        needs_exactly_one(
            self, self.ACTIVITIES, __("An allocation pays for exactly one activity. Enter one line for each.")
        )
        needs_currency(self)


class ContributionQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """As money is, and as far as one may know of the person who gave it."""
        principal = Principal.of(who)
        givers = Q(by_person__isnull=True) | Q(by_person__in=Person.objects.visible_to(principal))
        return super().visible_to(principal).filter(givers)


@history.tracked
class Contribution(Record):
    """What somebody put in from an own budget or in kind, towards one activity."""

    class Kind(models.TextChoices):
        OWN_BUDGET = "own_budget", _("Own budget")
        IN_KIND = "in_kind", _("In kind")

    GIVERS = ("by_person", "by_organisation")
    ACTIVITIES = ("gathering", "mission", "campaign", "chapter")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    what = models.CharField(_("what"), max_length=300, help_text=_("Own flight, hall, interpreters, staff time"))
    by_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("by (person)"),
    )
    by_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("by (organisation)"),
    )
    gathering = models.ForeignKey(
        "events.Gathering",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("towards the gathering"),
    )
    mission = models.ForeignKey(
        "events.FactFindingMission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("towards the mission"),
    )
    campaign = models.ForeignKey(
        "advocacy.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("towards the campaign"),
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("towards the chapter"),
    )
    given_on = PartialDateField(_("given on"), null=True, blank=True)
    given_on_earliest = earliest_day("given_on")
    given_on_latest = latest_day("given_on")
    amount = amount_field()
    currency = CurrencyField(_("currency"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ContributionQuerySet.as_manager()

    data_class = DataClass.MONEY

    class Meta(Record.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-pk"]
        constraints = [
            *dates_are_real("given_on"),
            models.CheckConstraint(
                name="a_contribution_has_exactly_one_giver",
                condition=exactly_one("by_person", "by_organisation"),
                violation_error_message=_(
                    "Name the person or the organisation that gave it, not both and not neither."
                ),
            ),
            models.CheckConstraint(
                name="a_contribution_is_towards_exactly_one_activity",
                condition=exactly_one("gathering", "mission", "campaign", "chapter"),
                violation_error_message=_("A contribution is towards exactly one activity. Enter one for each."),
            ),
            *amounts_are_money("a_contribution"),
        ]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        needs_exactly_one(self, self.GIVERS, __("Name the person or the organisation that gave it: one of the two."))
        needs_exactly_one(
            self, self.ACTIVITIES, __("A contribution is towards exactly one activity. Enter one for each.")
        )
        needs_currency(self)

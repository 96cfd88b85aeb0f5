"""Action plans that a gathering adopts, and what became of each item."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet, dates_are_real
from caucus_site.core.principals import Principal
from events.models.gatherings import Gathering
from events.models.missions import FactFindingMission
from members.models import Person


class ActionPlanQuerySet(PeriodQuerySet):
    def visible_to(self, who: Any) -> Self:
        """For whoever shares the inner side of the gathering that adopted it; for everybody once it is public."""
        principal = Principal.of(who)
        public = Q(is_public=True, gathering__in=Gathering.objects.published())
        return self.filter(public | Q(gathering__in=Gathering.objects.open_inside_to(principal)))


@history.tracked
class ActionPlan(Period):
    """What an assembly resolved to do, for a period."""

    gathering = models.ForeignKey(
        Gathering, models.PROTECT, related_name="action_plans", verbose_name=_("adopted by the gathering")
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown with the gathering, items and their owners included.")
    )

    objects = ActionPlanQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Period.Meta):
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["gathering", "title"],
                name="a_gathering_adopts_a_plan_once",
                violation_error_message=_("This gathering already has an action plan of this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionItemQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """With the plan, and never with an owner who is hidden."""
        principal = Principal.of(who)
        known = Q(owner_person__isnull=True) | Q(owner_person__in=Person.objects.visible_to(principal))
        return self.filter(known, plan__in=ActionPlan.objects.visible_to(principal))

    def unfinished(self) -> Self:
        return self.filter(state__in=[ActionItem.State.OPEN, ActionItem.State.UNDER_WAY])

    def overdue_on(self, day: datetime.date) -> Self:
        """Unfinished ones whose last possible due day has passed."""
        return self.unfinished().filter(due_on_latest__lt=day)


@history.tracked
class ActionItem(Record):
    """One thing to be done, by whom, until when, and what fulfilled it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="items", verbose_name=_("action plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("what is to be done"))
    owner_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("owner: person"),
    )
    owner_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("owner: organisation"),
    )
    owner_chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("owner: chapter"),
    )
    due_on = PartialDateField(_("due on"), null=True, blank=True)
    due_on_earliest = earliest_day("due_on")
    due_on_latest = latest_day("due_on")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OPEN)
    fulfilled_on = PartialDateField(_("fulfilled on"), null=True, blank=True)
    fulfilled_on_earliest = earliest_day("fulfilled_on")
    fulfilled_on_latest = latest_day("fulfilled_on")
    fulfilment = models.TextField(_("what fulfilled it"), blank=True)
    fulfilled_by_gathering = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items_fulfilled",
        verbose_name=_("fulfilled by the gathering"),
    )
    fulfilled_by_mission = models.ForeignKey(
        FactFindingMission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items_fulfilled",
        verbose_name=_("fulfilled by the mission"),
    )

    objects = ActionItemQuerySet.as_manager()

    data_class = DataClass.CAMPAIGN_WORK

    class Meta(Record.Meta):
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["plan", "number"]
        constraints = [
            *dates_are_real("due_on", "fulfilled_on"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="action_items_are_numbered_once_per_plan",
                violation_error_message=_("Another item of this plan has this number."),
            ),
            models.CheckConstraint(
                name="an_action_item_has_one_owner_at_most",
                condition=Q(owner_organisation__isnull=True, owner_chapter__isnull=True)
                | Q(owner_person__isnull=True, owner_chapter__isnull=True)
                | Q(owner_person__isnull=True, owner_organisation__isnull=True),
                violation_error_message=_("An action item has one owner: a person, an organisation or a chapter."),
            ),
            models.CheckConstraint(
                name="only_what_is_done_has_a_day_of_fulfilment",
                condition=Q(fulfilled_on__isnull=True) | Q(state="done"),
                violation_error_message=_("Only an item that is done has a day on which it was fulfilled."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    def clean(self) -> None:
        super().clean()
        owners = [
            field
            for field in ("owner_person", "owner_organisation", "owner_chapter")
            if getattr(self, f"{field}_id") is not None
        ]
        if len(owners) > 1:
            raise ValidationError(
                {owners[-1]: __("An action item has one owner, so that one answers for it. Clear the others.")}
            )
        if self.fulfilled_on and self.state != self.State.DONE:
            raise ValidationError({"fulfilled_on": __("Set the state to done, or clear the day of fulfilment.")})

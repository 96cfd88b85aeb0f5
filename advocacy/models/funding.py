"""Money received: funders, grants, and what is owed to a funder by when."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.money import CurrencyField, amount_field, amounts_are_money, needs_currency
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Role
from caucus_site.core.models import Record
from caucus_site.core.periods import Period, PeriodQuerySet
from caucus_site.core.principals import Principal


@history.tracked
class Funder(Record):
    """An organisation that gives, or has given, money. What staff must know of it is seen by finance officers only."""

    organisation = models.OneToOneField(
        "members.Organisation", models.PROTECT, related_name="funder", verbose_name=_("organisation")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Contact, wishes, what not to ask of them."))

    data_class = DataClass.MONEY

    class Meta(Record.Meta):
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ["organisation"]

    def __str__(self) -> str:
        return str(self.organisation)


class GrantQuerySet(PeriodQuerySet):
    def ending_within(self, day: datetime.date, days: int) -> Self:
        """Those that end in the given number of days from the day, both days included.

        An end known as a year ends, for this purpose, on its first possible day: better warned too early.
        """
        return self.exclude(state__in=[Grant.State.APPLIED, Grant.State.REFUSED, Grant.State.CLOSED]).filter(
            ended_on_latest__gte=day, ended_on_earliest__lte=day + datetime.timedelta(days=days)
        )

    def endings_visible_to(self, who: Any) -> QuerySet[Any, dict[str, Any]]:
        """Title and end, nothing else, for people who plan work that a grant pays for but see no money.

        The whole secretariat, and coordinators for grants of their own chapter. Rows are dictionaries, so that no
        amount or funder can be reached from them.
        """
        principal = Principal.of(who)
        if principal.is_secretariat:
            grants = self.all()
        elif principal.role == Role.COORDINATOR:
            grants = self.filter(chapter__in=circles.chapters_coordinated(principal))
        else:
            grants = self.none()
        return grants.order_by("ended_on_earliest", "title").values("title", "ended_on", "ended_on_earliest")


@history.tracked
class Grant(Period):
    """Money promised or received for a period, with what it may be spent on. It runs from `began_on` to `ended_on`."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied for")
        REFUSED = "refused", _("Refused")
        PROMISED = "promised", _("Promised")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        CLOSED = "closed", _("Closed: reported and settled")

    funder = models.ForeignKey(Funder, models.PROTECT, related_name="grants", verbose_name=_("funder"))
    via_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants_passed_on",
        verbose_name=_("by way of"),
        help_text=_("Who manages the money for the funder, such as the British Council for DfID."),
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("All staff see title and end day on the start page: name no amount here."),
    )
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    chapter = models.ForeignKey(
        "members.Chapter", models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("chapter")
    )
    amount = amount_field()
    currency = CurrencyField(_("currency"), blank=True, help_text=_("ISO code: EUR, USD, BDT."))
    restrictions = models.TextField(
        _("restrictions"), blank=True, help_text=_("What it may not pay for, or only pays for: “no office space”.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    end_reason = models.TextField(_("why it ended"), blank=True, help_text=_("“No reason was given” is an answer too."))

    objects = GrantQuerySet.as_manager()

    data_class = DataClass.MONEY

    class Meta(Period.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ended_on_earliest"], name="grant_ends")]
        constraints = [*Period.Meta.constraints, *amounts_are_money("a_grant")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        needs_currency(self)


@history.tracked
class GrantDeadline(Record):
    """Something owed to the funder by a day."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        CLAIM = "claim", _("Claim")
        RENEWAL = "renewal", _("Renewal or new application")

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="deadlines", verbose_name=_("grant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    data_class = DataClass.MONEY

    class Meta(Record.Meta):
        verbose_name = _("deadline of a grant")
        verbose_name_plural = _("deadlines of grants")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "kind", "due_on"],
                name="a_deadline_is_entered_once",
                violation_error_message=_("This deadline is already entered."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.due_on}"

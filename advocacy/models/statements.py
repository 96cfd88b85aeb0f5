"""Statements of the caucus: where they came from, in which state they are, and who sees them when."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import dates_are_real
from caucus_site.core.principals import Principal
from events.models.vocabulary import validate_time_zone


class StatementQuerySet(RecordQuerySet):
    def issued(self) -> Self:
        """Those that went out and are past their embargo; one withdrawn afterwards stays, as withdrawn."""
        return self.filter(
            Q(state__in=[Statement.State.PUBLISHED, Statement.State.WITHDRAWN], issued_on__isnull=False)
            & (Q(embargo_until__isnull=True) | Q(embargo_until__lte=Now()))
        )

    def visible_to(self, who: Any) -> Self:
        """The public sees what was issued; members also what is open for signature, what they signed, what they are
        invited to, and what their chapter adopted; coordinators every draft of their own chapter."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.STATEMENT):
            return self.all()
        seen = Q(pk__in=self.model.objects.issued().values("pk"))
        if principal.is_signed_in:
            me = circles.own_person(principal)
            seen |= Q(pk__in=self.model.objects.filter(invitations__person__in=me).values("pk"))
            seen |= Q(pk__in=self.model.objects.filter(endorsements__person__in=me).values("pk"))
        if principal.role in {Role.PARLIAMENTARIAN, Role.COORDINATOR}:
            seen |= Q(state=Statement.State.OPEN)
            seen |= Q(state=Statement.State.ADOPTED, chapter__in=circles.chapters_joined(principal))
        if principal.role == Role.COORDINATOR:
            seen |= Q(chapter__in=circles.chapters_coordinated(principal))
        return self.filter(seen)

    def with_endorsement_count(self) -> Self:
        """Adds `endorsement_count`: all signatures that stand, by which thresholds are judged."""
        return self._with_count_of(apps.get_model("advocacy.Endorsement").objects.all())

    def with_visible_endorsement_count(self, who: Any) -> Self:
        """Adds `endorsement_count`: of the signatures that stand those that `who` may see."""
        return self._with_count_of(apps.get_model("advocacy.Endorsement").objects.visible_to(who))

    def _with_count_of(self, endorsements: Any) -> Self:
        counted = (
            endorsements.standing()
            .filter(statement=OuterRef("pk"))
            .order_by()
            .values("statement")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return self.annotate(endorsement_count=Coalesce(Subquery(counted), 0))

    def awaiting_adoption(self, moment: datetime.datetime) -> Self:
        """Those in review, and those open for signature whose window has closed or whose threshold is reached."""
        return self.with_endorsement_count().filter(
            Q(state=Statement.State.REVIEW)
            | Q(state=Statement.State.OPEN)
            & (Q(closes_at__lte=moment) | Q(threshold__isnull=False, endorsement_count__gte=F("threshold")))
        )

    def open_at(self, moment: datetime.datetime) -> Self:
        """Those that take signatures at the moment."""
        return self.filter(
            Q(state=Statement.State.OPEN)
            & (Q(opens_at__isnull=True) | Q(opens_at__lte=moment))
            & (Q(closes_at__isnull=True) | Q(closes_at__gt=moment))
        )


@history.tracked
class Statement(Record):
    """What the caucus, a chapter or a partner says in public: from draft to publication, and perhaps withdrawal."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("Declaration")
        STATEMENT = "statement", _("Statement")
        JOINT_STATEMENT = "joint_statement", _("Joint statement")
        RESOLUTION = "resolution", _("Resolution")
        OPEN_LETTER = "open_letter", _("Open letter")
        URGENT_APPEAL = "urgent_appeal", _("Urgent appeal")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        OPEN = "open", _("Open for signature")
        ADOPTED = "adopted", _("Adopted")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=State.choices,
        default=State.DRAFT,
        help_text=_(
            "Drafts are seen by the secretariat, the chapter's coordinators and who is invited; published ones by all."
        ),
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("chapter"),
        help_text=_("Whose statement it is. Its coordinators see and write the draft."),
    )
    issued_by = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_issued",
        verbose_name=_("issued by"),
        help_text=_("Only when another organisation issued it, such as APHR."),
    )
    gathering = models.ForeignKey(
        "events.Gathering",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("gathering"),
    )
    mission = models.ForeignKey(
        "events.FactFindingMission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("mission"),
    )
    incident = models.ForeignKey(
        "members.Incident", models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("incident")
    )
    campaign = models.ForeignKey(
        "advocacy.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("campaign"),
    )
    forwarded_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forwarded_as",
        verbose_name=_("forwarded from"),
        help_text=_("The statement of another chapter that this one takes up."),
    )
    adopted_on = PartialDateField(_("adopted on"), null=True, blank=True)
    adopted_on_earliest = earliest_day("adopted_on")
    adopted_on_latest = latest_day("adopted_on")
    issued_on = PartialDateField(
        _("issued on"), null=True, blank=True, help_text=_("The day it went out. Empty until it is published.")
    )
    issued_on_earliest = earliest_day("issued_on")
    issued_on_latest = latest_day("issued_on")
    opens_at = models.DateTimeField(_("signing opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("signing closes at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("In which the window is announced: Asia/Dhaka."),
    )
    threshold = models.PositiveIntegerField(
        _("threshold"), null=True, blank=True, help_text=_("With this many signatures it is put forward for adoption.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nobody outside sees it before, even when it is published."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("For the secretariat; never published."))

    objects = StatementQuerySet.as_manager()

    data_class = DataClass.STATEMENT

    class Meta(Record.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="statement_state"),
            models.Index(fields=["issued_on_latest"], name="statement_issued"),
        ]
        constraints = [
            *dates_are_real("adopted_on", "issued_on"),
            models.CheckConstraint(
                name="signing_closes_after_it_opens",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Signing cannot close before it opens."),
            ),
            models.CheckConstraint(
                name="a_published_statement_has_a_day_of_issue",
                condition=~Q(state="published") | Q(issued_on__isnull=False),
                violation_error_message=_("A published statement says when it was issued; a year is enough."),
            ),
            # Otherwise withdrawing a draft that carries an intended day would publish its existence.
            models.CheckConstraint(
                name="only_what_went_out_has_a_day_of_issue",
                condition=Q(issued_on__isnull=True) | Q(state__in=["published", "withdrawn"]),
                violation_error_message=_("The day of issue stays empty until the statement is published."),
            ),
            models.CheckConstraint(
                name="a_statement_is_not_forwarded_from_itself",
                condition=~Q(forwarded_from=F("id")),
                violation_error_message=_("A statement cannot be forwarded from itself."),
            ),
            models.CheckConstraint(
                name="a_threshold_is_at_least_one",
                condition=Q(threshold__isnull=True) | Q(threshold__gte=1),
                violation_error_message=_("A threshold is at least one signature; leave it empty for none."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        mistakes: dict[str, str] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            mistakes["closes_at"] = __("Signing closes before it opens. Set a later end, or leave it empty.")
        if self.state == self.State.PUBLISHED and not self.issued_on:
            mistakes["issued_on"] = __("A published statement says when it was issued; a month or a year is enough.")
        if self.issued_on and self.state not in {self.State.PUBLISHED, self.State.WITHDRAWN}:
            mistakes["issued_on"] = __("It has not been published yet: leave this empty, publishing fills it in.")
        if self.pk and self.forwarded_from_id == self.pk:
            mistakes["forwarded_from"] = __("A statement cannot be forwarded from itself. Choose the other chapter's.")
        if mistakes:
            raise ValidationError(mistakes)

    def takes_signatures_at(self, moment: datetime.datetime) -> bool:
        """The same rule as `open_at`, for one statement in hand."""
        return (
            self.state == self.State.OPEN
            and (self.opens_at is None or self.opens_at <= moment)
            and (self.closes_at is None or moment < self.closes_at)
        )

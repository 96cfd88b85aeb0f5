"""Fact-finding missions: who sent them, on what terms, who went, and where."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.models import Compartment, Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet
from caucus_site.core.principals import Principal
from events.models.parts import chapters_shared_by, published_now
from events.models.vocabulary import Capacity
from members.models import Chapter, Person


class MissionQuerySet(PeriodQuerySet):
    def published(self) -> Self:
        """Those that everybody may know of at this moment."""
        return self.filter(published_now())

    def open_inside_to(self, who: Any) -> Self:
        """Those whose plan the principal shares, before and after publication.

        The secretariat; coordinators for their chapters; delegates; named readers of the mission's compartment; and
        members of the responsible chapter, unless the mission has a compartment: then being a member is not enough.
        """
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.MISSION_PLAN):
            return self.all()
        return self.filter(self._inside(principal))

    def visible_to(self, who: Any) -> Self:
        """A member's own mission says who the member is, so it is hidden together with the member."""
        principal = Principal.of(who)
        known = Q(initiating_person__isnull=True) | Q(initiating_person__in=Person.objects.visible_to(principal))
        if principal.may(Right.READ, DataClass.MISSION_PLAN):
            return self.filter(known)
        return self.filter(known, published_now() | self._inside(principal))

    def _inside(self, principal: Principal) -> Q:
        if not principal.is_signed_in:
            return Q(pk__in=[])
        shared = Q(Exists(Delegate.objects.filter(mission=OuterRef("pk"), person__account=principal.user_id)))
        shared |= Q(compartment__in=Compartment.objects.readable_by(principal))
        shared |= Q(chapter__in=chapters_shared_by(principal), compartment__isnull=True)
        return shared | Q(chapter__in=Chapter.objects.coordinated_by(principal))


@history.tracked
class FactFindingMission(Period):
    """A visit to see and hear for oneself; its days are those in the field.

    The caucus, a chapter, a partner or a single member may start one. What was heard stays in compartments; the
    findings become public with the mission.
    """

    class InitiatorKind(models.TextChoices):
        CAUCUS = "caucus", _("The caucus")
        CHAPTER = "chapter", _("A chapter")
        MEMBER = "member", _("A single member")
        PARTNER = "partner", _("A partner organisation")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        PREPARING = "preparing", _("Preparing")
        IN_THE_FIELD = "in_the_field", _("In the field")
        REPORTING = "reporting", _("Reporting")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    title = models.CharField(_("title"), max_length=300)
    initiator_kind = models.CharField(
        _("started by"), max_length=20, choices=InitiatorKind.choices, default=InitiatorKind.CAUCUS
    )
    initiating_chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions_started",
        verbose_name=_("chapter that started it"),
    )
    initiating_person = models.ForeignKey(
        "members.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions_started",
        verbose_name=_("member who started it"),
        help_text=_("If this member is hidden, so is the mission."),
    )
    initiating_organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions_started",
        verbose_name=_("partner who started it"),
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("responsible chapter"),
        help_text=_("Its members see the plan before publication, unless the mission has a compartment."),
    )
    caucus_link = models.TextField(
        _("tie to the caucus"),
        blank=True,
        help_text=_("How an independent mission is tied to the caucus, and what the caucus gives it."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PROPOSED)
    terms_of_reference = models.TextField(_("terms of reference"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("A summary for everybody, once published."))
    compartment = models.ForeignKey(
        "core.Compartment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("compartment"),
        help_text=_("Closes the plan and the people met to all but the secretariat, delegates and named readers."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Everybody, partner systems included, sees the mission, its places and its findings from then on."),
    )
    published_at = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Empty: as soon as it is marked public.")
    )

    objects = MissionQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN

    class Meta(Period.Meta):
        verbose_name = _("fact-finding mission")
        verbose_name_plural = _("fact-finding missions")
        ordering = [F("began_on_earliest").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(F("began_on_earliest").desc(nulls_last=True), F("id").desc(), name="mission_by_day")]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="a_mission_names_the_initiator_of_its_kind",
                condition=Q(
                    initiator_kind="caucus",
                    initiating_chapter__isnull=True,
                    initiating_person__isnull=True,
                    initiating_organisation__isnull=True,
                )
                | Q(
                    initiator_kind="chapter",
                    initiating_chapter__isnull=False,
                    initiating_person__isnull=True,
                    initiating_organisation__isnull=True,
                )
                | Q(
                    initiator_kind="member",
                    initiating_chapter__isnull=True,
                    initiating_person__isnull=False,
                    initiating_organisation__isnull=True,
                )
                | Q(
                    initiator_kind="partner",
                    initiating_chapter__isnull=True,
                    initiating_person__isnull=True,
                    initiating_organisation__isnull=False,
                ),
                violation_error_message=_("Name the one who started the mission, and nobody else."),
            ),
            models.CheckConstraint(
                name="public_missions_are_published_or_closed",
                condition=Q(is_public=False) | Q(state__in=["published", "closed"]),
                violation_error_message=_("Only a published or closed mission can be public."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.began_on})" if self.began_on else self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        fields = {
            self.InitiatorKind.CHAPTER: ("initiating_chapter", __("Name the chapter that started the mission.")),
            self.InitiatorKind.MEMBER: ("initiating_person", __("Name the member who started the mission.")),
            self.InitiatorKind.PARTNER: ("initiating_organisation", __("Name the partner who started the mission.")),
        }
        for kind, (field, missing) in fields.items():
            is_named = getattr(self, f"{field}_id") is not None
            if kind == self.initiator_kind and not is_named:
                errors[field] = missing
            elif kind != self.initiator_kind and is_named:
                errors[field] = __("The mission was started by another (“%(kind)s”): clear this, or correct that.") % {
                    "kind": self.get_initiator_kind_display()
                }
        if self.is_public and self.state not in {self.State.PUBLISHED, self.State.CLOSED}:
            errors["is_public"] = __(
                "Only a published or closed mission can be public. Set its state to published first."
            )
        if errors:
            raise ValidationError(errors)


class DelegateQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Never without the person. Before publication the inner circle; then also those named in public."""
        principal = Principal.of(who)
        missions = FactFindingMission.objects.visible_to(principal)
        named = Q(is_public=True, mission__in=missions.published())
        shared = Q(mission__in=missions.open_inside_to(principal))
        return self.filter(named | shared, person__in=Person.objects.visible_to(principal))


@history.tracked
class Delegate(Record):
    """One person on a mission, in the capacity and for the country of those days."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Head of delegation")
        MEMBER = "member", _("Member of the delegation")
        STAFF = "staff", _("Staff")
        INTERPRETER = "interpreter", _("Interpreter")
        EXPERT = "expert", _("Expert")

    mission = models.ForeignKey(FactFindingMission, models.CASCADE, related_name="delegates", verbose_name=_("mission"))
    # Former members may be delegates: they are the continuity between elections.
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="delegations", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    capacity = models.CharField(
        _("capacity"),
        max_length=20,
        choices=Capacity.choices,
        blank=True,
        help_text=_("As on those days. It stays when the person's seat or office changes later."),
    )
    capacity_text = models.CharField(_("in words"), max_length=200, blank=True)
    country = models.ForeignKey(
        "members.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("delegate of"),
        help_text=_("As on those days."),
    )
    is_public = models.BooleanField(
        _("named in public"),
        default=False,
        help_text=_("Whether everybody may read that this person went, once the mission is published. Ask first."),
    )

    objects = DelegateQuerySet.as_manager()

    data_class = DataClass.MISSION_PLAN

    class Meta(Record.Meta):
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["mission", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "person"],
                name="a_person_is_a_delegate_once_per_mission",
                violation_error_message=_("This person is already a delegate of this mission."),
            ),
        ]

    def __str__(self) -> str:
        # Without the name: lists of what a deletion takes along show rows whose person may be hidden.
        return f"{self.get_role_display()} no. {self.pk}"

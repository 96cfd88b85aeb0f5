"""Who belongs to a chapter, who holds an office in it, and who may act for whom."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.periods import Period
from caucus_site.core.principals import Principal
from members.models.chapters import Chapter
from members.models.holding import held_at_the_same_time, one_at_a_time
from members.models.people import INSIDE, PeriodOfAPersonQuerySet, Person


class MembershipQuerySet(PeriodOfAPersonQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Active memberships of people and chapters one may see; all of one's own and of chapters one coordinates."""
        principal = Principal.of(who)
        seen = super().visible_to(principal).filter(chapter__in=Chapter.objects.visible_to(principal))
        if principal.may(Right.READ, DataClass.INNER_PROFILE):
            return seen
        known = Q(status=Membership.Status.ACTIVE)
        if principal.is_signed_in:
            known |= Q(person__account=principal.user_id)
        if principal.role == Role.COORDINATOR:
            known |= Q(chapter__in=Chapter.objects.coordinated_by(principal))
        return seen.filter(known)

    def active(self) -> Self:
        return self.filter(status=Membership.Status.ACTIVE)

    def present(self) -> Self:
        """Neither lapsed nor left."""
        return self.filter(status__in=Membership.PRESENT)


@history.tracked
class Membership(Period):
    """A person's belonging to a chapter, in one category, for a time."""

    class Category(models.TextChoices):
        SITTING = "sitting", _("Sitting parliamentarian")
        FORMER = "former", _("Former parliamentarian")
        STAFF = "staff", _("Associate: parliamentary staff")
        CIVIL_SOCIETY = "civil_society", _("Associate: civil society")
        ACADEMIC = "academic", _("Associate: academic")

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        LAPSED = "lapsed", _("Lapsed")
        LEFT = "left", _("Left")

    PRESENT = (Status.INVITED, Status.ACTIVE)

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="memberships", verbose_name=_("chapter"))
    category = models.CharField(_("category"), max_length=14, choices=Category.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.INVITED)

    objects = MembershipQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["chapter", "person__sort_name", "pk"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "one_membership_of_a_chapter_at_a_time",
                ["person", "chapter"],
                _("This person is already a member of this chapter at that time."),
            ),
            models.CheckConstraint(
                name="who_left_has_a_last_day",
                condition=~Q(status="left") | Q(ended_on__isnull=False),
                violation_error_message=_("Say when the member left; a year is enough."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.chapter}"

    def clean(self) -> None:
        super().clean()
        if self.status == self.Status.LEFT and not self.ended_on:
            raise ValidationError({"ended_on": __("Say when the member left; a year is enough.")})
        if not (self.person_id and self.chapter_id):
            return
        other = held_at_the_same_time(self, person=self.person_id, chapter=self.chapter_id)
        if other:
            raise ValidationError(
                {
                    "began_on": ValidationError(
                        __("This person is already a member of this chapter %(period)s. End that membership first."),
                        code="overlaps",
                        params={"period": other.period_in_words()},
                    )
                }
            )


class OfficeQuerySet(PeriodOfAPersonQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Strangers see who speaks for a chapter; its committees and contact points are known inside the caucus."""
        principal = Principal.of(who)
        seen = super().visible_to(principal).filter(chapter__in=Chapter.objects.visible_to(principal))
        if principal.is_secretariat or principal.role in INSIDE:
            return seen
        known = Q(kind__in=Office.PUBLIC)
        if principal.is_signed_in:
            known |= Q(person__account=principal.user_id)
        return seen.filter(known)


@history.tracked
class Office(Period):
    """A task that a person has in a chapter, for a time."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("Chair")
        ADVISORY_COMMITTEE = "advisory_committee", _("Advisory Committee")
        CONVENOR = "convenor", _("Convenor")
        FOCAL_POINT = "focal_point", _("Focal point")
        COORDINATOR = "coordinator", _("Coordinator")

    PUBLIC = (Kind.CHAIR, Kind.CONVENOR)

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices", verbose_name=_("person"))
    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="offices", verbose_name=_("chapter"))
    kind = models.CharField(
        _("office"),
        max_length=20,
        choices=Kind.choices,
        help_text=_("A coordinator with a coordinator's account looks after this chapter and all below it."),
    )
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("“Co-chair”, “Vice-chair”"))

    objects = OfficeQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["chapter", "kind", "person__sort_name", "pk"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "nobody_holds_an_office_twice_at_a_time",
                ["person", "chapter", "kind"],
                _("This person already holds this office at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        if not (self.person_id and self.chapter_id):
            return
        other = held_at_the_same_time(self, person=self.person_id, chapter=self.chapter_id, kind=self.kind)
        if other:
            raise ValidationError(
                {
                    "began_on": __("This person already holds this office %(period)s. End that entry first.")
                    % {"period": other.period_in_words()}
                }
            )


class AideQuerySet(PeriodOfAPersonQuerySet):
    def visible_to(self, who: Any) -> Self:
        """The secretariat, the two concerned, and the coordinator of the member's chapter."""
        principal = Principal.of(who)
        seen = self.filter(acts_for__in=Person.objects.visible_to(principal))
        if principal.may(Right.READ, DataClass.INNER_PROFILE):
            return seen.filter(aide__in=Person.objects.visible_to(principal))
        if not principal.is_signed_in:
            return self.none()
        concerned = Q(acts_for__account=principal.user_id) | Q(aide__account=principal.user_id)
        if principal.role == Role.COORDINATOR:
            concerned |= Q(acts_for__in=people_coordinated_by(principal))
        return seen.filter(concerned)


@history.tracked
class Aide(Period):
    """Somebody who may act for a parliamentarian, for named purposes, until a day."""

    class Purpose(models.TextChoices):
        READ = "read", _("Read what concerns the member")
        ANSWER = "answer", _("Answer invitations")
        REPORT = "report", _("Report parliamentary work")
        PROFILE = "profile", _("Keep the profile up to date")
        SIGN = "sign", _("Sign statements on instruction")

    aide = models.ForeignKey(Person, models.CASCADE, related_name="acts_for", verbose_name=_("aide"))
    acts_for = models.ForeignKey(Person, models.CASCADE, related_name="aides", verbose_name=_("acts for"))
    purposes = ArrayField(models.CharField(max_length=10, choices=Purpose.choices), verbose_name=_("may"), default=list)

    objects = AideQuerySet.as_manager()

    data_class = DataClass.INNER_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("aide")
        verbose_name_plural = _("aides")
        ordering = ["acts_for", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="nobody_is_their_own_aide",
                condition=~Q(aide=F("acts_for")),
                violation_error_message=_("Nobody is their own aide."),
            ),
            models.CheckConstraint(
                name="an_aide_acts_from_a_day_until_a_day",
                condition=Q(began_on__isnull=False, ended_on__isnull=False),
                violation_error_message=_("Say from which day and until which day the aide may act."),
            ),
            models.CheckConstraint(
                name="an_aide_acts_for_named_purposes",
                condition=~Q(purposes=[]),
                violation_error_message=_("Name at least one purpose."),
            ),
            one_at_a_time(
                "an_aide_is_named_once_at_a_time",
                ["aide", "acts_for"],
                _("This aide already acts for this person at that time. Change that entry instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aide} → {self.acts_for}"

    def clean(self) -> None:
        super().clean()
        if self.aide_id and self.aide_id == self.acts_for_id:
            raise ValidationError({"aide": __("Nobody is their own aide.")})
        if not self.began_on:
            raise ValidationError({"began_on": __("Say from which day the aide may act.")})
        if not self.ended_on:
            raise ValidationError({"ended_on": __("Say until which day the aide may act.")})


def people_coordinated_by(principal: Principal) -> Any:
    """The ids of those who are members, on the day, of a chapter that the principal coordinates."""
    chapters = Chapter.objects.coordinated_by(principal)
    return Membership.objects.held_on(principal.day).present().filter(chapter__in=chapters).values("person")


def colleagues_of(principal: Principal) -> Any:
    """The ids of those who share, on the day, a chapter with the account's person."""
    active = Membership.objects.held_on(principal.day).active()
    shared = active.filter(person__account=principal.user_id).values("chapter")
    return active.filter(chapter__in=shared).values("person")

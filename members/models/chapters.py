"""The regional caucus and the national chapters below it: one tree."""

from typing import Any, Self

import pgtrigger
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.fields import PartialDateField, earliest_day, latest_day
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet, dates_are_real
from caucus_site.core.principals import Principal
from members.models.countries import Country
from members.models.holding import one_at_a_time
from members.models.organisations import Organisation

# Walks from the new parent to the root. The lock makes two moves at once wait for each other: each alone may be
# innocent and both together a ring.
REFUSE_RING = """
PERFORM pg_advisory_xact_lock(7310526);
IF NEW.parent_id IS NOT NULL AND EXISTS (
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM members_chapter WHERE id = NEW.parent_id
        UNION
        SELECT c.id, c.parent_id FROM members_chapter c JOIN above a ON c.id = a.parent_id
    )
    SELECT 1 FROM above WHERE id = NEW.id
) THEN
    RAISE EXCEPTION 'A chapter cannot lie below itself' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'no_chapter_lies_below_itself', TABLE = 'members_chapter';
END IF;
RETURN NEW;
"""


class ChapterQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Everybody sees chapters that have been launched; those in formation, the secretariat and their own people."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.PUBLIC_PROFILE):
            return self.all()
        launched = ~Q(state=Chapter.State.FORMING)
        if not principal.is_signed_in:
            return self.filter(launched)
        return self.filter(launched | Q(pk__in=Chapter.objects.of_account(principal)))

    def of_account(self, principal: Principal) -> Self:
        """Those in which the account's person is a member or holds an office on the principal's day."""
        from members.models.memberships import Membership, Office

        if not principal.is_signed_in:
            return self.none()
        mine = {"chapter": OuterRef("pk"), "person__account": principal.user_id}
        member = Membership.objects.filter(**mine).held_on(principal.day).filter(status__in=Membership.PRESENT)
        office = Office.objects.filter(**mine).held_on(principal.day)
        return self.filter(Exists(member) | Exists(office))

    def coordinated_by(self, principal: Principal) -> Self:
        """Those whose coordinator the account's person is on the principal's day, and all chapters below them."""
        from members.models.memberships import Office

        if not principal.is_signed_in or principal.role != Role.COORDINATOR:
            return self.none()
        offices = Office.objects.filter(person__account=principal.user_id, kind=Office.Kind.COORDINATOR)
        named = Chapter.objects.filter(pk__in=offices.held_on(principal.day).values("chapter"))
        return self.filter(pk__in=named.with_descendants().values("pk"))

    def with_member_count(self, who: Any) -> Self:
        """Adds `member_count`: the active members, on the day, whom the principal may see."""
        from members.models.memberships import Membership

        principal = Principal.of(who)
        members = Membership.objects.visible_to(principal).held_on(principal.day).active()
        counted = members.filter(chapter=OuterRef("pk")).order_by().values("chapter")
        number = models.Subquery(counted.annotate(number=models.Count("pk")).values("number"))
        return self.annotate(member_count=Coalesce(number, 0))

    def with_descendants(self) -> Self:
        """These and all chapters below them, in one query at any depth."""
        try:
            top, params = self.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return self.none()
        below = (
            f"WITH RECURSIVE below AS (SELECT id FROM members_chapter WHERE id IN ({top})"  # noqa: S608
            " UNION SELECT c.id FROM members_chapter c JOIN below b ON c.parent_id = b.id) SELECT id FROM below"
        )
        everywhere: Any = Chapter.objects
        return everywhere.filter(pk__in=RawSQL(below, params))  # noqa: S611


@history.tracked
class Chapter(Record):
    """The regional caucus (the root) or one of the chapters below it."""

    class State(models.TextChoices):
        FORMING = "forming", _("Forming")
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Dormant")
        CLOSED = "closed", _("Closed")

    name = models.CharField(_("name"), max_length=300, unique=True, help_text=_("The name it goes by today."))
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("chapter of"),
        help_text=_("Empty only for the regional caucus itself."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chapters",
        verbose_name=_("country"),
        help_text=_("Empty for a regional caucus."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.FORMING)
    launched_on = PartialDateField(_("launched on"), null=True, blank=True)
    launched_on_earliest = earliest_day("launched_on")
    launched_on_latest = latest_day("launched_on")
    vision = models.TextField(_("vision"), blank=True, help_text=_("Published with the chapter."))
    type_note = models.TextField(
        _("what kind of body it is"),
        blank=True,
        help_text=_("“An association of parliamentarians, not an organ of an intergovernmental body.” Published."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", help_text=_("“Asia/Dhaka”: mandates end at its midnight.")
    )

    objects = ChapterQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["name"]
        constraints = [
            *dates_are_real("launched_on"),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(parent__isnull=True),
                nulls_distinct=False,
                name="one_chapter_is_the_root",
                violation_error_message=_("There is already a regional caucus; say which chapter this one belongs to."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_ring",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                func=REFUSE_RING,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_codes(time_zone=self.time_zone)
        if self.parent_id is None:
            if Chapter.objects.filter(parent__isnull=True).exclude(pk=self.pk).exists():
                raise ValidationError(
                    {"parent": __("There is already a regional caucus. Choose the chapter that this one belongs to.")}
                )
        elif self.pk and Chapter.objects.filter(pk=self.pk).with_descendants().filter(pk=self.parent_id).exists():
            raise ValidationError({"parent": __("A chapter cannot lie below itself. Choose one outside its branch.")})


class OfAChapterQuerySet(RecordQuerySet):
    """Rows that anybody may see who may see their chapter."""

    def visible_to(self, who: Any) -> Self:
        return self.filter(chapter__in=Chapter.objects.visible_to(who))


class PeriodOfAChapterQuerySet(OfAChapterQuerySet, PeriodQuerySet):
    pass


@history.tracked
class ChapterName(Period):
    """A name that the chapter bore for a time, or bears in another language."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="names", verbose_name=_("chapter"))
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=35, default="en")

    objects = PeriodOfAChapterQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("name of a chapter")
        verbose_name_plural = _("names of chapters")
        ordering = ["chapter", "began_on_earliest", "pk"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "one_name_in_each_language_at_a_time",
                ["chapter", "language"],
                _("The chapter already has a name in this language at that time. End that one first."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        check_codes(language=self.language)


@history.tracked
class ChapterObjective(Record):
    """One of the chapter's objectives, in the order in which it states them."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="objectives", verbose_name=_("chapter"))
    position = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("objective"))

    objects = OfAChapterQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["chapter", "position"]
        constraints = [
            # Deferred, so that two objectives can change places in one save.
            models.UniqueConstraint(
                fields=["chapter", "position"],
                name="objectives_are_numbered",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another objective has this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text[:80]}"


@history.tracked
class ChapterSupporter(Period):
    """An organisation that carries the chapter, for a time: its secretariat, an initiator, a partner."""

    class Role(models.TextChoices):
        SECRETARIAT = "secretariat", _("Secretariat and host")
        INITIATOR = "initiator", _("Initiator")
        FUNDER = "funder", _("Funder")
        PARTNER = "partner", _("Partner")
        SUPPORTER = "supporter", _("Supporter")

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="supporters", verbose_name=_("chapter"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="chapters_supported", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.SUPPORTER)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PeriodOfAChapterQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("supporting organisation")
        verbose_name_plural = _("supporting organisations")
        ordering = ["chapter", "role", "pk"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "one_role_of_a_supporter_at_a_time",
                ["chapter", "organisation", "role"],
                _("The organisation already has this role at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_role_display()}"

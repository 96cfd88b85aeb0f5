"""What the caucus calls together or takes part in, and who came."""

import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.dates import PartialDate
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet
from caucus_site.core.principals import Principal
from events.models.parts import chapters_shared_by, published_now
from events.models.vocabulary import Capacity, validate_time_zone
from members.models import Chapter, Person

STARTS_THERE = models.Func(F("time_zone"), F("starts_at"), function="timezone", output_field=models.DateTimeField())


class GatheringSeriesQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """A series is known to whoever knows one of its gatherings."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.MISSION_PLAN):
            return self.all()
        return self.filter(Exists(Gathering.objects.visible_to(principal).filter(series=OuterRef("pk"))))


@history.tracked
class GatheringSeries(Record):
    """Gatherings that repeat under one name, such as the annual assemblies."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="gathering_series",
        verbose_name=_("chapter"),
        help_text=_("Empty for the series of another organisation."),
    )
    description = models.TextField(_("description"), blank=True)

    objects = GatheringSeriesQuerySet.as_manager()

    data_class = DataClass.PUBLISHED

    class Meta(Record.Meta):
        verbose_name = _("series of gatherings")
        verbose_name_plural = _("series of gatherings")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GatheringQuerySet(PeriodQuerySet):
    def published(self) -> Self:
        """Those that everybody may know of at this moment."""
        return self.filter(published_now())

    def open_inside_to(self, who: Any) -> Self:
        """Those whose inner side (who is invited, what is planned) the principal shares.

        The secretariat; coordinators for their chapters; members for their own chapters on the principal's day; and
        whoever is on the list of the gathering.
        """
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.MISSION_PLAN):
            return self.all()
        return self.filter(self._inside(principal))

    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.MISSION_PLAN):
            return self.all()
        return self.filter(published_now() | self._inside(principal))

    def _inside(self, principal: Principal) -> Q:
        if not principal.is_signed_in:
            return Q(pk__in=[])
        shared = Q(Exists(Attendance.objects.filter(gathering=OuterRef("pk"), person__account=principal.user_id)))
        shared |= Q(chapter__in=chapters_shared_by(principal))
        return shared | Q(chapter__in=Chapter.objects.coordinated_by(principal))


@history.tracked
class Gathering(Period):
    """An assembly, meeting, workshop or visit: planned, announced, held, put off or called off.

    Its days may be known to the year only. One that is being planned can have hours too, in the time zone of its place.
    """

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("Assembly")
        COMMITTEE_MEETING = "committee_meeting", _("Committee meeting")
        WORKSHOP = "workshop", _("Workshop")
        SEMINAR = "seminar", _("Seminar or conference")
        CONSULTATION = "consultation", _("Consultation")
        EXCHANGE_VISIT = "exchange_visit", _("Exchange visit")
        FIELD_VISIT = "field_visit", _("Field visit")
        SIDE_EVENT = "side_event", _("Side event")
        LAUNCH = "launch", _("Launch")
        MEETING = "meeting", _("Meeting")

    class Level(models.TextChoices):
        GRASSROOTS = "grassroots", _("Grassroots")
        NATIONAL = "national", _("National")
        BILATERAL = "bilateral", _("Bilateral")
        REGIONAL = "regional", _("Regional")
        INTER_REGIONAL = "inter_regional", _("Inter-regional")
        GLOBAL = "global", _("Global")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ANNOUNCED = "announced", _("Announced")
        HELD = "held", _("Held")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    series = models.ForeignKey(
        GatheringSeries, models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name=_("series")
    )
    chapter = models.ForeignKey(
        "members.Chapter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="gatherings",
        verbose_name=_("responsible chapter"),
        help_text=_("Its members see the gathering before it is public. Empty for one that others hold."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PLANNED)

    starts_at = models.DateTimeField(
        _("starts at"),
        null=True,
        blank=True,
        help_text=_("Only where the hour matters, for calendars; otherwise the day is enough."),
    )
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Of the place, such as Asia/Dhaka. Invitations and calendars show the hours in it."),
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    country = models.ForeignKey(
        "members.Country", models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name=_("country")
    )
    parallel_to = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parallel_gatherings",
        verbose_name=_("in parallel to"),
        help_text=_("The forum beside whose meeting this was held, without being part of it."),
    )
    parallel_event = models.CharField(
        _("its meeting"), max_length=300, blank=True, help_text=_("Which of its meetings: “30th General Assembly”.")
    )
    summary = models.TextField(_("summary"), blank=True)

    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Everybody, partner systems included, can see it from then on.")
    )
    published_at = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Empty: as soon as it is marked public.")
    )

    objects = GatheringQuerySet.as_manager()

    data_class = DataClass.PUBLISHED

    class Meta(Period.Meta):
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = [F("began_on_earliest").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(F("began_on_earliest").desc(nulls_last=True), F("id").desc(), name="gathering_by_day")]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="gatherings_end_after_they_start",
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                violation_error_message=_("A gathering that ends at an hour starts at an earlier one."),
            ),
            models.CheckConstraint(
                name="hours_have_a_time_zone",
                condition=Q(starts_at__isnull=True) | ~Q(time_zone=""),
                violation_error_message=_("Hours need the time zone of the place, such as Asia/Dhaka."),
            ),
            # Sorted, and so checked, after `hours_have_a_time_zone`: no zone would stop the arithmetic.
            models.CheckConstraint(
                name="starting_hours_fall_on_the_first_day",
                condition=Q(starts_at__isnull=True)
                | Q(
                    began_on__isnull=False,
                    began_on_earliest__lte=Cast(STARTS_THERE, models.DateField()),
                    began_on_latest__gte=Cast(STARTS_THERE, models.DateField()),
                ),
                violation_error_message=_("The gathering starts at an hour of another day than it begins on."),
            ),
            models.CheckConstraint(
                name="what_is_only_planned_is_not_public",
                condition=Q(is_public=False) | ~Q(state="planned"),
                violation_error_message=_("A gathering that is only planned cannot be public: announce it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.began_on})" if self.began_on else self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.ends_at and not self.starts_at:
            errors["starts_at"] = __("A gathering that ends at an hour also starts at one: enter it, or clear the end.")
        elif self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = __("A gathering cannot end before it starts.")
        if self.starts_at and not self.time_zone:
            errors["time_zone"] = __("Hours need the time zone of the place, such as Asia/Dhaka.")
        if self.starts_at and self.time_zone:
            self._agree_on_the_day(self.starts_at, errors)
        if self.is_public and self.state == self.State.PLANNED:
            errors["is_public"] = __(
                "A gathering that is only planned cannot be public. Set its state to announced first."
            )
        if self.state == self.State.HELD and self.began_on and self.began_on.earliest > localdate():
            errors["state"] = __("It has not begun yet, so it cannot have been held. Correct the day or the state.")
        if errors:
            raise ValidationError(errors)

    def _agree_on_the_day(self, starts_at: datetime.datetime, errors: dict[str, str]) -> None:
        """An hour says the day too: fill it in where it is missing, refuse where the two disagree."""
        try:
            validate_time_zone(self.time_zone)
        except ValidationError:
            return  # said at its own field
        day = starts_at.astimezone(ZoneInfo(self.time_zone)).date()
        if self.began_on is None:
            self.began_on = PartialDate.of_day(day)
        elif not self.began_on.earliest <= day <= self.began_on.latest:
            sentence = __("In %(zone)s this hour falls on %(day)s, but the gathering begins on %(began)s.")
            errors["starts_at"] = sentence % {
                "zone": self.time_zone,
                "day": PartialDate.of_day(day),
                "began": self.began_on,
            }


class AttendanceQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Never without the person. The inner circle of a gathering sees its list; others, who is named in public."""
        principal = Principal.of(who)
        named = Q(is_public=True, gathering__in=Gathering.objects.published())
        shared = Q(gathering__in=Gathering.objects.open_inside_to(principal))
        return self.filter(named | shared, person__in=Person.objects.visible_to(principal))

    def who_came(self) -> Self:
        return self.filter(has_attended=True)


@history.tracked
class Attendance(Record):
    """One person at one gathering: invited, answered, came or not, and as what on that day."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        SPEAKER = "speaker", _("Speaker or resource person")
        CHAIR = "chair", _("Chair or moderator")
        ORGANISER = "organiser", _("Organiser")

    class Answer(models.TextChoices):
        INVITED = "invited", _("Invited, no answer yet")
        ACCEPTED = "accepted", _("Accepted")
        TENTATIVE = "tentative", _("Tentative")
        DECLINED = "declined", _("Declined")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances", verbose_name=_("gathering"))
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="attendances", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.PARTICIPANT)
    capacity = models.CharField(
        _("capacity"),
        max_length=20,
        choices=Capacity.choices,
        blank=True,
        help_text=_("As on that day. It stays when the person's seat or office changes later."),
    )
    capacity_text = models.CharField(
        _("in words"), max_length=200, blank=True, help_text=_("As on the name plate: “MP, Committee on Labour”.")
    )
    delegation = models.ForeignKey(
        "members.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("delegation of"),
    )
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices, default=Answer.INVITED)
    has_attended = models.BooleanField(
        _("attended"), null=True, blank=True, help_text=_("Unknown until somebody has checked.")
    )
    is_public = models.BooleanField(
        _("named in public"),
        default=False,
        help_text=_("Whether everybody may read that this person took part. Ask first: for some it is dangerous."),
    )

    objects = AttendanceQuerySet.as_manager()

    data_class = DataClass.INNER_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["gathering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"],
                name="one_attendance_per_person_and_gathering",
                violation_error_message=_("This person is already on the list of this gathering."),
            ),
        ]

    def __str__(self) -> str:
        # Without the name: lists of what a deletion takes along show rows whose person may be hidden.
        return f"{self.get_role_display()} no. {self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.has_attended and self.gathering_id and self.gathering.state == Gathering.State.CANCELLED:
            raise ValidationError({"has_attended": __("Nobody attended: this gathering was cancelled.")})

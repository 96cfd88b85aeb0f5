"""Countries, the corridors between them, and the regional bodies they belong to."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record
from caucus_site.core.periods import Period
from members.models.holding import held_at_the_same_time, one_at_a_time


@history.tracked
class Country(Record):
    """A country of ISO 3166, under the name that the caucus uses for it."""

    code = models.CharField(
        _("ISO code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as KH."))],
        help_text=_("The two letters of ISO 3166, such as KH."),
    )
    alpha3 = models.CharField(
        _("three-letter code"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as KHM."))],
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    own_names = ArrayField(
        models.CharField(max_length=100), verbose_name=_("names in its own languages"), default=list, blank=True
    )
    other_names = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("other names met in lists"),
        default=list,
        blank=True,
        help_text=_("Spellings by which imports recognise the country."),
    )

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="country_codes_are_iso",
                condition=Q(code__regex=r"^[A-Z]{2}$") & Q(alpha3__regex=r"^([A-Z]{3})?$"),
                violation_error_message=_("Country codes are two (or three) capital letters of ISO 3166."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.tracked
class Corridor(Record):
    """The way of migrant workers from one country to another."""

    origin = models.ForeignKey(
        Country, models.PROTECT, related_name="corridors_from", verbose_name=_("country of origin")
    )
    destination = models.ForeignKey(
        Country, models.PROTECT, related_name="corridors_to", verbose_name=_("country of destination")
    )
    note = models.TextField(_("note"), blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Record.Meta):
        verbose_name = _("migration corridor")
        verbose_name_plural = _("migration corridors")
        ordering = ["origin__name", "destination__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "destination"],
                name="a_corridor_is_listed_once",
                violation_error_message=_("This corridor is already listed."),
            ),
            models.CheckConstraint(
                name="a_corridor_joins_two_countries",
                condition=~Q(origin=F("destination")),
                violation_error_message=_("A corridor leads from one country to another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"


@history.tracked
class CountryRole(Period):
    """A country is one of origin, transit or destination for a time; being several at once is normal."""

    class Role(models.TextChoices):
        ORIGIN = "origin", _("Origin")
        TRANSIT = "transit", _("Transit")
        DESTINATION = "destination", _("Destination")

    country = models.ForeignKey(Country, models.CASCADE, related_name="roles", verbose_name=_("country"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Period.Meta):
        verbose_name = _("role in migration")
        verbose_name_plural = _("roles in migration")
        ordering = ["country", "role"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "a_country_has_each_role_once_at_a_time",
                ["country", "role"],
                _("The country already has this role at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        if self.country_id and held_at_the_same_time(self, country=self.country_id, role=self.role):
            raise ValidationError(
                {"role": __("The country already has this role at that time. Change the dates of the other entry.")}
            )


@history.tracked
class BodyMembership(Period):
    """A country's place in a regional body, forum or process, for a time."""

    class Status(models.TextChoices):
        MEMBER = "member", _("Member")
        ASSOCIATE = "associate", _("Associate member")
        CANDIDATE = "candidate", _("Candidate")
        OBSERVER = "observer", _("Observer")
        PARTICIPANT = "participant", _("Took part without being a member")

    class Side(models.TextChoices):
        ORIGIN = "origin", _("As country of origin")
        DESTINATION = "destination", _("As country of destination")

    country = models.ForeignKey(Country, models.CASCADE, related_name="body_memberships", verbose_name=_("country"))
    body = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="country_memberships",
        limit_choices_to={"kind__in": ["intergovernmental", "forum"]},
        error_messages={"invalid": _("Choose an intergovernmental body, forum or process.")},
        verbose_name=_("regional body, forum or process"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.MEMBER)
    side = models.CharField(
        _("side"),
        max_length=12,
        choices=Side.choices,
        blank=True,
        help_text=_("Where the process seats countries of origin and of destination apart."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    data_class = DataClass.REFERENCE

    class Meta(Period.Meta):
        verbose_name = _("membership of a regional body")
        verbose_name_plural = _("memberships of regional bodies")
        ordering = ["body", "country"]
        constraints = [
            *Period.Meta.constraints,
            one_at_a_time(
                "one_status_in_a_body_at_a_time",
                ["country", "body"],
                _("The country already has a status in this body at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} – {self.body}"

    def clean(self) -> None:
        super().clean()
        if not (self.country_id and self.body_id):
            return
        other = held_at_the_same_time(self, country=self.country_id, body=self.body_id)
        if other:
            raise ValidationError(
                {
                    "began_on": __("The country is already %(status)s %(period)s. End that entry first.")
                    % {"status": other.get_status_display().lower(), "period": other.period_in_words()}
                }
            )

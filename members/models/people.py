"""People, their names and what others call them."""

import datetime
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.codes import LANGUAGE
from caucus_site.core.data_classes import DataClass, Duty, Role
from caucus_site.core.fields import PartialDateField, earliest_day, folded, latest_day, typo_keys
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.periods import Period, PeriodQuerySet, dates_are_real
from caucus_site.core.principals import Principal
from members.models.countries import Country
from members.models.protection import Level, Protection
from members.models.searching import IsAmong, named_like

LANGUAGE_CODE = RegexValidator(LANGUAGE, _("A language code such as km, bn or zh-Hant."))
# Roles inside the caucus, who see guarded colleagues too.
INSIDE = frozenset({Role.SUPERADMIN, Role.COORDINATOR, Role.PARLIAMENTARIAN})


class PersonQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """Whom somebody may know of at all; everything that belongs to a person follows this.

        Strangers (the public, partners, observers) see open people with a public profile; the caucus's own see the
        guarded too, the secretariat the hidden, case officers the locked. Everybody sees themselves.
        """
        principal = Principal.of(who)
        if principal.is_secretariat and Duty.CASES in principal.duties:
            return self.all()
        if principal.is_secretariat:
            shut = {Level.LOCKED}
        elif principal.role in INSIDE:
            shut = {Level.HIDDEN, Level.LOCKED}
        else:
            shut = {Level.GUARDED, Level.HIDDEN, Level.LOCKED}
        protected = Protection.objects.active_on(principal.day).filter(person=OuterRef("pk"), level__in=sorted(shut))
        if principal.is_signed_in:
            # Inside the subquery rather than as an OR beside it: the planner keeps its anti-join.
            protected = protected.exclude(person__account=principal.user_id)
        seen = self.filter(~Exists(protected))
        if principal.is_secretariat or principal.role in INSIDE:
            return seen
        public = Q(has_public_profile=True)
        if principal.is_signed_in:
            public |= Q(account=principal.user_id)
        return seen.filter(public)

    def search(self, text: str) -> Self:
        """Those one of whose names, of any time or script, holds every word, give or take one typo a word."""
        shown = named_like(text, folded="name_folded", keys="name_keys")
        other = named_like(text, folded="text_folded", keys="text_keys")
        if shown is None or other is None:
            return self
        found = Person.objects.filter(shown).order_by().values("pk")
        return self.filter(IsAmong("pk", found.union(PersonName.objects.filter(other).order_by().values("person"))))

    def sitting_on(self, day: datetime.date) -> Self:
        from members.models.mandates import Mandate

        return self.filter(Exists(Mandate.objects.filter(person=OuterRef("pk")).held_on(day)))

    def not_sitting_on(self, day: datetime.date) -> Self:
        from members.models.mandates import Mandate

        return self.filter(~Exists(Mandate.objects.filter(person=OuterRef("pk")).held_on(day)))

    def without_contact(self) -> Self:
        from members.models.contacts import ContactDetail

        return self.filter(~Exists(ContactDetail.objects.filter(person=OuterRef("pk"))))

    def with_protection(self, day: datetime.date) -> Self:
        """Adds `protection_level`, None for who is not protected."""
        active = Protection.objects.active_on(day).filter(person=OuterRef("pk"))
        return self.annotate(protection_level=models.Subquery(active.values("level")[:1]))

    def with_current_mandate(self, day: datetime.date) -> Self:
        """Adds `current_chamber` and `current_party`, names as text, for lists."""
        from members.models.mandates import Mandate

        current = Mandate.objects.filter(person=OuterRef("pk")).held_on(day).order_by("-began_on_latest", "-pk")
        return self.annotate(
            current_chamber=models.Subquery(current.values("chamber__name")[:1]),
            current_party=models.Subquery(current.values("party__name")[:1]),
        )


@history.tracked
class Person(Record):
    """Somebody the caucus knows: a parliamentarian, a former one, an aide, a colleague."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")

    name = models.CharField(
        _("name"), max_length=300, help_text=_("As the caucus writes it. Other names, scripts and spellings go below.")
    )
    name_folded = folded("name")
    name_keys = typo_keys("name")
    sort_name = models.CharField(
        _("sorted as"), max_length=300, blank=True, help_text=_("Empty: as the name is written.")
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender.choices, blank=True)
    languages = ArrayField(
        models.CharField(max_length=35, validators=[LANGUAGE_CODE]),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Codes such as km, en."),
    )
    born_on = PartialDateField(_("born on"), null=True, blank=True)
    born_on_earliest = earliest_day("born_on")
    born_on_latest = latest_day("born_on")
    died_on = PartialDateField(_("died on"), null=True, blank=True)
    died_on_earliest = earliest_day("died_on")
    died_on_latest = latest_day("died_on")
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("country"),
        help_text=_("Where they do their political work; not where they are."),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    has_public_profile = models.BooleanField(
        _("public profile"),
        default=True,
        help_text=_("Untick for aides, staff and others without a public role: only the caucus then knows of them."),
    )

    objects = PersonQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="people_by_sort_name"),
            GinIndex(fields=["name_keys"], name="person_name_keys"),
            GinIndex(OpClass(F("name_folded"), "gin_trgm_ops"), name="person_name_parts"),
        ]
        constraints = [
            *dates_are_real("born_on", "died_on"),
            models.CheckConstraint(
                name="nobody_dies_before_being_born",
                condition=Q(born_on__isnull=True)
                | Q(died_on__isnull=True)
                | Q(born_on_earliest__lte=F("died_on_latest")),
                violation_error_message=_("Nobody dies before being born."),
            ),
            models.CheckConstraint(
                name="a_person_has_a_name",
                condition=~Q(name_folded=""),
                violation_error_message=_("A name is needed."),
            ),
        ]
        triggers = [
            # Lists are sorted by an index on this column, so it is never empty, whoever writes the row.
            pgtrigger.Trigger(
                name="fill_sort_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__sort_name=""),
                func="NEW.sort_name = NEW.name; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.born_on and self.died_on and self.born_on.earliest > self.died_on.latest:
            raise ValidationError(
                {
                    "died_on": __("The death (%(death)s) lies before the birth (%(birth)s). Correct one of the two.")
                    % {"death": self.died_on, "birth": self.born_on}
                }
            )


class OfAPersonQuerySet(RecordQuerySet):
    """Rows that anybody may see who may see their person."""

    def visible_to(self, who: Any) -> Self:
        return self.filter(person__in=Person.objects.visible_to(who))


class PeriodOfAPersonQuerySet(OfAPersonQuerySet, PeriodQuerySet):
    pass


@history.tracked
class PersonName(Period):
    """A further name of a person: in another script, of another time, with titles, or as others write it."""

    class Kind(models.TextChoices):
        OWN_SCRIPT = "own_script", _("In its own script")
        LATIN = "latin", _("In Latin script")
        FORMER = "former", _("Former name")
        WITH_HONORIFIC = "with_honorific", _("With titles")
        ALIAS = "alias", _("Also met as")

    person = models.ForeignKey(Person, models.CASCADE, related_name="names", verbose_name=_("person"))
    text = models.CharField(_("name"), max_length=300)
    text_folded = folded("text")
    text_keys = typo_keys("text")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.ALIAS)
    language = models.CharField(
        _("language or script"),
        max_length=35,
        blank=True,
        validators=[LANGUAGE_CODE],
        help_text=_("A code such as km, bn or und-Latn."),
    )
    given = models.CharField(_("given names"), max_length=200, blank=True)
    family = models.CharField(_("family name"), max_length=200, blank=True)
    honorific_prefix = models.CharField(_("title before"), max_length=100, blank=True)
    honorific_suffix = models.CharField(_("title after"), max_length=100, blank=True)

    objects = PeriodOfAPersonQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Period.Meta):
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        ordering = ["person", "pk"]
        indexes = [
            GinIndex(fields=["text_keys"], name="person_names_keys"),
            GinIndex(OpClass(F("text_folded"), "gin_trgm_ops"), name="person_names_parts"),
        ]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "text", "kind", "language", "began_on"],
                name="a_name_is_listed_once",
                nulls_distinct=False,
                violation_error_message=_("This name is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@history.tracked
class Identifier(Record):
    """What somebody else's register calls the person. Within a scheme a value names one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers", verbose_name=_("person"))
    scheme = models.CharField(
        _("scheme"),
        max_length=100,
        help_text=_("Whose register: “wikidata”, “viaf”. Never a passport or identity card: this is a public field."),
    )
    value = models.CharField(_("value"), max_length=300)

    objects = OfAPersonQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="an_identifier_names_one_person",
                violation_error_message=_("Another person already has this identifier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"

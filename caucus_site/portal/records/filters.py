"""What lists can be narrowed by. Every choice is cut to what the reader may see."""

import datetime
from typing import Any

from django import forms
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from advocacy.models import Statement, StatementText
from events.models import MissionPlace
from members.models import Chapter, ChapterName, Country
from members.models.searching import words_of

OLDEST_YEAR = 1900


class SeenChoice(forms.ModelChoiceField):
    """A record of a queryset; an id of any other is no choice, whether it exists or not."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class ListFilters(forms.Form):
    """Narrows a list by what the address says; nothing said narrows nothing."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data: Any, *, who: Any, rows: QuerySet) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self.who = who
        self.rows = rows

    @property
    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self) -> QuerySet:
        """The rows that the understood filters leave."""
        raise NotImplementedError

    def _offer_years(self, field: str) -> None:
        oldest = self.rows.order_by().aggregate(day=Min(field))["day"]
        newest = localdate().year
        first = max(oldest.year, OLDEST_YEAR) if oldest else newest
        years = [(str(year), str(year)) for year in range(max(newest, first), first - 1, -1)]
        self.fields["year"] = forms.ChoiceField(label=_("Year"), required=False, choices=[("", _("Any year")), *years])

    def _offer_countries(self, countries: QuerySet) -> None:
        self.fields["country"] = SeenChoice(
            countries,
            label=_("Country"),
            required=False,
            to_field_name="code",
            empty_label=_("Any country"),
            error_messages={"invalid_choice": _("Choose a country of the list.")},
        )

    def _offer_chapters(self) -> None:
        self.fields["chapter"] = SeenChoice(
            Chapter.objects.visible_to(self.who),
            label=_("Chapter"),
            required=False,
            to_field_name="public_id",
            empty_label=_("Any chapter"),
            error_messages={"invalid_choice": _("Choose a chapter of the list.")},
        )

    def _in_year(self, rows: QuerySet, field: str) -> QuerySet:
        """Those whose day, as exactly as it is known, may lie in the year."""
        year = int(self.cleaned_data["year"])
        last, first = datetime.date(year, 12, 31), datetime.date(year, 1, 1)
        return rows.filter(**{f"{field}_earliest__lte": last, f"{field}_latest__gte": first})


class StatementFilters(ListFilters):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *Statement.Kind.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if getattr(self.who, "is_authenticated", False):
            self.fields["state"] = forms.ChoiceField(
                label=_("State"), required=False, choices=[("", _("Any state")), *Statement.State.choices]
            )
        self._offer_years("issued_on_earliest")
        self.chapters = Chapter.objects.visible_to(self.who)
        self.places = MissionPlace.objects.visible_to(self.who)
        by_chapter = Q(pk__in=self.chapters.order_by().values("country"))
        self._offer_countries(Country.objects.filter(by_chapter | Q(pk__in=self.places.order_by().values("country"))))
        self._offer_chapters()

    def narrow(self) -> QuerySet:
        asked, rows = self.cleaned_data, self.rows
        for word in words_of(asked["q"]):
            titled = StatementText.objects.filter(
                statement=OuterRef("pk"), title__icontains=word, standing=StatementText.Standing.AUTHORISED
            )
            rows = rows.filter(Q(title__icontains=word) | Exists(titled))
        for field in ("kind", "state"):
            if asked.get(field):
                rows = rows.filter(**{field: asked[field]})
        if asked["year"]:
            rows = self._in_year(rows, "issued_on")
        if asked["country"]:
            went = self.places.filter(country=asked["country"]).order_by().values("mission")
            there = self.chapters.filter(country=asked["country"]).order_by().values("pk")
            rows = rows.filter(Q(chapter__in=there) | Q(mission__in=went))
        if asked["chapter"]:
            rows = rows.filter(chapter=asked["chapter"])
        return rows


class MissionFilters(ListFilters):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_years("began_on_earliest")
        self.places = MissionPlace.objects.visible_to(self.who)
        self._offer_countries(Country.objects.filter(pk__in=self.places.order_by().values("country")))
        self._offer_chapters()

    def narrow(self) -> QuerySet:
        asked, rows = self.cleaned_data, self.rows
        for word in words_of(asked["q"]):
            named = self.places.filter(place__icontains=word).order_by().values("mission")
            rows = rows.filter(Q(title__icontains=word) | Q(pk__in=named))
        if asked["year"]:
            rows = self._in_year(rows, "began_on")
        if asked["country"]:
            rows = rows.filter(pk__in=self.places.filter(country=asked["country"]).order_by().values("mission"))
        if asked["chapter"]:
            rows = rows.filter(chapter=asked["chapter"])
        return rows


class ChapterFilters(ListFilters):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_countries(Country.objects.filter(pk__in=self.rows.order_by().values("country")))

    def narrow(self) -> QuerySet:
        asked, rows = self.cleaned_data, self.rows
        for word in words_of(asked["q"]):
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Exists(ChapterName.objects.filter(chapter=OuterRef("pk"), text__icontains=word))
            )
        return rows.filter(country=asked["country"]) if asked["country"] else rows

"""Model fields for partial dates, and the columns that the database computes from them."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.core import exceptions
from django.db import models
from django.utils.translation import gettext_lazy as _

from caucus_site.core.dates import NotAPartialDate, PartialDate


class PartialDateFormField(forms.CharField):
    """Takes dates as people write them and shows them as people read them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs.setdefault("help_text", _("A year, a month or a day: 2007, May 2011, 14 Apr 2014, about 1980."))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return str(value) if _reads_back(value) else value.edtf
        return value

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except NotAPartialDate as error:
            raise exceptions.ValidationError(str(error), code="not_a_partial_date") from None

    def clean(self, value: Any) -> PartialDate | None:
        date = self.to_python(value)
        if date is None and self.required:
            raise exceptions.ValidationError(self.error_messages["required"], code="required")
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or None) != self.to_python(data)
        except exceptions.ValidationError:
            return True


def _reads_back(date: PartialDate) -> bool:
    try:
        return PartialDate.parse(str(date)) == date
    except NotAPartialDate:
        return False


class PartialDateField(models.Field):
    """An EDTF date as text; None when nothing is known. In Python it is a `PartialDate`.

    Text does not sort by day where precisions differ, so comparisons are refused here: compare the columns made by
    `earliest_day()` and `latest_day()`.
    """

    description = _("Partial date")
    MAX_LENGTH = 12

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = self.MAX_LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return None if value is None else PartialDate.from_edtf(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(str(value))
        except NotAPartialDate as error:
            raise exceptions.ValidationError(str(error), code="not_a_partial_date") from None

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        date = self.to_python(value)
        return None if date is None else date.edtf

    def value_to_string(self, obj: models.Model) -> str:
        date = self.value_from_object(obj)
        return "" if date is None else date.edtf

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"gt", "gte", "lt", "lte", "range"}:
            raise exceptions.FieldError(
                f"A partial date has no single day: compare {self.name}_earliest or {self.name}_latest instead."
            )
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


def earliest_day(field_name: str) -> models.GeneratedField:
    """The column with the first day that the partial date `field_name` can mean."""
    return _computed("edtf_earliest", [field_name], models.DateField())


def latest_day(field_name: str) -> models.GeneratedField:
    """The column with the last day that the partial date `field_name` can mean."""
    return _computed("edtf_latest", [field_name], models.DateField())


def possible_days(began: str, ended: str) -> models.GeneratedField:
    """Every day on which the period may have held; an unknown beginning or end is open."""
    return _computed("possible_days", [began, ended], DateRangeField())


def certain_days(began: str, ended: str) -> models.GeneratedField:
    """The days on which the period surely held: from the latest beginning to the earliest end.

    Two terms known as 2008–2013 and 2013–2018 share possible days, never certain ones: overlaps are judged on these.
    An unknown beginning makes it empty; a missing end means "to this day".
    """
    return _computed("certain_days", [began, ended], DateRangeField())


def folded(field_name: str) -> models.GeneratedField:
    """The text as search compares it: lower case, no accents, zero-width characters or punctuation."""
    return _computed("caucus_fold", [field_name], models.TextField())


def typo_keys(field_name: str) -> models.GeneratedField:
    """Each word, and each word of four letters or more with one letter left out.

    Two words that share a key differ by one wrong, missing, extra or swapped letter: tolerance without a scan.
    """
    return _computed("caucus_typo_keys", [field_name], ArrayField(models.TextField()))


def _computed(function: str, arguments: list[str], output_field: models.Field) -> models.GeneratedField:
    return models.GeneratedField(
        expression=models.Func(*[models.F(name) for name in arguments], function=function, output_field=output_field),
        output_field=output_field,
        db_persist=True,
        editable=False,
    )

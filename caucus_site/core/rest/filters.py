"""Filters of lists: typed, and strict, because a filter that is ignored hands out more than was asked for.

A filter either names a column (`field_name`) or a phrase of the queryset (`phrase="sitting_on"`), which gets the value.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django_filters import filters
from django_filters.filterset import FilterSet
from django_filters.rest_framework import DjangoFilterBackend

from caucus_site.core.principals import Principal
from caucus_site.core.rest.errors import QueryRefused

LONGEST_SEARCH = 200
MOST_VALUES = 100


class _Phrased(filters.Filter):
    """A filter with its place in the OpenAPI document."""

    def __init__(self, field_name: str | None = None, *, phrase: str | None = None, about: Any = None, **kwargs: Any):
        super().__init__(field_name=field_name, help_text=about, **kwargs)
        self.phrase = phrase
        self._spectacular_annotation = {"field": self.schema(about)}

    def schema(self, about: Any) -> dict[str, Any]:
        return {**self.type_of_value(), **({"description": about} if about else {})}

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "string"}

    def filter(self, queryset: Any, value: Any) -> Any:
        if value is None or value == "" or value == []:
            return queryset
        return getattr(queryset, self.phrase)(value) if self.phrase else super().filter(queryset, value)


class _TextField(forms.CharField):
    def __init__(self, *, pattern: str, says: Any, **kwargs: Any) -> None:
        self.pattern, self.says = re.compile(pattern), says
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and not self.pattern.fullmatch(text):
            raise ValidationError(self.says, code="invalid")
        return text


class SearchField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and not any(character.isalnum() for character in text):
            # Of dots and dashes nothing is left to look for, and everything would be found.
            raise ValidationError(__("There is no word in this to look for."), code="invalid")
        return text


class Search(_Phrased):
    """`search=`: the queryset's own `search`, or another phrase."""

    field_class = SearchField

    def __init__(self, *, phrase: str = "search", about: Any = None, **kwargs: Any) -> None:
        about = about or _("Words to look for.")
        super().__init__(phrase=phrase, about=about, max_length=LONGEST_SEARCH, **kwargs)

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH}


class Code(_Phrased):
    """One word of a fixed shape, such as a scheme or a language; `says` is the refusal of any other."""

    field_class = _TextField

    def __init__(self, field_name: str | None = None, *, pattern: str, says: Any, **kwargs: Any) -> None:
        self.pattern = pattern
        super().__init__(field_name, pattern=pattern, says=says, max_length=LONGEST_SEARCH, **kwargs)

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$"}


class YesNoField(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in {"true", "false"}:
            raise ValidationError(__("Write true or false."), code="invalid")
        return value == "true"


class YesNo(_Phrased):
    """`true` or `false`; a phrase gets the boolean."""

    field_class = YesNoField

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "boolean"}


class DayField(forms.Field):
    shape = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        refusal = ValidationError(__("Write the day as YYYY-MM-DD, such as 2018-03-01."), code="invalid")
        if not self.shape.fullmatch(value):
            raise refusal
        try:
            return forms.DateField(input_formats=["%Y-%m-%d"]).clean(value)
        except ValidationError:
            raise refusal from None


class Day(_Phrased):
    """A whole day, ISO 8601."""

    field_class = DayField

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class SeveralField(forms.Field):
    """Values parted by commas, each of which must be one of those known or have the right shape."""

    default_validators = [ProhibitNullCharactersValidator()]

    def __init__(self, *, known: Iterable[str] | None, pattern: str | None, says: Any, **kwargs: Any) -> None:
        self.known = None if known is None else list(known)
        self.pattern = re.compile(pattern) if pattern else None
        self.says = says
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:
        if value in self.empty_values:
            return []
        values = str(value).split(",")
        if len(values) > MOST_VALUES:
            sentence = __("No more than %(most)s values at once.") % {"most": MOST_VALUES}
            raise ValidationError(sentence, code="too_many")
        for each in values:
            if self.known is not None and each not in self.known:
                sentence = __("This is not one of: %(known)s.") % {"known": ", ".join(self.known)}
                raise ValidationError(sentence, code="invalid_choice")
            if self.pattern and not self.pattern.fullmatch(each):
                raise ValidationError(self.says, code="invalid")
        return values


class OneOf(_Phrased):
    """One or more of a closed list, parted by commas; rows that have any of them. A phrase gets the list."""

    field_class = SeveralField

    def __init__(self, field_name: str | None = None, *, choices: Any, **kwargs: Any) -> None:
        self.known = [str(value) for value, _label in getattr(choices, "choices", choices)]
        lookup = {} if kwargs.get("phrase") else {"lookup_expr": "in"}
        super().__init__(field_name, known=self.known, pattern=None, says=None, **lookup, **kwargs)

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": self.known}, "minItems": 1}


class Codes(_Phrased):
    """One or more codes of a fixed shape, parted by commas: `country=MY,ID`."""

    field_class = SeveralField

    def __init__(self, field_name: str | None = None, *, pattern: str, says: Any, **kwargs: Any) -> None:
        self.pattern = pattern
        lookup = {} if kwargs.get("phrase") else {"lookup_expr": "in"}
        super().__init__(field_name, known=None, pattern=pattern, says=says, **lookup, **kwargs)

    def type_of_value(self) -> dict[str, Any]:
        items = {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_VALUES}


class RelatedField(_TextField):
    def __init__(self, **kwargs: Any) -> None:
        shape = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
        super().__init__(pattern=shape, says=_("Write the id of a record, as the API shows it."), **kwargs)


class IdOf(_Phrased):
    """The id of another record. One that the asker may not see finds the same as one that there is not: nothing."""

    field_class = RelatedField

    def __init__(self, model: type[models.Model], field_name: str, **kwargs: Any) -> None:
        self.related = model
        kwargs.setdefault("about", format_lazy(_("Id of a related record: {name}."), name=model._meta.verbose_name))
        super().__init__(field_name, **kwargs)

    def type_of_value(self) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}

    def filter(self, queryset: Any, value: Any) -> Any:
        if not value:
            return queryset
        door = self.related._default_manager.visible_to(self.parent.principal)  # type: ignore[attr-defined]
        related = door.filter(public_id=value)
        if self.phrase:
            return getattr(queryset, self.phrase)(related)
        return queryset.filter(**{f"{self.field_name}__in": related})


class RecordFilters(FilterSet):
    """The filters of one list: attributes named as their parameters. A subclass lists them; nothing is derived."""

    @cached_property
    def principal(self) -> Principal:
        return Principal.of(self.request.user)


class StrictFilters(DjangoFilterBackend):
    """Refuses a parameter that says nothing or nothing sensible, naming it."""

    filterset_base = RecordFilters

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filters_given = self.get_filterset(request, queryset, view)
        if filters_given is None:
            return queryset
        for name in filters_given.filters:
            if name in request.query_params and not request.query_params[name].strip():
                raise QueryRefused(name, __("This parameter is empty. Leave it out, or give it a value."), code="empty")
        if not filters_given.is_valid():
            for name, refusals in filters_given.errors.as_data().items():
                (sentence, *_more) = refusals[0].messages
                raise QueryRefused(name, sentence, code=refusals[0].code or "invalid")
        return filters_given.qs


def parameters_of(view: Any) -> list[str]:
    """The names that the view's filters understand."""
    return list(view.filterset_class.base_filters) if view.filterset_class else []

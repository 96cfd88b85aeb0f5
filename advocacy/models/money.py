"""Amounts and currencies, and the rules that rows about money share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.currencies import is_a_currency


class CurrencyField(models.CharField):
    """An ISO 4217 code, in capitals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, is_a_currency]


def amount_field(**kwargs: Any) -> models.DecimalField:
    """An amount of money; None when nobody has said how much."""
    return models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Leave empty when it is not known."),
        **kwargs,
    )


def amounts_are_money(name: str) -> list[models.CheckConstraint]:
    """Constraints for a row with `amount` and `currency`; `name` reads as the subject of a sentence."""
    return [
        models.CheckConstraint(
            name=f"{name}_names_its_currency",
            condition=Q(amount__isnull=True) | Q(currency__regex="^[A-Z]{3}$"),
            violation_error_message=_("An amount needs a currency: EUR, USD, BDT."),
        ),
        models.CheckConstraint(
            name=f"{name}_is_not_below_zero",
            condition=Q(amount__isnull=True) | Q(amount__gte=0),
            violation_error_message=_("An amount cannot be below zero."),
        ),
    ]


def exactly_one(*fields: str) -> Exact:
    """The condition that one of the columns is filled and no other."""
    return Exact(
        models.Func(*[F(field) for field in fields], function="num_nonnulls", output_field=models.IntegerField()), 1
    )


def needs_currency(row: Any) -> None:
    """The sentence for the constraint `…_names_its_currency`."""
    if row.amount is not None and not row.currency:
        raise ValidationError({"currency": __("An amount needs a currency: EUR, USD, BDT.")})


def needs_exactly_one(row: Any, names: tuple[str, ...], sentence: str) -> None:
    """The given sentence, at the field to empty or to fill, unless one and only one foreign key is set."""
    filled = [name for name in names if getattr(row, f"{name}_id") is not None]
    if len(filled) != 1:
        raise ValidationError({filled[1] if filled else names[0]: sentence})

"""Why a letter was written or an errand run, in words: rules and errands go by names that only code reads."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Occasion:
    label: Any
    # The model whose public ids its letters and errands carry.
    about: str = ""


_occasions: dict[str, Occasion] = {}


def call(name: str, label: Any, *, about: str = "") -> None:
    """Say how the rule or errand of that name is called at the desk, and what kind of record it is about."""
    _occasions[name] = Occasion(label, about)


def in_words(name: str) -> str:
    """As it was called; failing that, `account.email.password_reset` reads “Password reset”."""
    occasion = _occasions.get(name)
    return str(occasion.label) if occasion else name.rpartition(".")[2].replace("_", " ").capitalize()


def model_of(name: str) -> type[models.Model] | None:
    occasion = _occasions.get(name)
    return apps.get_model(occasion.about) if occasion and occasion.about else None

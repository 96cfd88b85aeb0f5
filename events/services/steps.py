"""From which state to which: one refusal for everything that moves step by step."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as __


def check_step(transitions: Mapping[str, set[str]], states: type[models.TextChoices], *, was: str, to: str) -> None:
    """Refuse a step that is not among the next ones, and say which are."""
    if to not in states.values:
        raise ValidationError(
            __("There is no state “%(to)s”. The states are: %(states)s."),
            code="unknown_state",
            params={"to": to, "states": ", ".join(states.values)},
        )
    if to not in transitions[was]:
        steps = ", ".join(f"“{state.label}”" for state in states if state in transitions[was])
        raise ValidationError(
            __("From “%(was)s” the next step can be %(steps)s, but not “%(to)s”."),
            code="not_a_next_step",
            params={"was": states(was).label, "steps": steps, "to": states(to).label},
        )

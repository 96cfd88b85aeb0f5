"""What a rule of the database says when it is broken."""

from django.apps import apps
from django.db import IntegrityError


def sentence_of_constraint(exc: IntegrityError) -> str | None:
    """What the violated constraint says of itself to people; its name stays inside."""
    name = getattr(getattr(exc.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models() if name else ():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                message = str(constraint.violation_error_message)
                # Django's stock sentence would give the name away.
                return None if "%(name)s" in message else message
    return None

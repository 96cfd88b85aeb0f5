"""Admin actions that take the selected records one step further through a service."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext


def step(advance: Callable[..., Any], *, to: str, description: Any) -> Callable[..., None]:
    """An action that advances each selected record, and says of each that could not be why not."""

    @admin.action(description=description, permissions=["change"])
    def take(_admin: Any, request: HttpRequest, queryset: Any) -> None:
        taken = 0
        for record in queryset:
            try:
                advance(record, to=to, acting_user=request.user)
                taken += 1
            except ValidationError as refusal:
                messages.error(request, f"{record}: {' '.join(refusal.messages)}")
        if taken:
            done = ngettext("%(count)d record was moved.", "%(count)d records were moved.", taken)
            messages.success(request, done % {"count": taken})

    take.__name__ = f"move_to_{to}"
    return take

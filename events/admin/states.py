"""Changing a state in a form goes through the service, like everywhere else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from caucus_site.core.admin import RecordAdmin, RecordForm


class StateForm(RecordForm):
    """Refuses a step that the service refuses. A new record may start in any state: most history is entered late."""

    service: Any

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and cleaned and "state" in self.changed_data and cleaned.get("state"):
            try:
                self.service.check_next(self.instance, was=self.initial["state"], to=cleaned["state"])
            except ValidationError as refusal:
                self.add_error("state", refusal)
        return cleaned


class StateAdmin(RecordAdmin):
    """For records with a state that a service advances. What the service sets stays, unless the form says otherwise."""

    service: Any
    set_by_service: tuple[str, ...] = ("is_public", "published_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and "state" in form.changed_data:
            advanced = self.service.advance(obj, to=obj.state, acting_user=request.user)
            for field in self.set_by_service:
                if field not in form.changed_data:
                    setattr(obj, field, getattr(advanced, field))
        super().save_model(request, obj, form, change)

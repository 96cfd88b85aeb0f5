"""Taking records one step further through a service: from the list, and from a record's own page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Step:
    """One step that a record can take, in the words of the desk."""

    advance: Callable[..., Any]
    to: str
    label: Any
    # Asked before a step that is hard to undo: what it brings about.
    warning: Any = ""
    # What has happened, said of one record.
    said: Callable[[Any], str] | None = None

    @property
    def action(self) -> str:
        return f"move_to_{self.to}"

    def take(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Advance each record, and say of each what happened or why not."""
        moved = 0
        for record in records:
            if record.state == self.to:
                told = __("%(record)s: nothing was changed, it is “%(state)s” already.")
                messages.info(request, told % {"record": record, "state": record.get_state_display()})
                continue
            try:
                after = self.advance(record, to=self.to, acting_user=request.user)
            except ValidationError as refusal:
                messages.error(request, f"{record}: {' '.join(refusal.messages)}")
                continue
            if self.said:
                messages.success(request, self.said(after))
            else:
                moved += 1
        if moved:
            done = ngettext("%(count)d record was moved.", "%(count)d records were moved.", moved)
            messages.success(request, done % {"count": moved})

    def question(
        self, desk: Any, request: HttpRequest, records: list[Any], cancel_url: str, hidden: list[tuple[str, Any]]
    ) -> TemplateResponse:
        context = {
            **desk.admin_site.each_context(request),
            "title": self.label,
            "opts": desk.opts,
            "records": records,
            "step": self,
            "cancel_url": cancel_url,
            "hidden": [*hidden, (CONFIRMED, "yes")],
        }
        request.current_app = desk.admin_site.name
        return TemplateResponse(request, "admin/step_confirmation.html", context)


def as_action(step: Step) -> Callable[..., Any]:
    """The step as an action of the list, which asks first where there is something to be warned of."""

    @admin.action(description=step.label, permissions=["change"])
    def take(desk: Any, request: HttpRequest, queryset: Any) -> TemplateResponse | None:
        records = list(queryset)
        if step.warning and CONFIRMED not in request.POST:
            chosen = [(helpers.ACTION_CHECKBOX_NAME, record.pk) for record in records]
            return step.question(desk, request, records, request.get_full_path(), [("action", step.action), *chosen])
        step.take(request, records)
        return None

    take.__name__ = step.action
    return take


def step(advance: Callable[..., Any], *, to: str, description: Any) -> Callable[..., Any]:
    """An action that advances each selected record, and says of each that could not be why not."""
    return as_action(Step(advance, to, description))


class StepsOnThePage:
    """For the desk page of a record that has a state: the steps it can take next, as buttons above the form."""

    change_form_outer_before_template = "admin/steps.html"
    steps: tuple[Step, ...] = ()
    transitions: Mapping[str, set[str]] = {}

    def get_urls(self) -> list[Any]:
        desk: Any = self
        take = path(
            "<path:object_id>/step/<slug:to>/",
            desk.admin_site.admin_view(require_POST(self.step_view)),
            name=f"{desk.opts.app_label}_{desk.opts.model_name}_step",
        )
        return [take, *super().get_urls()]  # type: ignore[misc]

    def step_view(self, request: HttpRequest, object_id: str, to: str) -> HttpResponse:
        desk: Any = self
        record = desk.get_object(request, unquote(object_id))
        if record is None:
            return desk._get_obj_does_not_exist_redirect(request, desk.opts, object_id)
        if not desk.has_change_permission(request, record):
            raise PermissionDenied
        step = next((step for step in self.steps if step.to == to), None)
        if step is None:
            raise Http404
        page = reverse(desk._name("change"), args=[record.pk])
        if step.warning and CONFIRMED not in request.POST and to in self.transitions[record.state]:
            return step.question(desk, request, [record], page, [])
        step.take(request, [record])
        return HttpResponseRedirect(page)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        desk: Any = self
        record = context.get("original")
        if record is not None:
            context["public_url"] = self.public_address_of(record)
            context["next_steps"] = [
                (step, reverse(desk._name("step"), args=[record.pk, step.to]))
                for step in self.steps
                if step.to in self.transitions[record.state] and desk.has_change_permission(request, record)
            ]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def public_address_of(self, _record: Any) -> str:
        """Where everybody reads it; empty while nobody may."""
        return ""

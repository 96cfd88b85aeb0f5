"""What runs in the background: errands and letters, and what a person decides where they are stuck."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caucus_site.core import settling
from caucus_site.core.admin.bases import RecordAdmin
from caucus_site.core.data_classes import Role
from caucus_site.core.models import Errand, Message, User
from caucus_site.core.principals import Principal


def decision(decide: Callable[..., None], description: Any) -> Callable[..., None]:
    """An action that decides about each selected row, and says of each that could not be decided why not."""

    @admin.action(description=description, permissions=["settle"])
    def act(_desk: Any, request: HttpRequest, queryset: Any) -> None:
        done = 0
        for row in queryset:
            try:
                decide(row, acting_user=request.user)
                done += 1
            except ValidationError as refusal:
                messages.error(request, f"{row}: {' '.join(refusal.messages)}")
        if done:
            said = ngettext("%(count)d was settled.", "%(count)d were settled.", done)
            messages.success(request, said % {"count": done})

    act.__name__ = decide.__name__
    return act


class Ledger(RecordAdmin):
    """Written by the worker, read by staff; what is changed here is changed by decisions."""

    has_sources = False
    settled_by: frozenset[str] = frozenset({Role.SECRETARIAT})

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return Principal.of(request.user).role in self.settled_by

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Errand)
class ErrandAdmin(Ledger):
    settled_by = frozenset({Role.SECRETARIAT, Role.SUPERADMIN})
    list_display = ("name", "slot", "state", "attempts", "deaths", "last_error", "created_at", "done_at")
    list_filter = ("state", "name")
    search_fields = ("name", "slot", "=subject_id")
    readonly_fields = ("created_at",)
    ordering = ("-pk",)
    actions = (
        decision(settling.try_again, _("Try the selected errands again")),
        decision(settling.give_up, _("Give the selected errands up")),
    )


@admin.register(Message)
class MessageAdmin(Ledger):
    """Answers "why did she (not) get this?". What a sensitive letter says, and where it goes, is shown to nobody."""

    list_display = ("rule", "to_whom", "state", "reason", "planned_at", "sent_at")
    list_select_related = ("recipient",)
    list_filter = ("state", "rule", "is_sensitive")
    search_fields = ("rule", "=public_id", "=subject_id")
    ordering = ("-pk",)
    readonly_fields = ("to_whom", "said", "planned_at")
    actions = (
        decision(settling.send_again, _("Send the selected letters again")),
        decision(settling.arrived, _("The selected letters arrived")),
        decision(settling.drop, _("Give the selected letters up")),
    )
    about = ("rule", "subject_id", "moment", "purpose", "to_whom", "is_sensitive")
    outcome = ("state", "reason", "refusals", "losses", "planned_at", "not_before", "sent_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is None or match.url_name != f"{self.opts.app_label}_{self.opts.model_name}_change"
        return rows.without_contents() if is_list else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        is_open = obj is not None and not obj.is_sensitive and Principal.of(request.user).is_secretariat
        contents = ("address", "title", "text") if is_open and obj.emptied_at is None else ("said",)
        return (
            (None, {"fields": self.about}),
            (_("What became of it"), {"fields": self.outcome}),
            (_("What it says"), {"fields": contents}),
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By recipient too, among the accounts that the reader may see."""
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            named = User.objects.visible_to(request.user).filter(
                Q(full_name__icontains=search_term.strip()) | Q(email__icontains=search_term.strip())
            )
            found = found | queryset.filter(recipient__in=named)
        return found, False

    @admin.display(description=_("recipient"))
    def to_whom(self, letter: Message) -> str:
        # An account without a name goes by its address.
        return str(letter.recipient) if not letter.is_sensitive else letter.recipient.full_name or __("no name")

    @admin.display(description=_("contents"))
    def said(self, letter: Message) -> str:
        return __("Forgotten") if letter.emptied_at else __("Sealed")

"""What runs in the background: errands and letters, and what a person decides where they are stuck."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caucus_site.core import occasions, settling
from caucus_site.core.admin.bases import RecordAdmin
from caucus_site.core.admin.masking import mask
from caucus_site.core.data_classes import Role
from caucus_site.core.encryption import CannotOpen
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


def by_occasion(field: str, title: Any) -> type[admin.SimpleListFilter]:
    """A filter by rule or errand, in words."""

    class ByOccasion(admin.SimpleListFilter):
        parameter_name = field

        def lookups(self, _request: HttpRequest, desk: Any) -> list[tuple[str, str]]:
            names = desk.model.objects.order_by(field).values_list(field, flat=True).distinct()
            return [(name, occasions.in_words(name)) for name in names]

        def queryset(self, _request: HttpRequest, queryset: Any) -> Any:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    ByOccasion.title = title
    return ByOccasion


class Ledger(RecordAdmin):
    """Written by the worker, read by staff; what is changed here is changed by decisions."""

    has_sources = False
    occasion_field = ""
    settled_by: frozenset[str] = frozenset({Role.SECRETARIAT})

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return Principal.of(request.user).role in self.settled_by

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        page = super().changelist_view(request, extra_context)
        if (shown := getattr(page, "context_data", None)) and "cl" in shown:
            self._find_subjects(request, shown["cl"].result_list)
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self._find_subjects(request, [row])
        return row

    def _find_subjects(self, request: HttpRequest, rows: list[Any]) -> None:
        """The records that the rows are about, as far as the reader may see them: one query for each kind.

        What a sensitive letter is about is not told either.
        """
        kinds: dict[Any, list[Any]] = {}
        for row in rows:
            if getattr(row, "is_sensitive", False):
                continue
            if row.subject_id and (model := occasions.model_of(getattr(row, self.occasion_field))):
                kinds.setdefault(model, []).append(row)
        for model, about in kinds.items():
            desk: Any = self.admin_site._registry.get(model)
            if desk is None or not desk.has_view_permission(request):
                continue
            found = model._default_manager.visible_to(request.user).filter(
                public_id__in={row.subject_id for row in about}
            )
            records = {record.public_id: record for record in found}
            mask(records.values(), request.user)
            for row in about:
                if record := records.get(row.subject_id):
                    page = reverse(desk._name("change"), args=[record.pk])
                    row.subject_link = format_html('<a href="{}">{}</a>', page, record)

    @admin.display(description=_("record"))
    def about_record(self, row: Any) -> Any:
        return getattr(row, "subject_link", None)

    @admin.display(description=_("occasion"))
    def occasion(self, row: Any) -> str:
        return occasions.in_words(getattr(row, self.occasion_field))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Errand)
class ErrandAdmin(Ledger):
    settled_by = frozenset({Role.SECRETARIAT, Role.SUPERADMIN})
    occasion_field = "name"
    list_display = ("occasion", "about_record", "state", "attempts", "last_error", "created_at", "done_at")
    export_fields = ("name", "slot", "state", "attempts", "deaths", "last_error", "created_at", "done_at")
    list_filter = ("state", by_occasion("name", _("occasion")))
    search_fields = ("name", "slot", "=subject_id")
    fields = (
        "occasion",
        "about_record",
        "state",
        ("attempts", "deaths"),
        "last_error",
        ("created_at", "not_before", "done_at"),
    )
    readonly_fields = ("occasion", "about_record", "created_at")
    ordering = ("-pk",)
    actions = (
        decision(settling.try_again, _("Try the selected errands again")),
        decision(settling.give_up, _("Give the selected errands up")),
    )


@admin.register(Message)
class MessageAdmin(Ledger):
    """Answers "why did she (not) get this?". What a sensitive letter says, and where it goes, is shown to nobody."""

    occasion_field = "rule"
    list_display = ("occasion", "headline", "about_record", "to_whom", "state", "reason", "planned_at", "sent_at")
    export_fields = ("rule", "to_whom", "state", "reason", "planned_at", "sent_at")
    list_select_related = ("recipient",)
    list_filter = ("state", by_occasion("rule", _("occasion")), "is_sensitive")
    search_fields = ("rule", "=public_id", "=subject_id")
    ordering = ("-pk",)
    readonly_fields = ("occasion", "about_record", "to_whom", "said", "as_written", "planned_at")
    actions = (
        decision(settling.send_again, _("Send the selected letters again")),
        decision(settling.arrived, _("The selected letters arrived")),
        decision(settling.drop, _("Give the selected letters up")),
    )
    about = ("occasion", "about_record", "to_whom", "is_sensitive")
    outcome = ("state", "reason", "refusals", "losses", "planned_at", "not_before", "sent_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is None or match.url_name != f"{self.opts.app_label}_{self.opts.model_name}_change"
        if not is_list:
            return rows
        may_read = Principal.of(request.user).is_secretariat
        return rows.without_contents_but_title() if may_read else rows.without_contents()

    def get_list_display(self, request: HttpRequest) -> Any:
        may_read = Principal.of(request.user).is_secretariat
        return [name for name in super().get_list_display(request) if may_read or name != "headline"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        is_open = obj is not None and not obj.is_sensitive and Principal.of(request.user).is_secretariat
        contents = ("address", "title", "as_written") if is_open and obj.emptied_at is None else ("said",)
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

    @admin.display(description=_("title"))
    def headline(self, letter: Message) -> str:
        if letter.is_sensitive or letter.emptied_at:
            return self.said(letter)
        try:
            return letter.title
        except CannotOpen:  # one letter whose key is lost must not close the whole list
            return __("Sealed")

    @admin.display(description=_("text"))
    def as_written(self, letter: Message) -> str:
        return format_html('<div class="desk-letter">{}</div>', letter.text)

    @admin.display(description=_("contents"))
    def said(self, letter: Message) -> str:
        return __("Forgotten") if letter.emptied_at else __("Sealed")

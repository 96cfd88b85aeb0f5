"""Who follows what and wants which mail, to answer for it; what people said themselves is not changed here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin
from caucus_site.notifications.models import SUBJECTS, Preference, Subscription


class SaidByOthers(RecordAdmin):
    has_sources = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Subscription)
class SubscriptionAdmin(SaidByOthers):
    """It may be deleted: together with what it follows, or because somebody asked on the telephone."""

    list_display = ("account", "follows", "way", "created_at")
    list_select_related = ("account", *SUBJECTS)
    list_filter = ("way", "has_all_statements")
    search_fields = ("account__email", "account__full_name")
    ordering = ("-pk",)
    fields = readonly_fields = ("account", *SUBJECTS, "has_all_statements", "way", "created_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("account", *SUBJECTS)

    @admin.display(description=_("follows"))
    def follows(self, subscription: Subscription) -> Any:
        kind = subscription.kind
        return getattr(subscription, kind) if kind else _("all statements of the caucus")


@admin.register(Preference)
class PreferenceAdmin(SaidByOthers):
    list_display = ("account", "purpose", "is_on", "since", "door")
    list_select_related = ("account",)
    list_filter = ("purpose", "is_on", "door")
    search_fields = ("account__email", "account__full_name")
    ordering = ("-since", "-pk")
    fields = readonly_fields = ("account", "purpose", "is_on", "since", "door")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

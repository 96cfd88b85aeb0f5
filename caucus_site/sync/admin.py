"""Partner systems and their keys. The superadmin lets in; the secretariat looks, and shuts out at once if need be."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caucus_site.core.admin import RecordAdmin, RecordForm, RecordTabularInline
from caucus_site.core.data_classes import Right
from caucus_site.core.principals import Principal
from caucus_site.sync.models import PartnerClient, PartnerKey
from caucus_site.sync.services import partners

USUAL_LIFE = datetime.timedelta(days=365)


class NeverDeleted(RecordAdmin):
    """Keys are revoked and systems suspended; what they were let see stays explained."""

    model: type[PartnerClient] | type[PartnerKey]
    has_sources = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        return Principal.of(request.user).may(Right.READ, self.model.data_class)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return Principal.of(request.user).may(Right.WRITE, self.model.data_class)


class KeyInline(RecordTabularInline):
    model = PartnerKey
    fields = ("__str__", "scopes", "expires_at", "state", "last_used_on")
    readonly_fields = fields
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PartnerClient)
class PartnerClientAdmin(NeverDeleted):
    list_display = ("name", "organisation", "agreement", "suspended_at")
    list_select_related = ("organisation",)
    list_filter = (("suspended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "agreement")
    autocomplete_fields = ("organisation", "owner")
    ordering = ("name",)
    readonly_fields = ("suspended_at",)
    inlines = (KeyInline,)
    actions = ("suspend_selected", "let_selected_in_again")

    @admin.action(description=_("Suspend the selected systems now"), permissions=["suspend"])
    def suspend_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        for client in queryset:
            partners.suspend(client, acting_user=request.user)
        messages.success(request, __("Suspended: none of their keys opens anything from now on."))

    @admin.action(description=_("Let the selected systems in again"), permissions=["change"])
    def let_selected_in_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        for client in queryset:
            partners.let_in_again(client, acting_user=request.user)


class KeyForm(RecordForm):
    class Meta:
        model = PartnerKey
        fields = ("client", "scopes", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expires_at" in self.fields and not self.instance.pk:
            self.initial.setdefault("expires_at", timezone.now() + USUAL_LIFE)


@admin.register(PartnerKey)
class PartnerKeyAdmin(NeverDeleted):
    """A key is made once and never changed: other scopes are another key."""

    form = KeyForm
    list_display = ("__str__", "client", "scopes_in_words", "expires_at", "state", "last_used_on")
    list_select_related = ("client",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("prefix", "client__name")
    autocomplete_fields = ("client",)
    ordering = ("-pk",)
    readonly_fields = ("prefix", "state", "revoked_at", "last_used_on")
    actions = ("revoke_selected",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("client", "scopes", "expires_at", *(self.readonly_fields if obj else ()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("may read"))
    def scopes_in_words(self, key: PartnerKey) -> str:
        return ", ".join(key.scopes)

    def save_model(self, request: HttpRequest, obj: PartnerKey, form: forms.ModelForm, change: bool) -> None:
        request._key_made = partners.cut(obj)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: PartnerKey, message: Any) -> None:
        partners.note_made(obj, acting_user=request.user)

    def response_add(self, request: HttpRequest, obj: PartnerKey, post_url_continue: Any = None) -> HttpResponse:
        """The one page that shows the key. No redirect: then it would have to be kept somewhere in between."""
        text = request._key_made  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            "admin/key_made.html",
            {
                **self.admin_site.each_context(request),
                "title": __("The key of %(client)s") % {"client": obj.client},
                "opts": self.opts,
                "key": obj,
                "text": text,
                "address": f"{settings.CAUCUS_BASE_URL}/api/v1/{obj.scopes[0]}?page_size=2",
            },
        )

    @admin.action(description=_("Revoke the selected keys, for good"), permissions=["revoke"])
    def revoke_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        revoked = [partners.revoke(key, acting_user=request.user) for key in queryset]
        sentence = ngettext("One key opens nothing any more.", "%(count)s keys open nothing any more.", len(revoked))
        messages.success(request, sentence % {"count": len(revoked)})

"""Accounts: who may sign in, and as what."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from caucus_site.core.admin.bases import RecordAdmin
from caucus_site.core.admin.forms import RecordForm
from caucus_site.core.models import User

admin.site.unregister(Group)
admin.site.index_title = _("Secretariat's desk")


class AccountCreationForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name", "role")


@admin.register(User)
class AccountAdmin(RecordAdmin, UserAdmin):  # type: ignore[misc]
    form = RecordForm
    add_form = AccountCreationForm
    change_password_form = AdminPasswordChangeForm
    has_sources = False
    list_display = ("email", "full_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login",)
    fieldsets = (
        (None, {"fields": ("email", "full_name", "role", "duties", "is_active")}),
        (_("Preferences"), {"fields": ("language", "time_zone", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "full_name", "role", "password1", "password2")}),)

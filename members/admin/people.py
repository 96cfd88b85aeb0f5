"""People and everything that is said of them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from caucus_site.core.admin import RecordAdmin
from members.admin.bases import OfAPersonAdmin, StackedInline, TabularInline
from members.models import (
    Biography,
    ContactDetail,
    Identifier,
    Level,
    Mandate,
    Membership,
    Office,
    Person,
    PersonLink,
    PersonName,
    Protection,
    StandingEvent,
)


class NameInline(TabularInline):
    model = PersonName
    fields = ("text", "kind", "language", "given", "family", "honorific_prefix", "began_on", "ended_on")


class MandateInline(TabularInline):
    """The rest of a mandate is on its own page; more pickers here would cost a query each."""

    model = Mandate
    fields = ("chamber", "party", "constituency", "bench", "began_on", "ended_on", "how_ended")
    autocomplete_fields = ("chamber", "party")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person", "chamber", "party")


class StandingEventInline(TabularInline):
    model = StandingEvent
    fields = ("kind", "happened_on", "until_on", "place", "note", "is_public")
    autocomplete_fields = ("place",)


class MembershipInline(TabularInline):
    model = Membership
    fields = ("chapter", "category", "status", "began_on", "ended_on")
    autocomplete_fields = ("chapter",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person", "chapter")


class OfficeInline(TabularInline):
    model = Office
    fields = ("chapter", "kind", "title", "began_on", "ended_on")
    autocomplete_fields = ("chapter",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person", "chapter")


class ContactDetailInline(StackedInline):
    model = ContactDetail
    fields = (("kind", "label", "is_preferred"), "value", "purposes", ("consent", "consented_on"))


class IdentifierInline(TabularInline):
    model = Identifier
    fields = ("scheme", "value")


class LinkInline(TabularInline):
    model = PersonLink
    fields = ("url", "note")


class BiographyInline(StackedInline):
    model = Biography
    fields = ("language", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


class ProtectionInline(TabularInline):
    """To look at; a protection is set and lifted on its own page."""

    model = Protection
    fields = ("level", "set_at", "until", "lifted_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SittingFilter(admin.SimpleListFilter):
    title = _("in parliament")
    parameter_name = "sitting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("yes", _("Sitting today")), ("no", _("Not sitting today")))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.sitting_on(localdate())
        if self.value() == "no":
            return queryset.not_sitting_on(localdate())
        return queryset


class ReachableFilter(admin.SimpleListFilter):
    title = _("contact")
    parameter_name = "contact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("none", _("Nothing on record")),)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.without_contact() if self.value() == "none" else queryset


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("name", "country", "chamber_today", "party_today", "gender", "protected_as", "has_public_profile")
    list_select_related = ("country",)
    list_filter = (SittingFilter, ReachableFilter, "gender", "has_public_profile")
    search_fields = ("name",)
    search_help_text = _("Any name, in any script; accents and one slip a word do not matter.")
    autocomplete_fields = ("country", "account")
    ordering = ("sort_name", "pk")
    export_fields = (
        "name",
        "sort_name",
        "country",
        "gender",
        "languages",
        "born_on",
        "died_on",
        "chamber_today",
        "party_today",
    )
    inlines = (
        NameInline,
        MandateInline,
        StandingEventInline,
        MembershipInline,
        OfficeInline,
        ContactDetailInline,
        IdentifierInline,
        LinkInline,
        BiographyInline,
        ProtectionInline,
    )
    fieldsets = (
        (None, {"fields": (("name", "sort_name"), ("country", "gender"), "languages", ("born_on", "died_on"))}),
        (_("Account and visibility"), {"fields": (("account", "has_public_profile"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        people: Any = super().get_queryset(request)
        # Pickers and change pages have no such columns, and pay nothing for them.
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith(("_changelist", "_export")):
            return people
        day = localdate()
        return people.with_current_mandate(day).with_protection(day)

    @admin.display(description=_("chamber today"), empty_value="–")
    def chamber_today(self, person: Any) -> str | None:
        return person.current_chamber

    @admin.display(description=_("party today"), empty_value="–")
    def party_today(self, person: Any) -> str | None:
        return person.current_party

    @admin.display(description=_("protection"), empty_value="–")
    def protected_as(self, person: Any) -> str | None:
        return str(Level(person.protection_level).label).partition(":")[0] if person.protection_level else None


@admin.register(Mandate)
class MandateAdmin(OfAPersonAdmin):
    list_display = ("person", "chamber", "party", "area", "bench", "began_on", "ended_on", "how_ended")
    list_select_related = ("person", "chamber", "party", "area")
    list_filter = ("bench", "how_ended")
    autocomplete_fields = ("person", "chamber", "party", "area", "term")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("person", ("chamber", "term"), ("party", "bench"), ("began_on", "ended_on"), "how_ended")}),
        (_("Seat"), {"fields": (("area", "constituency"), ("post", "seat"))}),
    )


@admin.register(StandingEvent)
class StandingEventAdmin(OfAPersonAdmin):
    list_display = ("person", "kind", "happened_on", "until_on", "place", "is_public")
    list_select_related = ("person", "place")
    list_filter = ("kind", "is_public")
    autocomplete_fields = ("person", "place", "by_organisation", "by_country")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("person", "kind", ("happened_on", "until_on"), "place", "is_public")}),
        (_("By whom"), {"fields": (("by_organisation", "by_country"), "note")}),
    )


@admin.register(ContactDetail)
class ContactDetailAdmin(OfAPersonAdmin):
    """The list does not open the seals; the form does."""

    list_display = ("person", "kind", "label", "consent", "is_preferred", "ended_on")
    list_select_related = ("person",)
    list_filter = ("kind", "consent")
    autocomplete_fields = ("person",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("person", ("kind", "label"), "value", "is_preferred")}),
        (_("Purpose and consent"), {"fields": ("purposes", ("consent", "consented_on"), ("began_on", "ended_on"))}),
    )

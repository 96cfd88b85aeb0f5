"""Statements, their texts, signatures and withdrawals."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advocacy.admin.steps import step
from advocacy.models import (
    Demand,
    Endorsement,
    EndorsementWithdrawal,
    Recommendation,
    Statement,
    StatementInvitation,
    StatementText,
)
from advocacy.models.endorsements import SIGNED_FACTS
from advocacy.services import statements
from caucus_site.core.admin import RecordAdmin, RecordStackedInline, RecordTabularInline

State = Statement.State


class StatementTextInline(RecordStackedInline):
    model = StatementText
    fields = (("language", "edition", "is_original", "standing"), "title", "body")
    tab = True


class InvitationInline(RecordTabularInline):
    model = StatementInvitation
    fields = ("person", "may_comment")
    autocomplete_fields = ("person",)
    tab = True


class DemandOfStatementInline(RecordTabularInline):
    model = Demand
    fk_name = "statement"
    fields = ("number", "text")
    tab = True


class RecommendationOfStatementInline(RecordTabularInline):
    model = Recommendation
    fk_name = "statement"
    fields = ("number", "title", "urgency", "state", "review_on")
    readonly_fields = ("state",)
    tab = True


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    list_display = ("title", "kind", "state", "chapter", "issued_on", "closes_at", "endorsement_count")
    list_select_related = ("chapter",)
    list_filter = ("state", "kind")
    search_fields = ("title",)
    ordering = ("-pk",)
    autocomplete_fields = (
        "chapter",
        "issued_by",
        "gathering",
        "mission",
        "incident",
        "campaign",
        "forwarded_from",
    )
    fieldsets = (
        (None, {"fields": (("kind", "state"), "title", ("chapter", "issued_by"))}),
        (_("Where it came from"), {"fields": (("gathering", "mission"), ("incident", "campaign"), "forwarded_from")}),
        (_("Signing"), {"fields": (("opens_at", "closes_at", "time_zone"), "threshold")}),
        (_("Publication"), {"fields": (("adopted_on", "issued_on"), ("embargo_until", "published_at"))}),
        (_("Note"), {"fields": ("note",)}),
    )
    inlines = (StatementTextInline, RecommendationOfStatementInline, DemandOfStatementInline, InvitationInline)
    actions = (
        step(statements.advance, to=State.REVIEW, description=_("Put into review")),
        step(statements.advance, to=State.OPEN, description=_("Open for signature")),
        step(statements.advance, to=State.ADOPTED, description=_("Adopt, as of today")),
        step(statements.advance, to=State.PUBLISHED, description=_("Publish, as of today")),
        step(statements.advance, to=State.WITHDRAWN, description=_("Withdraw")),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_endorsement_count()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # A statement of the past is entered as it stands; from then on its state moves by the actions of the list.
        return ("state", "published_at") if obj else ()

    @admin.display(description=_("signatures"), ordering="endorsement_count")
    def endorsement_count(self, statement: Any) -> int:
        return statement.endorsement_count


@admin.register(StatementText)
class StatementTextAdmin(RecordAdmin):
    list_display = ("title", "statement", "language", "edition", "is_original", "standing")
    list_select_related = ("statement",)
    list_filter = ("language", "standing", "is_original")
    search_fields = ("title", "statement__title")
    ordering = ("-pk",)
    autocomplete_fields = ("statement",)
    readonly_fields = ("text_hash",)
    fields = ("statement", ("language", "edition", "is_original", "standing"), "title", "body", "text_hash")


@admin.register(StatementInvitation)
class StatementInvitationAdmin(RecordAdmin):
    list_display = ("statement", "person", "may_comment")
    list_select_related = ("statement", "person")
    search_fields = ("statement__title",)
    ordering = ("-pk",)
    autocomplete_fields = ("statement", "person")


class WithdrawalInline(RecordStackedInline):
    model = EndorsementWithdrawal
    fields = (("withdrawn_on", "reason"),)


@admin.register(Endorsement)
class EndorsementAdmin(RecordAdmin):
    """Entered once; afterwards only hiding changes. Stepping back is a withdrawal, below the signature."""

    list_display = (
        "signed_as_name",
        "statement",
        "signed_as_title",
        "party",
        "country",
        "signed_on",
        "door",
        "is_hidden",
        "is_withdrawn",
    )
    list_select_related = ("statement", "withdrawal")
    list_filter = ("door", "is_hidden", "standing")
    search_fields = ("signed_as_name", "statement__title")
    ordering = ("-pk",)
    autocomplete_fields = ("statement", "person", "organisation", "text")
    fieldsets = (
        (None, {"fields": ("statement", ("person", "organisation"), "text")}),
        (
            _("As it was signed"),
            {
                "fields": (
                    ("signed_as_name", "signed_as_title"),
                    ("party", "chamber", "country"),
                    ("standing", "door"),
                    ("signed_at", "signed_on"),
                )
            },
        ),
        (_("Safety"), {"fields": (("is_hidden", "hidden_until"),)}),
        (_("Kept by the system"), {"fields": (("text_hash", "entered_by"),)}),
    )
    inlines = (WithdrawalInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return SIGNED_FACTS if obj else ("text_hash", "entered_by")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("withdrawn"), boolean=True)
    def is_withdrawn(self, endorsement: Any) -> bool:
        return hasattr(endorsement, "withdrawal")


@admin.register(EndorsementWithdrawal)
class EndorsementWithdrawalAdmin(RecordAdmin):
    list_display = ("endorsement", "withdrawn_on")
    list_select_related = ("endorsement",)
    search_fields = ("endorsement__signed_as_name",)
    ordering = ("-withdrawn_on", "pk")
    autocomplete_fields = ("endorsement",)
    fields = ("endorsement", "withdrawn_on", "reason", "recorded_by")
    readonly_fields = ("recorded_by",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

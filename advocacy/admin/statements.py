"""Statements, their texts, signatures and withdrawals."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.admin.steps import Step, StepsOnThePage, as_action
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


def _published(statement: Statement) -> str:
    if statement.embargo_until and statement.embargo_until > timezone.now():
        said = __("“%(title)s” is published; those who follow it are told when its embargo ends.")
    else:
        said = __("“%(title)s” is published; those who follow it are being told.")
    return said % {"title": statement}


def _said(words: Any) -> Callable[[Statement], str]:
    return lambda statement: words % {"title": statement}


STEPS = (
    Step(statements.advance, State.DRAFT, _("Take back to draft"), said=_said(_("“%(title)s” is a draft again."))),
    Step(statements.advance, State.REVIEW, _("Put into review"), said=_said(_("“%(title)s” is in review."))),
    Step(
        statements.advance,
        State.OPEN,
        _("Open for signature"),
        _(
            "Members can sign it. If it is an urgent appeal, those who may sign are asked by letter once its window"
            " is open; that may be at once, and letters cannot be called back."
        ),
        _said(_("“%(title)s” is open for signature.")),
    ),
    Step(
        statements.advance,
        State.ADOPTED,
        _("Adopt, as of today"),
        said=_said(_("“%(title)s” is adopted, as of today.")),
    ),
    Step(
        statements.advance,
        State.PUBLISHED,
        _("Publish, as of today"),
        _(
            "Everybody can read it on the public site. Those who follow it, and those who signed it, are told by"
            " letter: at once, or when its embargo ends. Letters cannot be called back."
        ),
        _published,
    ),
    Step(
        statements.advance,
        State.WITHDRAWN,
        _("Withdraw"),
        _(
            "This cannot be undone: what is withdrawn stays so. What was public stays to be seen, marked as"
            " withdrawn. Nobody is told by letter; letters that have not left yet are kept back."
        ),
        _said(_("“%(title)s” is withdrawn.")),
    ),
)


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
class StatementAdmin(StepsOnThePage, RecordAdmin):
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
    steps = STEPS
    transitions = statements.TRANSITIONS
    actions = tuple(as_action(step) for step in STEPS if step.to != State.DRAFT)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_endorsement_count()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # A statement of the past is entered as it stands; from then on its state moves by steps.
        return ("state", "published_at") if obj else ()

    def public_address_of(self, record: Any) -> str:
        is_public = Statement.objects.issued().filter(pk=record.pk).exists()
        return reverse("portal:statement", args=[record.public_id]) if is_public else ""

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

"""Putting one's name to a statement and taking it back: shown, confirmed, done."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from advocacy.models import Endorsement, Statement, StatementText
from advocacy.services import endorsements
from caucus_site.portal.records import statement_page
from caucus_site.portal.records.finding import one
from caucus_site.portal.records.members_only import members_only
from caucus_site.portal.records.sign_panel import Panel, Stage, own_endorsement, panel_for, was_shown_as
from caucus_site.portal.records.statements import page

# Sealed, a letter outside ASCII takes up to sixteen signs, and names may be long.
LONGEST_SEAL = 30_000
FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422
# What the service refuses for, and how an answer says so; the rest is a conflict with what is on record.
STATUSES = {"not_a_signer": FORBIDDEN}


class SigningForm(forms.Form):
    """The last step before a signature. The hidden fields say what the signer was shown."""

    text = forms.UUIDField(widget=forms.HiddenInput, required=False)
    shown_as = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEAL)
    is_hidden = forms.BooleanField(
        label=_("Do not show my name for now"),
        required=False,
        help_text=_(
            "Only you and the secretariat then see that you signed. Tell the secretariat when your name may be shown."
        ),
    )
    is_confirmed = forms.BooleanField(
        label=_("I have read the text and sign it as shown here."),
        error_messages={"required": _("Tick this to sign. Nothing has been signed yet.")},
    )


class WithdrawalForm(forms.Form):
    """The last step before a signature is taken back for good."""

    reason = forms.CharField(
        label=_("Reason, if you want to give one"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the secretariat, your chapter's coordinators and you read it."),
    )
    is_confirmed = forms.BooleanField(
        label=_("I withdraw my signature and know that I cannot sign this statement again."),
        error_messages={"required": _("Tick this to withdraw. Your signature still stands.")},
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks for the confirmation, POST signs. A second post finds the first signature and changes nothing."""
    statement = one(Statement.objects.visible_to(request.user), public_id)
    if request.method == "POST":
        return _sign(request, statement)
    panel = panel_for(statement, request.user)
    if panel is not None and panel.stage == Stage.OFFER:
        panel = replace(panel, stage=Stage.CONFIRM, form=SigningForm(initial=_as_shown(panel)))
    refused = panel is None or panel.stage == Stage.REFUSED
    return page(request, statement, panel or _not_open(statement), status=FORBIDDEN if refused else 200)


def _sign(request: HttpRequest, statement: Statement) -> HttpResponse:
    form = SigningForm(request.POST)
    panel = panel_for(statement, request.user)
    if not form.is_valid() and panel is not None and panel.stage == Stage.OFFER:
        return page(request, statement, replace(panel, stage=Stage.CONFIRM, form=form), status=UNPROCESSABLE)
    was_signed = panel is not None and panel.stage == Stage.SIGNED
    # The window may open between the look at the panel and the signature: without the tick nothing was read.
    shown = form.cleaned_data.get("text") if form.is_valid() else None
    read = StatementText.objects.filter(statement=statement, public_id=shown).first() if shown else None
    try:
        endorsements.sign(
            statement,
            acting_user=request.user,
            text_read=read,
            shown_as=was_shown_as(form.cleaned_data.get("shown_as", "")),
            is_hidden=form.cleaned_data.get("is_hidden", False),
        )
    except ValidationError as refusal:
        status = STATUSES.get(getattr(refusal, "code", None) or "", CONFLICT)
        return _refused(request, statement, refusal.messages[0], status=status)
    said = __("You had signed before; nothing was added.") if was_signed else __("You have signed. Thank you.")
    return _done(request, statement, said)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks for the confirmation, POST takes the signature back. A second post changes nothing."""
    statement = one(Statement.objects.visible_to(request.user), public_id)
    own = own_endorsement(statement, request.user)
    panel = panel_for(statement, request.user)
    if own is None or panel is None:
        sentence = __("You have not signed this statement, so there is nothing to withdraw.")
        shown = replace(panel or _not_open(statement), sentence=sentence)
        return page(request, statement, shown, status=CONFLICT)
    if request.method != "POST":
        asking = panel.stage == Stage.SIGNED
        return page(
            request, statement, replace(panel, stage=Stage.WITHDRAW, form=WithdrawalForm()) if asking else panel
        )
    return _withdraw(request, statement, own, panel)


def _withdraw(request: HttpRequest, statement: Statement, own: Endorsement, panel: Panel) -> HttpResponse:
    if hasattr(own, "withdrawal"):
        return _done(request, statement, __("Your signature was withdrawn before; nothing was added."))
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        again = replace(panel, stage=Stage.WITHDRAW, form=form)
        return page(request, statement, again, status=UNPROCESSABLE)
    endorsements.withdraw(own, acting_user=request.user, reason=form.cleaned_data["reason"])
    return _done(request, statement, __("Your signature is withdrawn."))


def _refused(request: HttpRequest, statement: Statement, sentence: str, *, status: int) -> HttpResponse:
    """The panel as things stand now, with why not; what was ticked about hiding stays ticked."""
    panel = panel_for(statement, request.user) or _not_open(statement)
    if panel.stage == Stage.OFFER:
        form = SigningForm(initial={**_as_shown(panel), "is_hidden": "is_hidden" in request.POST})
        panel = replace(panel, stage=Stage.CONFIRM, form=form, sentence=sentence)
    elif panel.stage == Stage.REFUSED:
        panel = replace(panel, sentence=sentence)
    return page(request, statement, panel, status=status)


def _as_shown(panel: Panel) -> dict[str, Any]:
    return {"text": panel.text and panel.text.public_id, "shown_as": panel.shown_as}


def _not_open(statement: Statement) -> Panel:
    return Panel(statement, Stage.REFUSED, sentence=__("This statement does not take signatures from you now."))


def _done(request: HttpRequest, statement: Statement, said: str) -> HttpResponse:
    """Back to the page; with htmx the panel as it is now, and the signatures beside it."""
    if request.headers.get("HX-Request"):
        return render(
            request,
            "portal/records/parts/signed.html",
            {
                "panel": panel_for(statement, request.user),
                "said": said,
                "statement": statement,
                "signatures": statement_page.signatures_of(statement, request.user),
            },
        )
    messages.success(request, said)
    address = reverse("portal:statement", args=[statement.public_id])
    return HttpResponseRedirect(f"{address}#signing", status=303)

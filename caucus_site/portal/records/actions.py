"""Reporting one's parliamentary work, and what became of the reports."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.views.decorators.http import require_http_methods, require_safe

from advocacy.models import Campaign, ParliamentaryAction, Recommendation, Statement
from advocacy.services import actions
from caucus_site.portal.records import once
from caucus_site.portal.records.finding import where_seen
from caucus_site.portal.records.lists import part_listing
from caucus_site.portal.records.members_only import members_only
from caucus_site.portal.records.report_form import ANSWERABLE, ReportForm, key_of, seen
from members.models import Mandate, Person

UNPROCESSABLE = 422
FIELDS = {"recommendation": "answers", "statement": "answers", "campaign": "answers"}


@members_only
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What I reported, and what was reported of me, with where its review stands."""
    who = request.user
    people = actions.reported_for(who, day=localdate())
    mine = ParliamentaryAction.objects.filter(Q(person__account=who.pk) | Q(entered_by=who, person__in=people))
    rows = mine.select_related("chamber").prefetch_related(
        where_seen("person", Person, who),
        where_seen("recommendation", Recommendation, who),
        where_seen("statement", Statement, who),
        where_seen("campaign", Campaign, who),
    )
    return part_listing(
        request,
        "portal/records/actions.html",
        rows,
        ordering=("-happened_on_latest", "-pk"),
        may_report=people.exists(),
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    people = actions.reported_for(request.user, day=localdate())
    if not people.exists():
        raise PermissionDenied(
            __("Parliamentary work is reported by parliamentarians, and by aides whom they asked to report for them.")
        )
    chosen = _chosen(request)
    if request.method == "POST":
        return _report(request, people, chosen)
    form = ReportForm(initial=_initial(people, chosen), who=request.user, people=people, chosen=chosen)
    return _form(request, form)


def _form(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/records/report_action.html", {"form": form}, status=status)


def _chosen(request: HttpRequest) -> Any:
    """What the address proposes to answer. Of something hidden, or of nothing, there is no such page."""
    for kind in ANSWERABLE:
        if kind in request.GET:
            found = seen(kind, request.GET[kind], request.user)
            if found is None:
                raise Http404
            return found
    return None


def _initial(people: QuerySet[Person], chosen: Any) -> dict[str, Any]:
    initial: dict[str, Any] = {"token": uuid.uuid4(), "answers": key_of(chosen) if chosen else ""}
    if people.count() == 1:
        seats = Mandate.objects.filter(person__in=people).held_on(localdate()).select_related("chamber")
        seat = seats.order_by("-began_on_latest", "-pk").first()
        initial["chamber"] = seat.chamber.public_id if seat else None
    return initial


def _report(request: HttpRequest, people: QuerySet[Person], chosen: Any) -> HttpResponse:
    form = ReportForm(request.POST, who=request.user, people=people, chosen=chosen)
    if not form.is_valid():
        return _form(request, form, status=UNPROCESSABLE)
    asked = form.cleaned_data
    try:
        with transaction.atomic():
            once.take(asked["token"])
            action = actions.report(
                person=asked["person"] if "person" in asked else people.get(),
                acting_user=request.user,
                kind=asked["kind"],
                title=asked["title"],
                happened_on=asked["happened_on"],
                text=asked["text"],
                url=asked["url"],
                chamber=asked["chamber"],
                in_answer_to=asked["answers"],
                is_public=asked["is_public"],
            )
            once.made(asked["token"], action)
    except once.AlreadyTaken:
        messages.info(request, __("This form was sent before; it was taken once."))
        return HttpResponseRedirect(reverse("portal:actions"), status=303)
    except ValidationError as refusal:
        _show(form, refusal)
        return _form(request, form, status=UNPROCESSABLE)
    messages.success(request, __("Thank you. The secretariat will check it; until then only you and they see it."))
    return HttpResponseRedirect(reverse("portal:actions"), status=303)


def _show(form: ReportForm, refusal: ValidationError) -> None:
    """What the rules object to, beside the fields of this form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, mistakes in refusal.error_dict.items():
        field = FIELDS.get(name, name)
        form.add_error(field if field in form.fields else None, mistakes)

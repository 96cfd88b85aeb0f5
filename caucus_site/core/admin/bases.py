"""What every page of the secretariat's desk does the same way."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __

from caucus_site.core import history, journal
from caucus_site.core.admin import exports
from caucus_site.core.admin.forms import REASON_INPUT, REASON_LENGTH, TOKEN_INPUT, VERSION_INPUT, RecordForm
from caucus_site.core.admin.masking import mask
from caucus_site.core.admin.pickers import PickerPaginator
from caucus_site.core.admin.refusals import Refusals
from caucus_site.core.admin.rows import CitationInline, UntellingOrder, VisibleRows
from caucus_site.core.admin.timeline import timeline
from caucus_site.core.data_classes import Right
from caucus_site.core.models import SubmittedForm
from caucus_site.core.principals import Principal


class AlreadyTaken(Exception):
    """The form was posted before; nothing of this post may be kept."""


class RecordAdmin(VisibleRows, Refusals):
    """A list, a form, a history and an export for one kind of record.

    - Rows come from `visible_to`; rights from the table of data classes.
    - A form posted twice makes one record; a form overtaken by somebody else's change is handed back.
    - Every change carries its account and, when given, the reason.
    - Any list, as filtered, goes out as CSV or XLSX to whoever may export its class of data.
    """

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False
    compressed_fields = False
    warn_unsaved_form = True
    list_filter_submit = True
    list_before_template = "admin/list_tools.html"
    change_form_before_template = "admin/record_guard.html"
    export_fields: tuple[str, ...] | list[str] = ()
    has_sources = True
    # Links whose records may be hidden while the row is not: in order of name, the row's place would tell the name.
    never_sorted_by: tuple[str, ...] = ()

    # Rows and rights

    def get_sortable_by(self, request: HttpRequest) -> list[str]:
        return [name for name in super().get_sortable_by(request) if name not in self.never_sorted_by]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        rows: Any = super().get_changelist(request, **kwargs)
        return type("Rows", (UntellingOrder, rows), {})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "GET":
            mask([obj], request.user)
        return obj

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        inlines = list(super().get_inlines(request, obj))
        return [*inlines, CitationInline] if self.has_sources and hasattr(self.model, "citations") else inlines

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if search_term.strip() and hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Paginator:
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete":
            return PickerPaginator(queryset, per_page)
        return super().get_paginator(request, queryset, per_page, *args, **kwargs)

    def has_export_permission(self, request: HttpRequest) -> bool:
        data_class = getattr(self.model, "data_class", None)
        return data_class is not None and Principal.of(request.user).may(Right.EXPORT, data_class)

    # Addresses

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        export = path("export/<str:form>/", self.admin_site.admin_view(self.export_view), name=name)
        return [export, *super().get_urls()]

    def export_view(self, request: HttpRequest, form: str) -> Any:
        """The list with its present search and filters, as a file."""
        if form not in exports.FORMS or not self.has_view_permission(request):
            raise PermissionDenied
        if not self.has_export_permission(request):
            raise PermissionDenied(
                __("Your role may look at %(records)s but not export them. Ask an officer whose duty it is.")
                % {"records": self.opts.verbose_name_plural}
            )
        try:
            queryset = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, __("The filter of this list was not understood, so nothing was exported."))
            return HttpResponseRedirect(reverse(self._name("changelist")))
        columns = exports.columns_of(self, request)
        journal.record(
            "record.list_exported",
            actor=request.user,
            model=self.opts.label_lower,
            form=form,
            rows=queryset.count(),
            filters=sorted(request.GET),
        )
        return exports.FORMS[form](queryset, columns, reader=request.user, filename=self.opts.model_name)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        may_export = self.has_export_permission(request)
        page = super().changelist_view(request, {**(extra_context or {}), "may_export": may_export})
        if (shown := getattr(page, "context_data", None)) and "cl" in shown:
            shown["cl"].result_list = list(shown["cl"].result_list)
            mask(shown["cl"].result_list, request.user)
        return page

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        reason = request.POST.get(REASON_INPUT, "").replace("\x00", "").strip()[:REASON_LENGTH]
        context = {
            **(extra_context or {}),
            "form_token": request.POST.get(TOKEN_INPUT) or str(uuid.uuid4()),
            "reason": reason,
        }
        if request.method == "POST" and object_id is None and (answer := self._answer_to_second_post(request)):
            return answer
        try:
            if reason:
                with history.because(reason):
                    return super().changeform_view(request, object_id, form_url, context)
            return super().changeform_view(request, object_id, form_url, context)
        except AlreadyTaken:
            answer = self._answer_to_second_post(request)
            if answer is None:
                raise
            return answer

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj") or context.get("original")
        if obj is not None and hasattr(obj, "version"):
            form = context["adminform"].form
            overtaken = getattr(form, "was_overtaken", False)
            # After a refusal the page carries the new version, so that saving again is a decision.
            stored = type(obj)._default_manager.filter(pk=obj.pk).values_list("version", flat=True).first()
            context["record_version"] = (
                stored if overtaken or request.method != "POST" else request.POST.get(VERSION_INPUT, obj.version)
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        token = _token(request)
        if not change and token:
            try:
                with transaction.atomic():
                    SubmittedForm.objects.create(token=token)
            except IntegrityError:
                raise AlreadyTaken from None
        super().save_model(request, obj, form, change)
        if not change and token:
            SubmittedForm.objects.filter(token=token).update(
                subject_type=ContentType.objects.get_for_model(obj), subject_id=obj.pk
            )

    def _answer_to_second_post(self, request: HttpRequest) -> HttpResponse | None:
        token = _token(request)
        taken = SubmittedForm.objects.filter(token=token).first() if token else None
        if taken is None:
            return None
        made = self.get_queryset(request).filter(pk=taken.subject_id).first()
        if made is None:
            messages.warning(request, __("This form was sent before; nothing was added a second time."))
            return HttpResponseRedirect(reverse(self._name("changelist")))
        messages.warning(
            request,
            format_html(__("This form was sent twice; “{}” was added once. Here it is."), made),
        )
        return HttpResponseRedirect(reverse(self._name("change"), args=[made.pk]))

    def _name(self, view: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"

    # What happened: the journal instead of Django's log, which would keep names

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        journal.record("record.added", obj, actor=request.user)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        changed = sorted({name for part in message if isinstance(part, dict) for name in _fields_named(part)})
        journal.record("record.changed", obj, actor=request.user, fields=changed)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            journal.record("record.deleted", obj, actor=request.user)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every change of the record and of its parts: when, by whom, why, from what to what."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        parts = [inline.model for inline in self.get_inlines(request, obj)]
        context = {
            **self.admin_site.each_context(request),
            "title": __("History: %(record)s") % {"record": obj},
            "opts": self.opts,
            "object": obj,
            "original": obj,
            "changes": timeline(obj, parts=parts, reader=request.user),
            "change_url": reverse(self._name("change"), args=[obj.pk]),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_history.html", context)


def _token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(TOKEN_INPUT, ""))
    except ValueError:
        return None


def _fields_named(part: dict[str, Any]) -> list[str]:
    return [str(name) for facts in part.values() for name in facts.get("fields", [])]

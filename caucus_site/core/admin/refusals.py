"""What a desk page answers to input that is none: a sentence on the page, and nothing changed."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, InternalError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as __
from unfold.admin import ModelAdmin

from caucus_site.core.admin.deleting import deleted_objects
from caucus_site.core.rules import sentence_of_constraint

# How the database says no. A lost connection is no refusal: that stays an error.
SAYS_NO = (DataError, IntegrityError, InternalError)
# What the lists' own filters put behind the name of a field.
COMPARISONS = frozenset({"exact", "in", "isnull", "isempty", "gte", "gt", "lte", "lt"})
KEYS = frozenset({"id", "pk"})
RAISED_BY_A_RULE = "23514"
DEADLOCK = "40P01"
TURNS = 3


class Refusals(ModelAdmin):
    """Between a page of the desk and Django's own: answers for what Django leaves to the error page.

    - Lists are filtered by the filters that they offer and by nothing else: no column can be guessed at.
    - What the database refuses after a form was found good (somebody was faster) comes back as a sentence on the form.
    - Nothing is deleted together with a row that the reader may not see; see `deleting`.
    """

    # Lists

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        path = lookup.split("__")
        if path[-1] in COMPARISONS:
            path.pop()
        offered = set()
        for item in self.get_list_filter(request):
            name = item[0] if isinstance(item, list | tuple) else item
            offered.add(name if isinstance(name, str) else getattr(name, "parameter_name", ""))
        return "__".join(path) in offered or (path[-1] in KEYS and "__".join(path[:-1]) in offered)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            raise IncorrectLookupParameters
        return super().get_changelist_instance(request)

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        try:
            for key in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(key)
        except ValidationError:
            messages.error(request, __("The selection was not understood, so nothing was changed."))
            return None
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except SAYS_NO as refusal:
            messages.error(request, sentence_of(refusal))
            return None

    # Forms

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        sentence = getattr(request, "refused_by_the_database", None)
        return form if sentence is None else _refusing(form, sentence)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return self._without_deadlock(request, object_id, form_url, extra_context)
        except SAYS_NO as refusal:
            if request.method != "POST":
                raise
            request.refused_by_the_database = sentence_of(refusal)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _without_deadlock(self, request: HttpRequest, *view: Any) -> HttpResponse:
        """Rows that exclude each other can lock each other out when several come at once: then one asks again."""
        for _turn in range(TURNS):
            try:
                return super().changeform_view(request, *view)
            except OperationalError as clash:
                if getattr(clash.__cause__, "sqlstate", None) != DEADLOCK:
                    raise
        return super().changeform_view(request, *view)

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return deleted_objects(objs, request, self.admin_site)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except SAYS_NO as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.path)


def sentence_of(refusal: Exception) -> str:
    """What the violated rule says of itself, else that there is one."""
    said = getattr(refusal.__cause__, "diag", None)
    # A rule kept by a trigger speaks for itself; PostgreSQL's own words about a constraint quote values.
    if said is not None and said.sqlstate == RAISED_BY_A_RULE and said.source_function == "exec_stmt_raise":
        return str(said.message_primary)
    rule = sentence_of_constraint(refusal) if isinstance(refusal, IntegrityError) else None
    return rule or __(
        "This contradicts what is on record, perhaps since a moment ago, so nothing was saved. "
        "Look at the records it is about, then try again."
    )


def _refusing(form: type, sentence: str) -> type:
    def clean(self: Any) -> None:
        form.clean(self)  # type: ignore[attr-defined]
        raise ValidationError(sentence, code="refused")

    return type("Refusing", (form,), {"clean": clean})

"""The form of a minute in which a member says what they did in parliament."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from advocacy.models import Campaign, ParliamentaryAction, Recommendation, Statement
from caucus_site.core.fields import PartialDateFormField
from caucus_site.portal.addresses import origins_of
from caucus_site.portal.records.filters import SeenChoice
from members.models import Organisation, Person

OFFERED = 40
ANSWERABLE: dict[str, Any] = {"recommendation": Recommendation, "statement": Statement, "campaign": Campaign}
GROUPS = {"recommendation": _("Recommendations"), "statement": _("Statements"), "campaign": _("Campaigns")}


def answerable(kind: str, who: Any) -> QuerySet:
    """What can be answered, as far as the reader may see it: asks that are not settled, what went out, what runs."""
    rows: Any = ANSWERABLE[kind].objects.visible_to(who)
    if kind == "recommendation":
        return rows.unsettled().order_by("-pk")
    if kind == "statement":
        return rows.issued().order_by("-issued_on_latest", "-pk")
    return rows.order_by("-pk")


class AnswerField(forms.ChoiceField):
    """What the action answers, as “recommendation:<id>”. Offered are the newest; taken is whatever may be seen.

    An id of something hidden is refused in the words for an id of nothing.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Choose what it answers from the list, or leave this empty.")
    }

    def offer(self, who: Any, chosen: Any = None) -> None:
        self.who = who
        self.choices = [("", _("Nothing in particular")), *self._groups(chosen)]

    def _groups(self, chosen: Any) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
        for kind, heading in GROUPS.items():
            rows = list(answerable(kind, self.who)[:OFFERED])
            if chosen is not None and isinstance(chosen, ANSWERABLE[kind]) and chosen not in rows:
                rows.insert(0, chosen)
            if rows and kind == "recommendation":
                yield from self._by_origin(heading, rows)
            elif rows:
                yield heading, [(key_of(row), _shortened(str(row))) for row in rows]

    def _by_origin(self, heading: Any, rows: list[Any]) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
        """The asks under the statement or mission that makes them; under the bare heading where that is not seen."""
        origins = origins_of(rows, self.who)
        groups: dict[Any, list[tuple[str, str]]] = {}
        for row in rows:
            groups.setdefault(origins.get(row), []).append((key_of(row), _shortened(str(row))))
        for origin, choices in groups.items():
            yield (f"{heading}: {_shortened(str(origin))}" if origin else heading), choices

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        kind, _colon, public_id = str(value).partition(":")
        found = seen(kind, public_id, self.who)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


def key_of(record: Any) -> str:
    return f"{record._meta.model_name}:{record.public_id}"


def seen(kind: str, public_id: str, who: Any) -> Any:
    """The record of the kind and id where the reader may see it, else None."""
    if kind not in ANSWERABLE:
        return None
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return ANSWERABLE[kind].objects.visible_to(who).filter(public_id=wanted).first()


def _shortened(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88]}…"


class ReportForm(forms.Form):
    """What, when, where, in answer to what. Everything else is for whoever has more than a minute."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=[("", _("Choose …")), *ParliamentaryAction.Kind.choices],
        error_messages={
            "required": _("Choose what it was; “Other” will do."),
            "invalid_choice": _("Choose one of the list; “Other” will do."),
        },
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=300,
        help_text=_("“Asked the minister about passports kept by employers”"),
        error_messages={"required": _("Say in one line what it was about.")},
    )
    happened_on = PartialDateFormField(
        label=_("When?"), error_messages={"required": _("Say when it was; the month or the year is enough.")}
    )
    chamber = SeenChoice(
        Organisation.objects.none(),
        label=_("In which chamber?"),
        required=False,
        to_field_name="public_id",
        empty_label=_("Outside parliament"),
        error_messages={"invalid_choice": _("Choose a chamber of the list, or leave it empty.")},
    )
    answers = AnswerField(label=_("In answer to what?"), required=False)
    url = forms.URLField(
        label=_("Where it can be read"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("A link to the record of parliament or to a report, if there is one."),
    )
    text = forms.CharField(
        label=_("More about it"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_public = forms.BooleanField(
        label=_("The public and our partners may be told"),
        required=False,
        help_text=_("Only once the secretariat has checked it."),
    )

    field_order = (
        *("token", "person", "kind", "title", "happened_on", "chamber", "answers", "url", "text", "is_public"),
    )

    def __init__(self, *args: Any, who: Any, people: QuerySet[Person], chosen: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        chambers = Organisation.objects.chambers().filter(
            Q(mandates__person__in=people) | Q(country__in=people.order_by().values("country"))
        )
        fields: dict[str, Any] = self.fields
        fields["chamber"].queryset = Organisation.objects.filter(pk__in=chambers.order_by().values("pk"))
        fields["answers"].offer(who, chosen)
        if people.count() > 1:
            fields["person"] = SeenChoice(
                people.order_by("sort_name", "pk"),
                label=_("Whose work?"),
                to_field_name="public_id",
                empty_label=_("Choose …"),
                error_messages={"invalid_choice": _("Choose one of those for whom you may report.")},
            )
            self.order_fields(self.field_order)

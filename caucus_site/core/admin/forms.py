"""The form behind every change page: refuses to overwrite what somebody else saved meanwhile."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as __

from caucus_site.core.admin.masking import UNSEEN, may_hide

VERSION_INPUT = "_version"
TOKEN_INPUT = "_form_token"  # noqa: S105  (the name of a form field)
REASON_INPUT = "_reason"
REASON_LENGTH = 1000


def _unseen(_record: Any) -> str:
    return str(UNSEEN)


class GuardedChoices(forms.ModelForm):
    """A picker that holds a record which the reader may not see keeps it, without saying which it is.

    What an address proposes for a new record is taken only where it may be seen: a hidden id looks like none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            held = self.initial.get(name)
            if held is None or not isinstance(field, forms.ModelChoiceField):
                continue
            if self.instance.pk:
                self._keep(field, held)
            elif not self._may_be_proposed(field, held):
                del self.initial[name]

    def _keep(self, picker: Any, held: Any) -> None:
        if may_hide(picker.queryset) and not picker.queryset.filter(pk=held).exists():
            picker.queryset = picker.queryset.model._base_manager.filter(pk=held)
            picker.label_from_instance = _unseen
            picker.disabled = True

    def _may_be_proposed(self, picker: Any, proposed: Any) -> bool:
        try:
            return picker.clean(proposed) is not None
        except ValidationError:
            return False

    def _update_errors(self, errors: ValidationError) -> None:
        """A model may object to a field that this form leaves out: then the form as a whole says so."""
        if hasattr(errors, "error_dict"):
            for name in [name for name in errors.error_dict if name != NON_FIELD_ERRORS and name not in self.fields]:
                errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(errors.error_dict.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]


class RecordForm(GuardedChoices):
    """Compares the version that the page was opened with against the row, under its lock."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opened_with = self.data.get(VERSION_INPUT, "")
        if self.instance.pk and opened_with.isdecimal():
            model = type(self.instance)
            current = (
                model._default_manager.select_for_update(of=("self",))
                .filter(pk=self.instance.pk)
                .values_list("version", flat=True)
                .first()
            )
            if current is not None and current != int(opened_with):
                self.was_overtaken = True
                raise ValidationError(
                    __(
                        "Somebody changed this record while you had it open. Nothing of yours was saved; it is all "
                        "still below. Look at “History” for what changed, then save again to put your entries over it."
                    ),
                    code="overtaken",
                )
        return cleaned

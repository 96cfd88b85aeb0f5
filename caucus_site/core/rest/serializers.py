"""Shapes of records: the public id as `id`, dates as EDTF, and nothing accepted that is not listed."""

import copy
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import models
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caucus_site.core.dates import NotAPartialDate, PartialDate
from caucus_site.core.fields import PartialDateField


@extend_schema_field({"type": "string", "description": "EDTF: a year, a month or a day.", "examples": ["2011-05"]})
class PartialDateSerializerField(serializers.Field):
    """EDTF in both directions. Programs do not write “May 2011”."""

    default_error_messages = {"not_edtf": _("This is not a year, month or day in EDTF, such as 2007, 2011-05.")}

    def to_representation(self, value: PartialDate) -> str:
        return value.edtf

    def to_internal_value(self, data: Any) -> PartialDate:
        try:
            return PartialDate.from_edtf(data)
        except (NotAPartialDate, TypeError):
            self.fail("not_edtf")


class RecordSerializer(serializers.ModelSerializer):
    """List `fields` by hand. A value for any other name, or for a field that is only shown, is refused.

    The model's own `clean()` judges too, so that a program reads the same sentence as a person at a form.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        PartialDateField: PartialDateSerializerField,
    }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(set(map(str, data)) - writable):
                names = ", ".join(sorted(writable))
                sentence = __("This cannot be set here. What can: %(names)s.") % {"names": names}
                refusal = serializers.ErrorDetail(sentence, code="not_writable")
                raise serializers.ValidationError({name: [refusal] for name in unknown})
        return super().to_internal_value(data)

    def validate(self, attrs: Any) -> Any:
        attrs = super().validate(attrs)
        model: type[models.Model] = self.Meta.model
        candidate = copy.copy(self.instance) if isinstance(self.instance, model) else model()
        for name, value in attrs.items():
            setattr(candidate, name, value)
        named = {field.source: name for name, field in self.fields.items()}
        try:
            candidate.clean()
        except DjangoValidationError as refusal:
            if not hasattr(refusal, "error_dict"):
                raise
            by_name = {named.get(field, field): errors for field, errors in refusal.error_dict.items()}
            raise DjangoValidationError(by_name) from None
        return attrs

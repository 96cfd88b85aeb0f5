"""What a record shows of others: stubs of those it points at, and rows of those that belong to it.

All of them come through their own model's door, in one query for each kind, however many records are shown: whoever
may not know of a person sees null where the record names them, and no row, and so no count, of what is theirs.

    class MandateSerializer(Shape):
        person = Stub()
        class Meta:
            model = Mandate
            fields = ("id", "person", "post")

    MandateSerializer().arranged(Mandate.objects.visible_to(who), who)

Related records are read only from where `arranged` has put them. Without it, showing a record fails; it never falls
back on what the foreign key says.
"""

import datetime
import operator
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import Model, Prefetch, QuerySet
from django.utils.functional import cached_property
from rest_framework import serializers

from caucus_site.core.principals import Principal
from caucus_site.core.rest.serializers import RecordSerializer
from caucus_site.core.rest.viewsets import RecordViewSet

SEEN = "seen_"
# Their columns hold what JSON shows.
SHOWN_AS_THEY_ARE = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.IntegerField,
    serializers.BooleanField,
)


class StubSchema(serializers.Serializer):
    """A related record in passing."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class CodedStubSchema(StubSchema):
    """A related record that people know by its code: KH, C189."""

    code = serializers.CharField()


class _Seen(serializers.Field):
    """A field that reads what was put aside for it under the name of its relation."""

    relation: str

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        self.relation = self.source
        self.source = SEEN + self.relation
        self.source_attrs = [self.source]

    def columns(self) -> set[str]:
        """What the record itself must have loaded for it."""
        return set()

    def prefetches(self, model: type[Model], who: Principal) -> Iterator[Prefetch]:
        raise NotImplementedError


class Stub(_Seen):
    """A related record by its id and name; null where there is none, or none that the reader may know of.

    `allow_null=False` says that there always is one: the record itself is hidden with it.
    """

    schema: ClassVar[type[serializers.Serializer]] = StubSchema

    def __init__(self, name: str = "name", *, allow_null: bool = True, **kwargs: Any) -> None:
        self.name_column = name
        self._spectacular_annotation = {"field": self.schema}
        super().__init__(read_only=True, allow_null=allow_null, **kwargs)

    def columns(self) -> set[str]:
        return {self.relation}

    def prefetches(self, model: type[Model], who: Principal) -> Iterator[Prefetch]:
        yield self.prefetch(model, self.relation, who)

    def prefetch(self, model: type[Model], relation: str, who: Principal) -> Prefetch:
        related: Any = model._meta.get_field(relation).related_model
        records = self.chosen(related._default_manager.visible_to(who))
        return Prefetch(relation, records, to_attr=SEEN + relation)

    def chosen(self, records: QuerySet) -> QuerySet:
        """The records with the columns that are shown."""
        return records.only("public_id", self.name_column)

    def to_representation(self, record: Any) -> dict[str, Any]:
        return {"id": str(record.public_id), "name": getattr(record, self.name_column)}


class CodedStub(Stub):
    """A stub of a record that people know by its code: KH, C189."""

    schema = CodedStubSchema

    def chosen(self, records: QuerySet) -> QuerySet:
        return records.only("public_id", self.name_column, "code")

    def to_representation(self, record: Any) -> dict[str, Any]:
        return {**super().to_representation(record), "code": record.code}


class Stubs(_Seen):
    """The records at the far end of a record's links, each once: `Stubs("grounds", "finding", Stub("title"))`."""

    def __init__(self, links: str, end: str, stub: Stub, **kwargs: Any) -> None:
        self.end, self.stub = end, stub
        self._spectacular_annotation = {"field": stub.schema(many=True)}
        super().__init__(read_only=True, source=links, **kwargs)

    def prefetches(self, model: type[Model], who: Principal) -> Iterator[Prefetch]:
        link: Any = model._meta.get_field(self.relation)
        links = link.related_model._default_manager.visible_to(who).order_by("pk").only(link.field.name, self.end)
        ends = links.prefetch_related(self.stub.prefetch(link.related_model, self.end, who))
        yield Prefetch(self.relation, ends, to_attr=self.source)

    def to_representation(self, links: Any) -> list[dict[str, Any]]:
        ends = (getattr(link, SEEN + self.end) for link in links)
        each_once = {end.pk: end for end in ends if end is not None}
        return [self.stub.to_representation(end) for end in each_once.values()]


class Rows(serializers.ListSerializer, _Seen):
    """Rows that belong to a record, in the `order` of their serializer: `many=True` makes one."""

    child: Any

    def prefetches(self, model: type[Model], who: Principal) -> Iterator[Prefetch]:
        link: Any = model._meta.get_field(self.relation)
        seen = self.child.chosen(link.related_model._default_manager.visible_to(who))
        rows = self.child.arranged(seen.order_by(*self.child.order), who, link.field.name)
        yield Prefetch(self.relation, rows, to_attr=self.source)


class UtcField(serializers.DateTimeField):
    """One spelling of a moment, whoever asks from wherever."""

    def to_representation(self, value: datetime.datetime) -> str:
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


class Shape(RecordSerializer):
    """A record that is only read, with what the reader may see of its relations."""

    serializer_field_mapping = {
        **RecordSerializer.serializer_field_mapping,
        models.DateTimeField: UtcField,
    }
    order: ClassVar[tuple[str, ...]] = ("pk",)

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> Any:
        return Rows(*args, **{"child": cls(), "read_only": True, **kwargs})

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return {name: read(instance) for name, read in self._readers}

    @cached_property
    def _readers(self) -> list[tuple[str, Callable[[Any], Any]]]:
        # Found out once for a list rather than anew for each value in it, which is most of what serializers cost.
        return [(name, _reader(field)) for name, field in self.fields.items()]

    def chosen(self, rows: Any) -> Any:
        """Which of the visible rows are shown where they are nested: all, unless a subclass chooses."""
        return rows

    def arranged(self, rows: Any, who: Principal, *also: str) -> QuerySet:
        """The rows with the columns and related records that the fields show; of other columns, those in `also`."""
        columns = {"pk", *also}
        prefetches: list[Prefetch] = []
        for field in self.fields.values():
            if isinstance(field, _Seen):
                columns |= field.columns()
                prefetches += field.prefetches(rows.model, who)
            elif field.source not in rows.query.annotations:
                columns.add(field.source)
        return rows.only(*columns).prefetch_related(*prefetches)

    def get_extra_kwargs(self) -> dict[str, Any]:
        return {name: {"read_only": True} for name in self.Meta.fields}


class ShapedViewSet(RecordViewSet):
    """Reading records whose serializer is a `Shape`: what is nested needs no arranging by hand."""

    http_method_names = ["get", "head", "options"]

    def arranged(self, queryset: Any) -> Any:
        # For the tag of a single record, its own id and version as well.
        return self.get_serializer().arranged(queryset, self.principal, "public_id", "version")


def _reader(field: serializers.Field) -> Callable[[Any], Any]:
    value_of = operator.attrgetter(field.source)
    if isinstance(field, SHOWN_AS_THEY_ARE):
        return value_of
    show = str if isinstance(field, serializers.UUIDField) else field.to_representation

    def read(record: Any) -> Any:
        value = value_of(record)
        return None if value is None else show(value)

    return read

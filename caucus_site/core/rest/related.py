"""What a record shows of others: stubs of those it points at, and rows of those that belong to it.

All of them come through their own model's door, in one query for each kind, however many records are shown: whoever
may not know of a person sees null where the record names them, and no row, and so no count, of what is theirs.

    class MandateSerializer(Shape):
        person = Stub()
        class Meta:
            model = Mandate
            fields = ("id", "person", "post")

    MandateSerializer().shown(mandates, who)

There is no other way to show a shape: Django REST Framework's own would follow the foreign keys past the door.
"""

import datetime
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from caucus_site.core.principals import Principal
from caucus_site.core.rest.serializers import RecordSerializer
from caucus_site.core.rest.viewsets import RecordViewSet

Json = dict[str, Any]
# Their columns hold what JSON shows.
SHOWN_AS_THEY_ARE = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.IntegerField,
    serializers.BooleanField,
)


class _Seen(serializers.Field):
    """A field that shows what the asker may see of a relation."""

    def column(self) -> str | None:
        """What the record itself must have loaded for it."""
        return None

    def found(self, model: type[models.Model], rows: Sequence[Any], who: Principal) -> Callable[[Any], Any]:
        """Asks for what belongs to all the rows; answers with what is shown of each."""
        raise NotImplementedError


@extend_schema_serializer(component_name="Stub")
class StubSchema(serializers.Serializer):
    """A related record in passing."""

    id = serializers.UUIDField()
    name = serializers.CharField()


@extend_schema_serializer(component_name="CodedStub")
class CodedStubSchema(StubSchema):
    """A related record that people know by its code: KH, C189."""

    code = serializers.CharField()


class Stub(_Seen):
    """A related record by its id and name; null where there is none, or none that the reader may know of.

    `allow_null=False` says that there always is one: the record itself is hidden with it.
    """

    schema: ClassVar[type[serializers.Serializer]] = StubSchema

    def __init__(self, name: str = "name", *, allow_null: bool = True, **kwargs: Any) -> None:
        self.names = {"name": name}
        self._spectacular_annotation = {"field": self.schema}
        super().__init__(read_only=True, allow_null=allow_null, **kwargs)

    def column(self) -> str:
        return str(self.source)

    def stubs(self, model: type[models.Model], keys: Iterable[int | None], who: Principal) -> Mapping[int | None, Json]:
        """Those of the records that the asker may see, by primary key."""
        known = set(keys) - {None}
        if not known:
            return {}
        records = self.named(_door(model, who).filter(pk__in=known))
        facts = records.values_list("pk", "public_id", *self.names.values())
        return {
            key: {"id": str(public_id), **dict(zip(self.names, names, strict=True))} for key, public_id, *names in facts
        }

    def named(self, records: QuerySet) -> QuerySet:
        """The records with whatever the name is, where it is more than a column."""
        return records.order_by()


class CodedStub(Stub):
    """A stub of a record that people know by its code: KH, C189."""

    schema = CodedStubSchema

    def __init__(self, name: str = "name", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.names = {**self.names, "code": "code"}


class Stubs(_Seen):
    """The records at the far end of a record's links, each once: `Stubs("grounds", "finding", Stub("title"))`."""

    def __init__(self, links: str, end: str, stub: Stub, **kwargs: Any) -> None:
        self.links, self.end, self.stub = links, end, stub
        self._spectacular_annotation = {"field": stub.schema(many=True)}
        super().__init__(read_only=True, source="*", **kwargs)

    def found(self, model: type[models.Model], rows: Sequence[Any], who: Principal) -> Callable[[Any], Any]:
        whole, links = _parts(model, self.links, rows, who)
        end: Any = links.model._meta.get_field(self.end)
        ends: dict[int, dict[int, None]] = defaultdict(dict)
        for key, key_of_end in links.order_by("pk").values_list(whole.attname, end.attname):
            ends[key][key_of_end] = None
        stubs = self.stub.stubs(end.related_model, (key for keys in ends.values() for key in keys), who)
        return lambda row: [stubs[key] for key in ends.get(row.pk, ()) if key in stubs]


class Rows(serializers.ListSerializer, _Seen):
    """Rows that belong to a record, in the `order` of their serializer: `many=True` makes one."""

    child: Any

    def found(self, model: type[models.Model], rows: Sequence[Any], who: Principal) -> Callable[[Any], Any]:
        whole, parts = _parts(model, str(self.source), rows, who)
        chosen = self.child.loaded(self.child.chosen(parts).order_by(*self.child.order), whole.name)
        key_of = operator.attrgetter(whole.attname)
        shown: dict[int, list[Json]] = defaultdict(list)
        for part, shape in zip(chosen, self.child.shown(list(chosen), who), strict=True):
            shown[key_of(part)].append(shape)
        return lambda row: shown.get(row.pk, [])


def _parts(model: type[models.Model], relation: str, rows: Sequence[Any], who: Principal) -> tuple[Any, Any]:
    """The foreign key by which parts name their whole, and the visible parts of these rows."""
    link: Any = model._meta.get_field(relation)
    visible = _door(link.related_model, who)
    return link.field, visible.filter(**{f"{link.field.name}__in": [row.pk for row in rows]})


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

    def chosen(self, rows: Any) -> Any:
        """Which of the visible rows are shown where they are nested: all, unless a subclass chooses."""
        return rows

    def loaded(self, rows: Any, *also: str) -> QuerySet:
        """The rows with the columns that are shown, and those in `also`."""
        columns = {"pk", *also}
        for field in self.fields.values():
            column = field.column() if isinstance(field, _Seen) else str(field.source)
            if column and column not in rows.query.annotations:
                columns.add(column)
        return rows.only(*columns)

    def shown(self, rows: Sequence[Any], who: Principal) -> list[Json]:
        """The rows as JSON, each as far as the asker may see what it rests on. They are visible themselves."""
        if not rows:
            return []
        stubs = self._stubs(rows, who)
        readers = [
            (name, stubs.get(name) or (field.found(self.Meta.model, rows, who) if isinstance(field, _Seen) else field))
            for name, field in self._readers
        ]
        return [{name: read(row) for name, read in readers} for row in rows]

    def _stubs(self, rows: Sequence[Any], who: Principal) -> dict[str, Callable[[Any], Any]]:
        """What reads each stub. Those of one model that look alike, as chamber and party do, are asked for at once."""
        model: Any = self.Meta.model
        alike: dict[Any, list[tuple[str, Stub, Callable[[Any], Any]]]] = defaultdict(list)
        for name, field in self._readers:
            if isinstance(field, Stub):
                foreign_key = model._meta.get_field(str(field.source))
                look = (foreign_key.related_model, type(field), *field.names.values())
                alike[look].append((name, field, operator.attrgetter(foreign_key.attname)))
        readers = {}
        for (related, *_look), fields in alike.items():
            keys = (key_of(row) for _name, _field, key_of in fields for row in rows)
            stubs = fields[0][1].stubs(related, keys, who)
            for name, _field, key_of in fields:
                readers[name] = _from(stubs, key_of)
        return readers

    def to_representation(self, instance: Any) -> Any:
        raise NotImplementedError("A shape is shown by `shown`, which asks who reads it.")

    def get_extra_kwargs(self) -> Json:
        return {name: {"read_only": True} for name in self.Meta.fields}

    @cached_property
    def _readers(self) -> list[tuple[str, Any]]:
        # Found out once for all rows rather than anew for each value, which is most of what serializers cost.
        return [(name, field if isinstance(field, _Seen) else _reader(field)) for name, field in self.fields.items()]


def _from(stubs: Mapping[int | None, Json], key_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: stubs.get(key_of(row))


def _reader(field: serializers.Field) -> Callable[[Any], Any]:
    value_of = operator.attrgetter(str(field.source))
    if isinstance(field, SHOWN_AS_THEY_ARE):
        return value_of
    show = str if isinstance(field, serializers.UUIDField) else field.to_representation

    def read(record: Any) -> Any:
        value = value_of(record)
        return None if value is None else show(value)

    return read


class Shown:
    """Records in their shape; `data`, as serializers have it."""

    def __init__(self, shape: Shape, records: Any, who: Principal, *, many: bool) -> None:
        self.shape, self.records, self.who, self.many = shape, records, who, many

    @cached_property
    def data(self) -> Any:
        shown = self.shape.shown(self.records if self.many else [self.records], self.who)
        return shown if self.many else shown[0]


class ShapedViewSet(RecordViewSet):
    """Reading records whose serializer is a `Shape`: what is nested needs no arranging by hand."""

    http_method_names = ["get", "head", "options"]

    def arranged(self, queryset: Any) -> Any:
        # For the tag of a single record, its own id and version as well.
        return self.get_serializer().loaded(queryset, "public_id", "version")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The shape; with records, what is shown of them."""
        serializer_class: Any = self.serializer_class
        shape = _shape(serializer_class, self.wanted_of(serializer_class.Meta.fields))
        return Shown(shape, args[0], self.principal, many=kwargs.get("many", False)) if args else shape


@lru_cache(maxsize=500)
def _shape(serializer_class: type[Shape], wanted: frozenset[str]) -> Shape:
    # Building a serializer's fields costs more than showing a record, and a shape holds nothing of a request.
    shape = serializer_class()
    for name in set(shape.fields) - wanted:
        shape.fields.pop(name)
    return shape


@lru_cache(maxsize=1_000)
def _door(model: type[models.Model], who: Principal) -> QuerySet:
    # What a principal may see is a condition, which only the database judges; building it anew takes longer than that.
    return model._default_manager.visible_to(who)  # type: ignore[attr-defined]

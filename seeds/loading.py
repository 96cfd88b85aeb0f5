"""Putting entries into the database: created once, updated when their file changes, otherwise left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction

from caucus_site.core import history
from caucus_site.core.models import Citation
from seeds.entries import REFERENCE, BadSeed, Entry
from seeds.models import SeededRecord


@dataclass
class Outcome:
    """How many entries made a record, changed one, or found it as it should be."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}"


def load(entries: Iterable[Entry]) -> Outcome:
    """Load the entries in their order, all or none.

    A record that staff have edited keeps their edits until its entry changes; one that they deleted stays deleted.
    """
    outcome = Outcome()
    with transaction.atomic(), history.because("documented history", command="seed"):
        records = _Records()
        for entry in entries:
            records.load(entry, outcome)
    return outcome


class _Records:
    """The seeded records by key, with their primary keys; instances only for those that are written."""

    def __init__(self) -> None:
        self.known = {seeded.key: seeded for seeded in SeededRecord.objects.all()}
        self.alive = self._alive()

    def _alive(self) -> set[tuple[int, int]]:
        kinds: dict[int, list[int]] = {}
        for seeded in self.known.values():
            kinds.setdefault(seeded.subject_type_id, []).append(seeded.subject_id)
        alive = set()
        for type_id, keys in kinds.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            if model is not None:
                alive |= {(type_id, pk) for pk in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)}
        return alive

    def load(self, entry: Entry, outcome: Outcome) -> None:
        seeded = self.known.get(entry.key)
        if seeded and (seeded.subject_type_id, seeded.subject_id) not in self.alive:
            outcome.gone.append(entry.key)
            outcome.unchanged += 1
            return
        if seeded and seeded.content_hash == entry.content_hash:
            outcome.unchanged += 1
            return
        model = _model(entry)
        if seeded:
            instance = model._base_manager.get(pk=seeded.subject_id)
        else:
            instance = self._to_adopt(entry, model) or model()
        is_new = instance.pk is None
        self._write(entry, instance)
        seeded, made = SeededRecord.objects.update_or_create(
            key=entry.key,
            defaults={
                "subject_type": ContentType.objects.get_for_model(model),
                "subject_id": instance.pk,
                "content_hash": entry.content_hash,
            },
        )
        self.known[entry.key] = seeded
        self.alive.add((seeded.subject_type_id, seeded.subject_id))
        if is_new:
            outcome.created += 1
        else:
            outcome.updated += 1

    def _to_adopt(self, entry: Entry, model: type[models.Model]) -> models.Model | None:
        if not entry.match:
            return None
        return model._base_manager.filter(**{name: self._value(entry, entry.fields[name]) for name in entry.match}).first()

    def _write(self, entry: Entry, instance: models.Model) -> None:
        for name, said in entry.fields.items():
            try:
                target = instance._meta.get_field(name)
            except FieldDoesNotExist:
                raise BadSeed(f"{entry.file}: {entry.key}: {entry.model} has no field {name}.") from None
            value = self._value(entry, said)
            attribute = target.attname if isinstance(target, models.ForeignKey) else name  # type: ignore[union-attr]
            setattr(instance, attribute, value)
        try:
            instance.full_clean(exclude=["public_id"])
            instance.save()
        except ValidationError as error:
            raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None
        for source in entry.sources:
            facts = {name: self._value(entry, value) for name, value in source.items()}
            self._cite(entry, instance, facts)

    def _cite(self, entry: Entry, instance: models.Model, facts: dict[str, Any]) -> None:
        described = {name: facts[name] for name in ("confidence", "as_of", "note") if name in facts}
        citation, _made = Citation.objects.get_or_create(
            subject_type=ContentType.objects.get_for_model(instance),
            subject_id=instance.pk,
            source_id=facts["source"],
            field=facts.get("field", ""),
            locator=facts.get("locator", ""),
            defaults=described,
        )
        try:
            citation.clean()
        except ValidationError as error:
            raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None

    def _value(self, entry: Entry, said: Any) -> Any:
        if isinstance(said, str) and said.startswith(REFERENCE):
            seeded = self.known.get(said[1:])
            if seeded is None:
                raise BadSeed(f"{entry.file}: {entry.key} refers to {said[1:]}, which has not been loaded.")
            return seeded.subject_id
        return said


def _model(entry: Entry) -> type[models.Model]:
    try:
        return apps.get_model(entry.model)
    except (LookupError, ValueError, AttributeError):
        raise BadSeed(f"{entry.file}: {entry.key}: there is no model {entry.model}.") from None


def _sentences(error: ValidationError) -> list[str]:
    if hasattr(error, "message_dict"):
        return [f"{name}: {' '.join(sentences)}" for name, sentences in error.message_dict.items()]
    return list(error.messages)

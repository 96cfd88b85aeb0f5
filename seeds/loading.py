"""Putting entries into the database: created once, updated when their file changes, otherwise left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db import models, transaction

from caucus_site.core import history
from caucus_site.core.models import Citation, Source
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
        if self._is_gone(entry):
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
        seeded = seeded or SeededRecord(key=entry.key)
        seeded.subject_type = ContentType.objects.get_for_model(model)
        seeded.subject_id = instance.pk
        seeded.content_hash = entry.content_hash
        seeded.cited = self._cite(entry, instance, seeded.cited)
        seeded.save()
        self.known[entry.key] = seeded
        self.alive.add((seeded.subject_type_id, seeded.subject_id))
        if is_new:
            outcome.created += 1
        else:
            outcome.updated += 1

    def _is_gone(self, entry: Entry) -> bool:
        """Whether it, or a record that it rests on, was deleted since: then it stays away."""
        rests_on = [value[1:] for value in entry.fields.values() if _is_reference(value)]
        is_deleted = entry.key in self.known and not self._is_there(entry.key)
        return is_deleted or not all(self._is_there(key) for key in rests_on)

    def _is_there(self, key: str) -> bool:
        seeded = self.known.get(key)
        return seeded is not None and (seeded.subject_type_id, seeded.subject_id) in self.alive

    def _to_adopt(self, entry: Entry, model: type[models.Model]) -> models.Model | None:
        if not entry.match:
            return None
        lookups = {
            name: self._pk(entry, value) if _is_reference(value) else value for name, value in entry.match.items()
        }
        try:
            found = list(model._base_manager.filter(**lookups).distinct()[:2])
        except (FieldError, ValueError, TypeError, ValidationError) as error:
            raise BadSeed(f"{entry.file}: {entry.key} cannot be matched: {error}") from None
        return found[0] if len(found) == 1 else None

    def _write(self, entry: Entry, instance: models.Model) -> None:
        for name, said in entry.fields.items():
            target = _field(entry, instance, name)
            if isinstance(target, models.ForeignKey):
                setattr(instance, target.attname, self._pk(entry, said, target.related_model))
            else:
                setattr(instance, name, said)
        try:
            instance.full_clean(exclude=["public_id"])
            instance.save()
        except ValidationError as error:
            raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None

    def _cite(self, entry: Entry, instance: models.Model, cited_before: list[int]) -> list[int]:
        """Hang the entry's sources on the record; those that an earlier edition of the entry named come off."""
        kind = ContentType.objects.get_for_model(instance)
        cited = []
        for facts in entry.sources:
            if _is_reference(facts["source"]) and not self._is_there(facts["source"][1:]):
                continue
            source = self._pk(entry, facts["source"], Source)
            place = {"source_id": source, "field": facts.get("field", ""), "locator": facts.get("locator", "")}
            citation = Citation.objects.filter(subject_type=kind, subject_id=instance.pk, **place).first()
            citation = citation or Citation(subject_type=kind, subject_id=instance.pk, **place)
            citation.confidence = facts.get("confidence", Citation.Confidence.STATED)
            citation.as_of = facts.get("as_of")
            citation.note = facts.get("note", "")
            try:
                citation.full_clean(exclude=["public_id", "subject_type", "source"], validate_unique=False)
                citation.save()
            except ValidationError as error:
                raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None
            cited.append(citation.pk)
        Citation.objects.filter(pk__in=set(cited_before) - set(cited)).delete()
        return cited

    def _pk(self, entry: Entry, said: Any, model: Any = None) -> Any:
        """The primary key of the record that `@key` names; a record of another model is a mistake of the file."""
        if said is None:
            return None
        if not _is_reference(said):
            raise BadSeed(f"{entry.file}: {entry.key} says “{said}” where the key of an entry belongs, as “@…”.")
        seeded = self.known[said[1:]]
        if model is not None and seeded.subject_type_id != ContentType.objects.get_for_model(model).pk:
            raise BadSeed(f"{entry.file}: {entry.key} refers to {said[1:]}, which is no {model._meta.verbose_name}.")
        return seeded.subject_id


def _is_reference(said: Any) -> bool:
    return isinstance(said, str) and said.startswith(REFERENCE)


def _model(entry: Entry) -> type[models.Model]:
    try:
        return apps.get_model(entry.model)
    except (LookupError, ValueError):
        raise BadSeed(f"{entry.file}: {entry.key}: there is no model {entry.model}.") from None


def _field(entry: Entry, instance: models.Model, name: str) -> models.Field:
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, models.Field) or not field.concrete or not field.editable:
        raise BadSeed(f"{entry.file}: {entry.key}: {entry.model} has no field {name} that can be stated.")
    return field


def _sentences(error: ValidationError) -> list[str]:
    if hasattr(error, "message_dict"):
        return [f"{name}: {' '.join(sentences)}" for name, sentences in error.message_dict.items()]
    return list(error.messages)

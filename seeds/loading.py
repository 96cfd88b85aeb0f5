"""Putting entries into the database: created once, updated when their file changes, otherwise left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db import IntegrityError, models, transaction

from caucus_site.core import history, statistics
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
    try:
        with transaction.atomic(), history.because("documented history", command="seed"):
            records = _Records()
            for entry in entries:
                records.load(entry, outcome)
            records.finish()
            if outcome.created:
                refresh_statistics()
    except IntegrityError as error:  # of a constraint that the database judges at the end
        raise BadSeed(f"The entries do not fit together: {error}") from None
    return outcome


def refresh_statistics() -> None:
    """After a load in bulk, of every table of the domain."""
    domain = [apps.get_app_config(label) for label in ("members", "events", "advocacy")]
    statistics.refresh(*(model for app in domain for model in app.get_models()))


class _Records:
    """The seeded records by key, with their primary keys; instances only for those that are written."""

    def __init__(self) -> None:
        self.known = {seeded.key: seeded for seeded in SeededRecord.objects.all()}
        self.alive = self._alive()
        self.cited: dict[str, list[Citation]] = {}

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
        self.known[entry.key] = seeded
        self.alive.add((seeded.subject_type_id, seeded.subject_id))
        self.cited[entry.key] = self._citations(entry, instance, is_new=is_new)
        if is_new:
            outcome.created += 1
        else:
            outcome.updated += 1

    def finish(self) -> None:
        """Store the citations, and which record each entry became. Sources that an entry no longer names come off."""
        citations = [citation for of_entry in self.cited.values() for citation in of_entry]
        Citation.objects.bulk_create([citation for citation in citations if citation.pk is None], batch_size=500)
        named_no_more: set[int] = set()
        written = [self.known[key] for key in self.cited]
        for seeded in written:
            named = [citation.pk for citation in self.cited[seeded.key]]
            named_no_more |= set(seeded.cited) - set(named)
            seeded.cited = named
        Citation.objects.filter(pk__in=named_no_more).delete()
        SeededRecord.objects.bulk_create([seeded for seeded in written if seeded.pk is None], batch_size=500)
        SeededRecord.objects.bulk_update(
            [seeded for seeded in written if seeded.pk is not None],
            ["subject_type", "subject_id", "content_hash", "cited"],
            batch_size=500,
        )

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
        """Fields and `clean()` are judged here, constraints by the database: asking it first costs a query each."""
        known_to_exist = ["public_id"]
        for name, said in entry.fields.items():
            target = _field(entry, instance, name)
            if isinstance(target, models.ForeignKey):
                setattr(instance, target.attname, self._pk(entry, said, target.related_model))
                if said is not None and not target.get_limit_choices_to():
                    known_to_exist.append(name)
            else:
                setattr(instance, name, said)
        try:
            instance.full_clean(exclude=known_to_exist, validate_unique=False, validate_constraints=False)
            instance.save()
        except ValidationError as error:
            raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None
        except IntegrityError as error:
            raise BadSeed(f"{entry.file}: {entry.key}: {_refusal(error, instance)}") from None

    def _citations(self, entry: Entry, instance: models.Model, *, is_new: bool) -> list[Citation]:
        """The entry's sources as citations of the record; those that it has already are brought up to date."""
        kind = ContentType.objects.get_for_model(instance)
        held = (
            {}
            if is_new
            else {
                (citation.source_id, citation.field, citation.locator): citation
                for citation in Citation.objects.filter(subject_type=kind, subject_id=instance.pk)
            }
        )
        citations: list[Citation] = []
        for facts in entry.sources:
            if _is_reference(facts["source"]) and not self._is_there(facts["source"][1:]):
                continue
            place = (self._pk(entry, facts["source"], Source), facts.get("field", ""), facts.get("locator", ""))
            if place in {(said.source_id, said.field, said.locator) for said in citations}:
                raise BadSeed(f"{entry.file}: {entry.key} names the source {facts['source'][1:]} twice for one fact.")
            citation = held.get(place) or Citation(
                subject_type=kind, subject_id=instance.pk, source_id=place[0], field=place[1], locator=place[2]
            )
            citation.subject_type = kind
            citation.confidence = facts.get("confidence", Citation.Confidence.STATED)
            citation.as_of = facts.get("as_of")
            citation.note = facts.get("note", "")
            try:
                citation.clean_fields(exclude=["public_id", "subject_type", "source"])
                citation.clean()
            except ValidationError as error:
                raise BadSeed(f"{entry.file}: {entry.key}: {'; '.join(_sentences(error))}") from None
            if citation.pk is not None:
                citation.save()
            citations.append(citation)
        return citations

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


def _refusal(error: IntegrityError, instance: models.Model) -> str:
    """What the database says, in the words of the constraint where it has any."""
    said = getattr(error.__cause__, "diag", None)
    for constraint in instance._meta.constraints:
        if said is not None and constraint.name == said.constraint_name:
            return str(constraint.get_violation_error_message())
    return (said and (said.message_detail or said.message_primary)) or str(error)

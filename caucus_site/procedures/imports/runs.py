"""A whole import: read, match, write, keep the batch and its report; all or nothing."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from caucus_site.core import history, journal, statistics
from caucus_site.core.models import Source
from caucus_site.procedures.imports import files, matching, popolo
from caucus_site.procedures.imports.problems import Report, UnreadableFile
from caucus_site.procedures.imports.writing import Writer
from caucus_site.procedures.models import ImportBatch
from members.models import Area, ContactDetail, Country, Identifier, Mandate, Person, PersonLink, PersonName

# Two imports at once could both take a person for new.
ONE_AT_A_TIME = 7310540


def import_popolo(
    path: Path, *, country_code: str, account: Any = None, progress: Callable[[str], None] | None = None
) -> Report:
    """Bring the people of a Popolo file into the record, once each.

    Raises `UnreadableFile` with a sentence when the file as a whole cannot be taken; then nothing has changed.
    Running it again with the same file changes nothing.
    """
    progress = progress or _say_nothing
    country = Country.objects.filter(code=country_code.upper()).first()
    if country is None:
        raise UnreadableFile(
            f"There is no country with the code {country_code} on record. Use ISO 3166 (MY, KH), "
            "and run “manage.py seed” first."
        )
    stored = files.bytes_of(path)
    report = Report()
    people = popolo.read(stored, path.name, report)
    progress(f"{report.rows} people and {report.memberships} memberships read")
    digest = hashlib.sha256(stored).hexdigest()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            _refuse_other_country(path.name, digest, country)
            batch = ImportBatch(
                file_name=path.name[:300],
                file_sha256=digest,
                format=ImportBatch.Format.POPOLO,
                country=country,
                account=account,
            )
            report.batch = str(batch.public_id)
            with history.because("import", command="import_people", batch=report.batch):
                source = partial(_source, digest, f"Popolo file of {country}: {path.name}")
                Writer(country, source, report, progress).write(matching.match(people, country.code, report))
                batch.rows, batch.created, batch.updated = report.rows, report.created, report.updated
                batch.unchanged, batch.ambiguous = report.unchanged, report.ambiguous
                batch.report = report.to_keep()
                batch.save()
            journal.record(
                "procedures.people_imported",
                batch,
                actor=account,
                rows=report.rows,
                created=report.created,
                updated=report.updated,
                problems=len(report.problems),
            )
    except (IntegrityError, DataError) as error:
        # Somebody at the desk was quicker with the same identifier, or the file has a value that no rule above foresaw.
        raise UnreadableFile(f"The database refuses {path.name}: {str(error).splitlines()[0]}.") from error
    if report.created or report.updated:
        statistics.refresh(Person, PersonName, Identifier, PersonLink, ContactDetail, Mandate, Area)
    return report


def _source(digest: str, title: str) -> Source:
    of_file = {"kind": Source.Kind.DATA_SET, "note": f"sha256:{digest}"}
    source, _made = Source.objects.get_or_create(**of_file, defaults={"title": title[:500]})
    return source


def _say_nothing(line: str) -> None:
    del line


def _refuse_other_country(name: str, digest: str, country: Country) -> None:
    other = ImportBatch.objects.filter(file_sha256=digest).exclude(country=country).select_related("country").first()
    if other:
        raise UnreadableFile(
            f"{name} was imported before, as the list of {other.country}; it cannot also be {country}'s."
        )

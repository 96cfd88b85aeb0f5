"""Lists as files: streaming, with the columns that the list shows, harmless when a spreadsheet opens them."""

import csv
import datetime
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import models
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags

from caucus_site.core.admin.masking import mask
from caucus_site.core.dates import PartialDate

# The first characters that make a spreadsheet read a cell as a formula, with their full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Control characters other than tab and line ends: no spreadsheet format holds them.
NEVER_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Where lists are separated by semicolons, a spreadsheet splits at those in a text, and at its line ends.
FORMULA_INSIDE = re.compile(r'(?<=[;\t\r\n])(?="*[=+\-@＝＋－＠])')
CHUNK = 2000


class Column:
    """One column of a list: a field of the model, or a method of the admin or the model."""

    def __init__(self, admin: Any, name: str) -> None:
        self.admin = admin
        self.name = name
        heading = str(label_for_field(name, admin.model, admin))
        self.label = "id" if name == "public_id" else heading[:1].upper() + heading[1:]

    def of(self, record: models.Model) -> Any:
        field, _attribute, value = lookup_field(self.name, record, self.admin)
        if value is None:
            return ""
        if field is not None and getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, PartialDate):
            return value.edtf
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return "; ".join(str(item) for item in value)
        if isinstance(value, int | float):
            return value
        if isinstance(value, datetime.date | datetime.time):
            return value.isoformat()
        return strip_tags(value) if hasattr(value, "__html__") else str(value)


def columns_of(admin: Any, request: HttpRequest) -> list[Column]:
    """The public id, then `export_fields` or, failing that, what the list shows."""
    names = list(admin.export_fields) or [
        name for name in admin.get_list_display(request) if name not in {"action_checkbox", "__str__"}
    ]
    has_id = any(field.name == "public_id" for field in admin.model._meta.concrete_fields)
    return [Column(admin, name) for name in ([*(["public_id"] if has_id else []), *names] or ["__str__"])]


def harmless(value: Any) -> Any:
    """The value as a cell that no spreadsheet executes: a quote goes before what could start a formula."""
    if not isinstance(value, str):
        return value
    value = NEVER_IN_A_CELL.sub("", value)
    value = FORMULA_INSIDE.sub("'", value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def rows(queryset: models.QuerySet, columns: list[Column], reader: Any) -> Iterator[list[Any]]:
    yield [column.label for column in columns]
    records = queryset.iterator(chunk_size=CHUNK)
    while chunk := list(islice(records, CHUNK)):
        mask(chunk, reader)
        for record in chunk:
            yield [harmless(column.of(record)) for column in columns]


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(queryset: models.QuerySet, columns: list[Column], *, reader: Any, filename: str) -> StreamingHttpResponse:
    """UTF-8 with a byte-order mark: without it, office software takes Khmer for Latin-1."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)

    def lines() -> Iterable[str]:
        yield "\ufeff"
        for row in rows(queryset, columns, reader):
            yield writer.writerow(row)

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_dated(filename)}.csv"', "Cache-Control": "no-store"},
    )


def as_xlsx(queryset: models.QuerySet, columns: list[Column], *, reader: Any, filename: str) -> FileResponse:
    """Written row by row to a temporary file, so that memory does not grow with the list."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(filename[:31])
    for row in rows(queryset, columns, reader):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(file)
    file.seek(0)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{_dated(filename)}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Cache-Control"] = "no-store"
    return response


def _dated(filename: str) -> str:
    return f"{filename}-{timezone.localdate():%Y-%m-%d}"


FORMS: dict[str, Callable[..., Any]] = {"csv": as_csv, "xlsx": as_xlsx}

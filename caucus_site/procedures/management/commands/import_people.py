"""Bring the people of a file into the record: names, identifiers, parties, chamber, areas and mandates."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caucus_site.procedures.imports.problems import Report, UnreadableFile
from caucus_site.procedures.imports.runs import import_popolo

SHOWN = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["popolo"], required=True)
        parser.add_argument(
            "--country", required=True, metavar="CODE", help="ISO 3166 code of the legislature's country"
        )
        parser.add_argument("--json", action="store_true", help="print the whole report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_popolo(options["file"], country_code=options["country"], progress=self.say)
        except UnreadableFile as error:
            raise CommandError(f"{error}\nNothing was changed.") from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self.show(report)

    def say(self, line: str) -> None:
        self.stderr.write(f"… {line}")

    def show(self, report: Report) -> None:
        for problem in report.problems[:SHOWN]:
            self.stdout.write(f"{problem.row} {problem.field} “{problem.value}”: {problem.reason}")
        if len(report.problems) > SHOWN:
            self.stdout.write(f"… and {len(report.problems) - SHOWN} more; use --json for all")
        self.stdout.write(
            f"{report.rows} people: created {report.created}, updated {report.updated}, "
            f"unchanged {report.unchanged}, ambiguous {report.ambiguous}"
        )
        self.stdout.write(
            f"{report.memberships} memberships: mandates created {report.mandates_created}, "
            f"updated {report.mandates_updated}, unchanged {report.mandates_unchanged}, "
            f"left out {report.memberships_left_out}"
        )

"""Load the documented history of the caucus, or a demonstration caucus of invented people."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from seeds import coverage, entries, loading

SEEDS = Path(__file__).resolve().parents[2]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coverage", action="store_true", help="show which records hold each row of the inventory")
        parser.add_argument("--demo", action="store_true", help="add a demonstration caucus of invented people")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["coverage"]:
            self.show_coverage()
        elif options["demo"]:
            from seeds import demo

            self.stdout.write(str(demo.load(report=self.stdout.write)))
        else:
            self.load_history()

    def load_history(self) -> None:
        try:
            outcome = loading.load(entries.read(SEEDS / "history"))
        except entries.BadSeed as error:
            raise CommandError(str(error)) from None
        for key in outcome.gone:
            self.stdout.write(f"{key} was deleted since and stays deleted")
        self.stdout.write(str(outcome))

    def show_coverage(self) -> None:
        lacking = 0
        for row in coverage.rows(SEEDS / "inventory.yaml"):
            mark = "held" if row.is_held else "MISSING"
            self.stdout.write(f"{row.name:4} {mark:8} {row.phrase}")
            for record in row.held:
                self.stdout.write(f"              {record}")
            for key in row.missing:
                self.stdout.write(f"              no record: {key}")
            lacking += not row.is_held
        if lacking:
            rows = "1 row of the inventory is" if lacking == 1 else f"{lacking} rows of the inventory are"
            raise CommandError(f"{rows} not held.")
        self.stdout.write("Every row of the inventory is held.")

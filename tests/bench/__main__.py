"""`python -m tests.bench`: one table of ratios; ends with 1 if a bar was missed."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command

from caucus_site.core.servers.refusals import ServersUnavailable
from tests.bench.servers import copy_database, private_postgres, switch_to
from tests.bench.table import Measure, as_text

SMALL, LARGE = "caucus", "caucus_large"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--few", type=int, default=1_000, help="people on record in the small database")
    parser.add_argument("--many", type=int, default=100_000, help="people on record in the large one")
    parser.add_argument("--rounds", type=int, default=5, help="measured requests for each page and size")
    options = parser.parse_args()
    begun = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - begun:5.0f} s  {text}\n")

    try:
        with private_postgres() as address:
            os.environ["CAUCUS_DATABASE_URL"] = address
            os.environ["DJANGO_SETTINGS_MODULE"] = "caucus_site.settings.test"
            django.setup()
            measures = run(options, say)
    except ServersUnavailable as refusal:
        raise SystemExit(str(refusal)) from None
    sys.stdout.write(f"\nsmall: {options.few} people, large: {options.many}\n\n{as_text(measures)}\n")
    say("done")
    return 1 if any(measure.is_missed for measure in measures) else 0


def run(options: argparse.Namespace, say) -> list[Measure]:  # type: ignore[no-untyped-def]
    from django.db import connection

    from tests.bench import imports, pages, people, reading, records

    call_command("migrate", verbosity=0)
    say("empty database")
    reader = people.prepare()
    copy_database(LARGE)
    try:
        for database, number in ((SMALL, options.few), (LARGE, options.many)):
            switch_to(database)
            people.add(number)
            say(f"{number} people")
        measures = pages.measure(reader, SMALL, LARGE, options.rounds)
        say("pages")
        measures += reading.measure(LARGE, options.rounds)
        say("reading")
        with tempfile.TemporaryDirectory() as folder:
            measures += imports.measure(SMALL, LARGE, Path(folder))
        say("imports")
        measures += records.measure(SMALL, LARGE, options.rounds)
    finally:
        connection.close()
    return measures


if __name__ == "__main__":
    sys.exit(main())

"""Hold the committed OpenAPI document to the code: `--check` compares, `--write` renews it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS

from caucus_site.api import openapi
from caucus_site.api.changes import breaking


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="fail if the document is not what the code says")
        what.add_argument("--write", action="store_true", help="write the document anew, if no partner would stumble")
        parser.add_argument("--breaking", action="store_true", help="with --write: even so, on purpose")

    def handle(self, *, check: bool, **options: Any) -> None:
        generated = openapi.generated()
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            raise CommandError("The document cannot be drawn up without guessing; see above.")
        there = openapi.COMMITTED.exists()
        committed = openapi.committed() if there else {"paths": {}}
        breaks = breaking(committed, generated)
        told = "".join(f"\n  {sentence}" for sentence in breaks)
        if check:
            if generated != committed:
                raise CommandError(
                    f"The API is not what {openapi.COMMITTED.name} promises. Run make schema, look at the difference, "
                    f"and commit it.{' It would break partners:' if breaks else ''}{told}"
                )
            self.stdout.write("The API is what its document promises.")
            return
        if breaks and not options["breaking"]:
            raise CommandError(
                f"Partners' programs would stumble, so nothing was written:{told}\n"
                "Keep what they rely on beside the new. If nobody relies on it yet, add --breaking."
            )
        openapi.COMMITTED.write_text(openapi.as_json(generated), encoding="utf-8")
        self.stdout.write(f"{openapi.COMMITTED.name} is written{' anew' if there else ''}.{told}")

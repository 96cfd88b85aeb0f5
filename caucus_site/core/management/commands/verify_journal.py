"""`manage.py verify_journal`: show that nobody has rewritten the journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caucus_site.core import journal


class Command(BaseCommand):
    help = (
        "Check the chain of the journal and print its head. A head that was kept elsewhere, given with --head, "
        "also shows that nothing was cut off the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="POSITION:DIGEST", help="a head printed by an earlier run")

    def handle(self, *args: Any, **options: Any) -> None:
        expected = _head_from(options["head"]) if options["head"] else None
        present = journal.head()
        found = list(journal.flaws(expected))
        for flaw in found:
            self.stderr.write(f"entry {flaw.position}: {flaw.reason}")
        self.stdout.write(f"head {present.position}:{present.digest}")
        if found:
            raise CommandError(f"The journal is not whole: {len(found)} flaws.")
        self.stdout.write("whole")


def _head_from(text: str) -> journal.Head:
    position, colon, digest = text.partition(":")
    if not colon or not position.isdecimal():
        raise CommandError("--head takes POSITION:DIGEST, as this command prints it, such as 1204:9f86d0….")
    return journal.Head(int(position), digest)

"""`manage.py rotate_keys`: seal everything anew with the first key of CAUCUS_ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caucus_site.core import rotation


class Command(BaseCommand):
    help = (
        "Seal every encrypted value, history included, with the first key. Put the new key first in "
        "CAUCUS_ENCRYPTION_KEYS and restart web and workers before; remove the old key after. "
        "May be stopped and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = rotation.reseal_all()
        for value in tally.unreadable:
            self.stderr.write(f"unreadable: {value.column} of {value.table}, record {value.public_id}")
        self.stdout.write(
            f"resealed {tally.resealed}, already current {tally.already_current}, unreadable {len(tally.unreadable)}"
        )
        if tally.unreadable:
            raise CommandError(
                "No key of the ring opens the values named above; keep every old key until they are found."
            )

"""Write the people of a country, their mandates and what those rest on into a file that `import_people` reads back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caucus_site.core.models import User
from caucus_site.core.principals import PUBLIC, Principal
from members.api.popolo.documents import document
from members.models import Country, Person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="where to; without one, the standard output")
        parser.add_argument("--format", choices=["popolo"], required=True)
        parser.add_argument("--country", required=True, metavar="CODE", help="ISO 3166 code")
        parser.add_argument(
            "--as",
            dest="reader",
            metavar="EMAIL",
            help="what this account may see, instead of what the public may. The file does not say who is protected: "
            "whoever imports it elsewhere has everybody in it as open",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        who = self.reader(options["reader"]) if options["reader"] else PUBLIC
        country = Country.objects.visible_to(who).filter(code=options["country"].upper()).first()
        if country is None:
            raise CommandError(f"There is no country with the code {options['country']} on record. Use ISO 3166 (MY).")
        if options["file"]:
            self.write(options["file"], document(country, who))
        else:
            for piece in document(country, who):
                self.stdout.write(piece, ending="")
        people = Person.objects.filter(country=country)
        shown = people.visible_to(who)
        self.stderr.write(f"{shown.count()} people of {country}")
        if closer := shown.exclude(pk__in=people.visible_to(PUBLIC).values("pk")).count():
            self.stderr.write(f"{closer} of them are not for the public, and the file does not say who: keep it close.")

    def reader(self, email: str) -> Principal:
        account = User.objects.filter(email__iexact=email, is_active=True).first()
        if account is None:
            raise CommandError(f"There is no active account with the address {email}.")
        return Principal.of(account)

    def write(self, path: Path, pieces: Any) -> None:
        """Under another name until it is whole, and for nobody else's eyes."""
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            unfinished.touch(mode=0o600)
            with unfinished.open("w", encoding="utf-8") as file:
                file.writelines(pieces)
            unfinished.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        finally:
            unfinished.unlink(missing_ok=True)

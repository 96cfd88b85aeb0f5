"""`make reset`: forget the private servers' data, the development secrets and the demonstration's sign-ins."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from caucus_site.core.servers import VAR
from caucus_site.core.servers.attachments import VARIABLES
from caucus_site.core.servers.locks import Lock
from caucus_site.core.servers.places import data_folders


def main(var: Path = VAR) -> int:
    if not var.exists():
        say("There is nothing to reset.")
        return 0
    for name in VARIABLES:
        with suppress(FileNotFoundError):
            if not Lock(var / "servers" / f"{name}.keeper").try_to_hold():
                say(f"The private {name} is in use; end 'make run' and other commands first.")
                return 1
    if os.environ.get("YES") != "1":
        say(f"This removes everything under {var}: the private database, secrets, uploaded files and sign-ins.")
        try:
            sure = input("Type 'yes' to go on: ")
        except EOFError:
            sure = ""
        if sure != "yes":
            say("Nothing was removed. (YES=1 make reset does not ask.)")
            return 1
    for folder in (*data_folders(var), var):
        shutil.rmtree(folder, ignore_errors=folder != var)
    say(f"Removed {var}.")
    return 0


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())

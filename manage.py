#!/usr/bin/env python
"""Run a management command, with private servers when none are configured."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caucus_site.settings.dev")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python. Run 'make setup' once, then use .venv/bin/python manage.py.")

    from caucus_site.core import servers

    with servers.attached(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

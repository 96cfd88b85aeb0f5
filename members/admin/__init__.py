"""The secretariat's pages for people, organisations and chapters."""

from members.admin import chapters, countries, organisations, people, protection  # noqa: F401

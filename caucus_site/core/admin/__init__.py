"""The admin's bases, in one place so that the theme can be exchanged, and core's own pages."""

from caucus_site.core.admin.bases import RecordAdmin
from caucus_site.core.admin.forms import RecordForm
from caucus_site.core.admin.rows import RecordStackedInline, RecordTabularInline

__all__ = ["RecordAdmin", "RecordForm", "RecordStackedInline", "RecordTabularInline"]

from caucus_site.core.admin import accounts, background, records  # noqa: F401  (registers core's models)

"""Small words for templates of records."""

from typing import Any

from django import template
from django.utils.translation import gettext as __

from caucus_site.portal.records.window import Window, window_of

register = template.Library()


@register.filter
def days(record: Any) -> str:
    """When something was: “14 April 2014 – 16 April 2014”, “2015”, “until May 2016”, or nothing."""
    began, ended = record.began_on, record.ended_on
    if began and ended and began != ended:
        return f"{began} – {ended}"
    if ended and not began:
        return __("until %(date)s") % {"date": ended}
    return str(began) if began else ""


@register.filter
def signing(statement: Any) -> Window | None:
    """How signing stands at this moment; nothing for a statement that is not in signature."""
    return window_of(statement)

"""A report as a letter: title, plain text, and HTML that fetches nothing and runs nothing."""

import re
from dataclasses import dataclass
from functools import lru_cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as __

from caucus_site.core.codes import direction_of
from caucus_site.reports.weekly import Report


@dataclass(frozen=True)
class Written:
    title: str
    text: str
    html: str


def write(report: Report, page: str) -> Written:
    """In the language and time zone of the moment, see `weekly.as_read_by`; `page` is where the desk shows it all."""
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "report": report,
        "caucus": settings.CAUCUS_NAME,
        "base": settings.CAUCUS_BASE_URL,
        "at_the_desk": settings.CAUCUS_BASE_URL + page,
        "language": language,
        "choices": settings.CAUCUS_BASE_URL + reverse("portal:subscriptions"),
        "direction": direction_of(language),
    }
    text = render_to_string("reports/weekly.txt", context)
    html = render_to_string("reports/weekly.html", context)
    return Written(_title(report), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", _inliner().inline(html))


def _title(report: Report) -> str:
    since, until = (date_format(localtime(moment), "j F Y") for moment in (report.stretch.since, report.stretch.until))
    return __("Weekly report, %(since)s – %(until)s") % {"since": since, "until": until}


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)

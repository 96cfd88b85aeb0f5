"""The letters that the local mail sink kept, as pages. Development only: no address leads here in production."""

import datetime
import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from caucus_site.core.servers.mail_sink import SUFFIX

SHOWN = 200


@dataclass(frozen=True)
class KeptLetter:
    """One letter as it arrived."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return ", ".join(str(to) for to in self.message.get_all("X-Envelope-To", self.message.get_all("To", [])))

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def sent_at(self) -> datetime.datetime | None:
        try:
            return parsedate_to_datetime(str(self.message["Date"])).astimezone(datetime.UTC)
        except ValueError:
            return None

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


def _folder() -> Path:
    return Path(getattr(settings, "CAUCUS_MAIL_FOLDER"))  # noqa: B009 - only development has it


def kept(folder: Path) -> list[KeptLetter]:
    """Newest first."""
    files = sorted(folder.glob(f"*{SUFFIX}"), reverse=True)[:SHOWN]
    return [_read(file) for file in files]


def _read(file: Path) -> KeptLetter:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return KeptLetter(file.stem, message)


def _letter(name: str) -> KeptLetter:
    file = _folder() / f"{name}{SUFFIX}"
    if not file.is_file():
        raise Http404
    return _read(file)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    folder = _folder()
    return _private(render(request, "mailbox/letters.html", {"letters": kept(folder), "most": SHOWN}))


@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return _private(render(request, "mailbox/letter.html", {"letter": _letter(name)}))


@require_safe
def body(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program shows it: its own styles, no script, nothing fetched."""
    response = HttpResponse(_letter(name).html)
    response._csp_replace = {  # type: ignore[attr-defined]
        "sandbox": ["allow-popups"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
    }
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


# Names of files as the sink writes them; anything else is not an address.
urlpatterns = [
    path("", letters, name="letters"),
    path("<slug:name>/", letter, name="letter"),
    path("<slug:name>/html/", body, name="letter-html"),
]

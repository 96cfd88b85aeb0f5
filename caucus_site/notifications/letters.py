"""Letters about statements: in the reader's language where there is an authorised text in it, at the reader's clock.

Nothing in a letter is fetched from anywhere, and the one address in it that is the reader's own is the one that stops
such letters.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import Statement, StatementText
from caucus_site.core import occasions, post
from caucus_site.core.codes import direction_of, zone_of
from caucus_site.core.models import User
from caucus_site.core.post import Letter
from caucus_site.core.principals import PUBLIC, Principal
from caucus_site.notifications import excerpts, links
from caucus_site.notifications.audiences import Audience, Reason
from caucus_site.notifications.models import Purpose
from caucus_site.notifications.models.preferences import ALWAYS_ON
from members.models import Chapter

PUBLISHED = "statement_published"
SIGNED_PUBLISHED = "signed_statement_published"
APPEAL_OPEN = "appeal_open"
occasions.call(PUBLISHED, _("Statement published"), about="advocacy.Statement")
occasions.call(SIGNED_PUBLISHED, _("Signed statement published"), about="advocacy.Statement")
occasions.call(APPEAL_OPEN, _("Urgent appeal open for signature"), about="advocacy.Statement")

WHY = {
    Reason.SIGNED: _("You get this letter because you signed this statement."),
    Reason.STATEMENT: _("You get this letter because you follow this statement."),
    Reason.MISSION: _("You get this letter because you follow the mission that this statement came from."),
    Reason.CAMPAIGN: _("You get this letter because you follow the campaign that this statement belongs to."),
    Reason.CHAPTER: _("You get this letter because you follow the chapter that issued it, or one above it."),
    Reason.COUNTRY: _("You get this letter because you follow the country of the chapter that issued it."),
    Reason.ALL_STATEMENTS: _("You get this letter because you follow all statements of the caucus."),
    Reason.MAY_SIGN: _("You get this letter because you may sign it as a member of the caucus."),
}


@dataclass(frozen=True)
class Written:
    title: str
    text: str
    html: str


def of_publication(statement: Statement, audience: Audience, objections: Mapping[int, str]) -> Iterator[Letter]:
    """One letter for each, with what speaks against sending it, if anything does.

    Only those who get it are said to have signed: of somebody in danger the ledger must not tell.
    """
    draft = _Draft("notifications/mail/statement_published", statement, PUBLIC)
    for account, reason in audience.items():
        objection = objections.get(account.pk, "")
        rule = SIGNED_PUBLISHED if reason == Reason.SIGNED and not objection else PUBLISHED
        yield draft.letter(rule, account, reason, objection)


def of_appeal(
    statement: Statement, audience: Audience, objections: Mapping[int, str], signer: Principal
) -> Iterator[Letter]:
    """What rests on an incident is not even named: one signs in to read it."""
    draft = _Draft("notifications/mail/appeal_open", statement, signer, is_sensitive=statement.incident_id is not None)
    for account, reason in audience.items():
        yield draft.letter(APPEAL_OPEN, account, reason, objections.get(account.pk, ""))


@post.every_letter_has
def how_to_stop_it(letter: Letter) -> dict[str, str]:
    """One click stops mail of the letter's purpose (RFC 8058), whichever package has written it."""
    if letter.purpose not in Purpose.values or letter.purpose == ALWAYS_ON:
        return {}
    return {
        "List-Unsubscribe": f"<{links.to_unsubscribe(letter.recipient, letter.purpose)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


class _Draft:
    """What the letters about one statement have in common, rendered once for each kind of reader."""

    def __init__(self, template: str, statement: Statement, reader: Principal, *, is_sensitive: bool = False) -> None:
        self.template = template
        self.statement = statement
        self.is_sensitive = is_sensitive
        authorised = StatementText.objects.visible_to(reader).filter(
            statement=statement, standing=StatementText.Standing.AUTHORISED
        )
        self.texts = list(authorised.order_by("-is_original", "-edition"))
        chapter = Chapter.objects.visible_to(PUBLIC).filter(pk=statement.chapter_id).first()
        self.chapter = chapter.name if chapter else ""
        # Stands for the reader's own address until the letter is the reader's own.
        self.stand_in = f"https://{secrets.token_hex(16)}.invalid/"
        self._written: dict[Any, Written] = {}

    def letter(self, rule: str, account: User, reason: Reason, objection: str) -> Letter:
        letter = Letter(
            rule=rule,
            subject_id=self.statement.public_id,
            recipient=account,
            moment="",
            title="",
            text="",
            purpose=Purpose.STATEMENTS,
            is_sensitive=self.is_sensitive,
            objection=objection,
        )
        if objection:
            return letter
        written = self._written_for(account, reason)
        unsubscribe = links.to_unsubscribe(account, Purpose.STATEMENTS)
        return replace(
            letter,
            title=written.title,
            text=written.text.replace(self.stand_in, unsubscribe),
            html=written.html.replace(self.stand_in, unsubscribe),
        )

    def _written_for(self, account: User, reason: Reason) -> Written:
        text = self._text_for(account.language)
        kind = (_spoken(account.language), account.time_zone, reason, text.pk if text else None)
        if kind not in self._written:
            with translation.override(kind[0]), timezone.override(zone_of(account.time_zone)):
                self._written[kind] = self._write(text, reason)
        return self._written[kind]

    def _text_for(self, language: str) -> StatementText | None:
        """The newest authorised text in the language, else in its plain form (km for km-KH), else the original."""
        main = language.split("-", 1)[0]
        for wanted in (language, main):
            for text in self.texts:
                if text.language == wanted:
                    return text
        return next(iter(self.texts), None)

    def _write(self, text: StatementText | None, reason: Reason) -> Written:
        statement = self.statement
        title = excerpts.one_line(text.title if text else statement.title)
        out_at = max(filter(None, (statement.published_at, statement.embargo_until)), default=None)
        context = {
            "statement": statement,
            "title": "" if self.is_sensitive else title,
            "kind": statement.get_kind_display(),
            "chapter": self.chapter,
            "paragraphs": excerpts.beginning(text.body) if text else [],
            "text_language": text.language if text else "",
            "text_direction": direction_of(text.language) if text else "ltr",
            "out_at": out_at,
            "zone": timezone.get_current_timezone_name(),
            "why": WHY[reason],
            "address": links.of_statement(statement),
            "unsubscribe": self.stand_in,
            "caucus": settings.CAUCUS_NAME,
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "direction": direction_of(translation.get_language() or ""),
        }
        plain = render_to_string(f"{self.template}.txt", context)
        html = render_to_string(f"{self.template}.html", context)
        return Written(self._subject(title), f"{plain.strip()}\n", _inliner().inline(html))

    def _subject(self, title: str) -> str:
        if self.is_sensitive:
            return __("An urgent appeal is open for your signature")
        if self.statement.state == Statement.State.OPEN:
            return __("Open for your signature: %(title)s") % {"title": title}
        return __("Published: %(title)s") % {"title": title}


def _spoken(language: str) -> str:
    """The language of the letter's own phrases: one that the site speaks."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return settings.LANGUAGE_CODE


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)

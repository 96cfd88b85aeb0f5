"""The words of statements, by language and edition, and who is invited to read them before others."""

from typing import Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from advocacy.models import circles
from advocacy.models.statements import Statement
from caucus_site.core import history
from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import DataClass, Right, Role
from caucus_site.core.models import Record, RecordQuerySet
from caucus_site.core.principals import Principal
from members.models import Person

# Whoever signed must find the words again that were signed.
SIGNED_WORDS_STAY = """
    IF (TG_OP = 'DELETE'
        OR NEW.body IS DISTINCT FROM OLD.body
        OR NEW.title IS DISTINCT FROM OLD.title
        OR NEW.language IS DISTINCT FROM OLD.language
        OR NEW.statement_id IS DISTINCT FROM OLD.statement_id)
        AND EXISTS (SELECT FROM advocacy_endorsement WHERE text_id = OLD.id)
    THEN
        RAISE EXCEPTION 'This text has been signed: its words stay. Add a new edition instead.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_words_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


class StatementTextQuerySet(RecordQuerySet):
    def latest_editions(self) -> Self:
        """In each language the newest edition."""
        newer = StatementText.objects.filter(
            statement=OuterRef("statement"), language=OuterRef("language"), edition__gt=OuterRef("edition")
        )
        return self.filter(~Exists(newer))

    def latest_authorised(self) -> Self:
        """In each language the newest edition that is authorised, whatever is being drafted after it."""
        authorised = StatementText.objects.filter(standing=StatementText.Standing.AUTHORISED)
        newer = authorised.filter(
            statement=OuterRef("statement"), language=OuterRef("language"), edition__gt=OuterRef("edition")
        )
        return self.filter(~Exists(newer), standing=StatementText.Standing.AUTHORISED)

    def visible_to(self, who: Any) -> Self:
        """With the statement; outside the circle of its draft, only texts that are authorised."""
        principal = Principal.of(who)
        if principal.may(Right.READ, DataClass.STATEMENT):
            return self.all()
        visible = self.filter(statement__in=Statement.objects.visible_to(principal))
        open_texts = Q(standing=StatementText.Standing.AUTHORISED)
        if principal.role == Role.COORDINATOR:
            open_texts |= Q(statement__chapter__in=circles.chapters_coordinated(principal))
        if principal.is_signed_in:
            invited = StatementInvitation.objects.filter(person__in=circles.own_person(principal))
            open_texts |= Q(statement__in=invited.values("statement"))
        return visible.filter(open_texts)


@history.tracked
class StatementText(Record):
    """One edition of a statement in one language. Once somebody has signed it, its words stay as they are."""

    class Standing(models.TextChoices):
        DRAFT = "draft", _("Draft")
        MACHINE = "machine", _("Machine translation, unchecked")
        REVIEWED = "reviewed", _("Reviewed")
        AUTHORISED = "authorised", _("Authorised: may be signed and published")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="texts", verbose_name=_("statement"))
    language = models.CharField(_("language"), max_length=12, help_text=_("As in web addresses: en, km, bn, zh-Hant."))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    is_original = models.BooleanField(
        _("original"),
        default=False,
        help_text=_("The language in which it was agreed; where translations differ, it holds."),
    )
    standing = models.CharField(
        _("standing"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.DRAFT,
        help_text=_("Only authorised texts are shown to those who sign, to partners and to the public."),
    )
    text_hash = models.GeneratedField(
        expression=models.Func(F("body"), function="advocacy_text_hash", output_field=models.CharField(max_length=64)),
        output_field=models.CharField(_("hash of the text"), max_length=64),
        db_persist=True,
        editable=False,
    )

    objects = StatementTextQuerySet.as_manager()

    data_class = DataClass.STATEMENT

    class Meta(Record.Meta):
        verbose_name = _("text of a statement")
        verbose_name_plural = _("texts of statements")
        ordering = ["statement", "language", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "language", "edition"],
                name="an_edition_exists_once_per_language",
                violation_error_message=_("This edition exists already in this language. Give it the next number."),
            ),
            models.UniqueConstraint(
                fields=["statement", "edition"],
                condition=Q(is_original=True),
                name="an_edition_has_one_original",
                violation_error_message=_("Another language is already the original of this edition."),
            ),
            models.CheckConstraint(
                name="a_language_code_is_well_formed",
                condition=Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
                violation_error_message=_("Write the language as in web addresses: en, km, bn, zh-Hant."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=SIGNED_WORDS_STAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.edition})"

    def clean(self) -> None:
        super().clean()
        check_codes(language=self.language)
        if self.pk is None:
            return
        before = StatementText.objects.filter(pk=self.pk, endorsements__isnull=False).first()
        if before is not None and (before.body, before.title, before.language) != (
            self.body,
            self.title,
            self.language,
        ):
            raise ValidationError(
                {"body": __("This text has been signed, so its words stay. Add a new edition instead.")}, code="signed"
            )


class StatementInvitationQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        """One's own; the secretariat's and the chapter's coordinators' as far as they may know of the person."""
        principal = Principal.of(who)
        people = Q(person__in=Person.objects.visible_to(principal))
        if principal.may(Right.READ, DataClass.STATEMENT):
            return self.filter(people)
        seen = Q(person__in=circles.own_person(principal))
        if principal.role == Role.COORDINATOR:
            seen |= people & Q(statement__chapter__in=circles.chapters_coordinated(principal))
        return self.filter(seen)


@history.tracked
class StatementInvitation(Record):
    """One person who may read the draft of one statement."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="invitations", verbose_name=_("statement"))
    person = models.ForeignKey(
        "members.Person", models.CASCADE, related_name="statement_invitations", verbose_name=_("person")
    )
    may_comment = models.BooleanField(_("may comment"), default=True)

    objects = StatementInvitationQuerySet.as_manager()

    data_class = DataClass.STATEMENT

    class Meta(Record.Meta):
        verbose_name = _("invitation to a draft")
        verbose_name_plural = _("invitations to drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "person"],
                name="a_person_is_invited_to_a_draft_once",
                violation_error_message=_("This person is already invited to the draft."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.person_id}"

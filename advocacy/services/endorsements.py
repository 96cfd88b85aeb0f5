"""Putting a name to a statement, and taking it back."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __

from advocacy.models import Endorsement, EndorsementWithdrawal, Statement, StatementText
from caucus_site.core import journal
from caucus_site.core.data_classes import Role
from caucus_site.core.dates import PartialDate
from members.models import Mandate, Membership, Organisation, Person, StandingEvent

Standing = Endorsement.Standing
# Whoever signs on their own comes in one of these roles; others are entered by staff, from paper or from mail.
SIGNING_ROLES = frozenset({Role.PARLIAMENTARIAN, Role.COORDINATOR})
SIGNING_CATEGORIES = (Membership.Category.SITTING, Membership.Category.FORMER)


def signer_behind(account: Any, statement: Statement, *, day: datetime.date) -> Person:
    """The person who may put their own name to the statement with this account; a sentence for everybody else.

    That is who belongs on the day to a chapter as a parliamentarian, sitting or former, and whoever was invited to this
    statement. An associate's name (staff, civil society, academics) does not stand among parliamentarians' unless they
    were invited; observers and staff accounts sign for nobody, and an aide does not sign with an account of their own.
    """
    person = Person.objects.filter(account=account.pk).first() if account.is_active else None
    if person is None or account.role not in SIGNING_ROLES:
        raise ValidationError(
            __(
                "Statements are signed by members of the caucus with their own accounts. Yours is not one of these: "
                "the secretariat enters signatures that come in another way."
            ),
            code="not_a_signer",
        )
    memberships = Membership.objects.filter(person=person, category__in=SIGNING_CATEGORIES).held_on(day).present()
    if not (memberships.exists() or statement.invitations.filter(person=person).exists()):
        raise ValidationError(
            __(
                "Sitting and former parliamentarians who belong to the caucus sign statements, and whoever was invited "
                "to this one. The secretariat can invite you."
            ),
            code="not_a_signer",
        )
    return person


@transaction.atomic
def sign(
    statement: Statement,
    *,
    acting_user: Any,
    text_read: StatementText | None,
    shown_as: Mapping[str, str] | None = None,
    door: str = Endorsement.Door.PORTAL,
    moment: datetime.datetime | None = None,
    is_hidden: bool = False,
) -> Endorsement:
    """Put one's own name to an open statement, under the original that was read. Twice gives one signature.

    Refuses who may not sign, and whoever was shown something else than what would be signed: an original that a newer
    one has replaced meanwhile, or a seat that has ended since. A signature stays on record, so nobody is surprised.
    """
    moment = moment or timezone.now()
    day = timezone.localdate(moment)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    person = signer_behind(acting_user, statement, day=day)
    if statement.takes_signatures_at(moment) and not statement.endorsements.filter(person=person).exists():
        original = authorised_original(statement)
        if original is None:
            raise ValidationError(__("There is no authorised text to sign yet. Ask the secretariat."), code="no_text")
        if text_read != original:
            raise ValidationError(
                __("The text has been replaced since you opened it. Read the new one before you sign."),
                code="text_replaced",
            )
        if shown_as is not None and dict(shown_as) != signed_as(person, day):
            raise ValidationError(
                __("What is on record about you has changed since you opened this. Look at it again before you sign."),
                code="signer_changed",
            )
    return endorse(
        statement, by=person, acting_user=acting_user, door=door, text=text_read, moment=moment, is_hidden=is_hidden
    )


@transaction.atomic
def endorse(
    statement: Statement,
    *,
    by: Person | Organisation,
    acting_user: Any,
    door: str = Endorsement.Door.PORTAL,
    text: StatementText | None = None,
    moment: datetime.datetime | None = None,
    is_hidden: bool = False,
) -> Endorsement:
    """Put one name to an open statement. Asking twice gives one endorsement, as it stood the first time.

    What it is signed as is kept as on that day, because a seat lost later must not rewrite who signed as what. Without
    a text given, the newest authorised original is what was signed. Whether the signer may is for `sign`, where people
    sign for themselves; here staff answer for what reached them on paper or by mail.
    """
    moment = moment or timezone.now()
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    signer: dict[str, Any] = {"person": by} if isinstance(by, Person) else {"organisation": by}
    already = statement.endorsements.select_related("withdrawal").filter(**signer).first()
    if already is not None:
        if hasattr(already, "withdrawal"):
            raise ValidationError(
                __("This signature was withdrawn on %(day)s, and the withdrawal stays. Ask the secretariat.")
                % {"day": already.withdrawal.withdrawn_on},
                code="withdrawn",
            )
        return already
    if not statement.takes_signatures_at(moment):
        raise ValidationError(_why_not(statement, moment), code="not_open")
    day = timezone.localdate(moment)
    endorsement = Endorsement(
        statement=statement,
        text=text or authorised_original(statement),
        signed_at=moment,
        signed_on=PartialDate.of_day(day),
        door=door,
        entered_by=acting_user,
        is_hidden=is_hidden,
        **signer,
        **(signed_as(by, day) if isinstance(by, Person) else _signed_as_organisation(by)),
    )
    endorsement.full_clean()
    endorsement.save()
    endorsement.refresh_from_db(fields=["text_hash"])
    journal.record(
        "advocacy.statement_endorsed",
        statement,
        actor=acting_user,
        endorsement=str(endorsement.public_id),
        door=door,
    )
    return endorsement


@transaction.atomic
def withdraw(
    endorsement: Endorsement, *, acting_user: Any, reason: str = "", on: datetime.date | None = None
) -> EndorsementWithdrawal:
    """Take a signature back. It stays on record with its withdrawal; asking twice gives the first withdrawal."""
    endorsement = Endorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)
    already = EndorsementWithdrawal.objects.filter(endorsement=endorsement).first()
    if already is not None:
        return already
    withdrawal = EndorsementWithdrawal(
        endorsement=endorsement, withdrawn_on=on or timezone.localdate(), reason=reason, recorded_by=acting_user
    )
    withdrawal.full_clean()
    withdrawal.save()
    journal.record(
        "advocacy.endorsement_withdrawn",
        endorsement.statement,
        actor=acting_user,
        endorsement=str(endorsement.public_id),
    )
    return withdrawal


def _why_not(statement: Statement, moment: datetime.datetime) -> str:
    if statement.state != Statement.State.OPEN:
        return __("This statement is not open for signature: it is “%(state)s”.") % {
            "state": statement.get_state_display()
        }
    if statement.opens_at and moment < statement.opens_at:
        return __("Signing has not opened yet; it opens on %(moment)s UTC.") % {"moment": _in_words(statement.opens_at)}
    return __("Signing closed on %(moment)s UTC.") % {"moment": _in_words(statement.closes_at)}


def _in_words(moment: datetime.datetime | None) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%d %H:%M}" if moment else ""


def authorised_original(statement: Statement) -> StatementText | None:
    """What is signed: the newest original that was authorised."""
    authorised = statement.texts.filter(is_original=True, standing=StatementText.Standing.AUTHORISED)
    return authorised.order_by("-edition").first()


def _signed_as_organisation(organisation: Organisation) -> dict[str, str]:
    return {
        "signed_as_name": organisation.name,
        "country": organisation.country.name if organisation.country else "",
    }


def signed_as(person: Person, day: datetime.date) -> dict[str, str]:
    """As whom the person would sign on the day: name, title, party, chamber, country and standing, as text."""
    mandates = Mandate.objects.filter(person=person).select_related("chamber__country", "party")
    held = mandates.held_on(day).order_by("-began_on_latest", "-pk").first()
    last = held or mandates.ended_before(day).order_by("-ended_on_latest", "-pk").first()
    country = (last.chamber.country if last else None) or person.country
    facts = {
        "signed_as_name": person.name,
        "signed_as_title": "",
        "party": "",
        "chamber": "",
        "country": country.name if country else "",
    }
    if last is None:
        return {**facts, "standing": Standing.NEVER.value}
    facts["chamber"] = last.chamber.name
    if held is None:
        # The party of a seat that ended is not said to be the party of today.
        return {**facts, "standing": Standing.FORMER.value}
    return {
        **facts,
        "signed_as_title": held.post,
        "party": held.party.name if held.party else "",
        "standing": (Standing.SUSPENDED if _is_suspended(person, day) else Standing.SITTING).value,
    }


def _is_suspended(person: Person, day: datetime.date) -> bool:
    events = StandingEvent.objects.filter(person=person, happened_on_earliest__lte=day)
    barring = {StandingEvent.Kind.SUSPENDED, StandingEvent.Kind.BARRED}
    turns = events.filter(kind__in=[*barring, StandingEvent.Kind.REINSTATED, StandingEvent.Kind.SWORN_IN])
    last = turns.order_by("-happened_on_earliest", "-pk").first()
    return last is not None and last.kind in barring and (last.until_on is None or last.until_on.latest >= day)

"""What parliamentarians report of their own work."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as __

from advocacy.models import Campaign, ParliamentaryAction, Recommendation, Statement
from caucus_site.core import journal
from caucus_site.core.data_classes import Role
from caucus_site.core.dates import PartialDate
from caucus_site.core.principals import Principal
from members.models import Aide, Organisation, Person

REPORTING_ROLES = frozenset({Role.PARLIAMENTARIAN, Role.COORDINATOR})
ANSWERED: dict[type, str] = {Recommendation: "recommendation", Statement: "statement", Campaign: "campaign"}


def reported_for(account: Any, *, day: datetime.date) -> QuerySet[Person]:
    """Those whose work the account may report: its own person's, and of whom it is an aide for this purpose."""
    principal = Principal.of(account)
    if not principal.is_signed_in:
        return Person.objects.none()
    aides = Aide.objects.visible_to(principal).held_on(day)
    mandated = aides.filter(aide__account=principal.user_id, purposes__contains=[Aide.Purpose.REPORT])
    people = Person.objects.filter(pk__in=mandated.values("acts_for"))
    if principal.role in REPORTING_ROLES:
        people |= Person.objects.filter(account=principal.user_id)
    return people


@transaction.atomic
def report(
    *,
    person: Person,
    acting_user: Any,
    kind: str,
    title: str,
    happened_on: PartialDate,
    text: str = "",
    url: str = "",
    chamber: Organisation | None = None,
    in_answer_to: Recommendation | Statement | Campaign | None = None,
    is_public: bool = False,
    moment: datetime.datetime | None = None,
) -> ParliamentaryAction:
    """Add what a parliamentarian did, as reported: it waits for the secretariat's review before anybody is told.

    Refuses reports for whom the account does not act, and of days to come. That the record answered may be seen by the
    reporter is for the caller to have asked.
    """
    day = timezone.localdate(moment)
    if not reported_for(acting_user, day=day).filter(pk=person.pk).exists():
        raise ValidationError(
            __("You can report your own work, and that of members who made you their aide for reporting."),
            code="not_yours_to_report",
        )
    if happened_on.earliest > day:
        raise ValidationError(
            {"happened_on": __("This day is still to come. Report it once it has happened.")}, code="not_yet"
        )
    country = chamber.country if chamber is not None and chamber.country_id else person.country
    action = ParliamentaryAction(
        person=person,
        kind=kind,
        title=title,
        text=text,
        url=url,
        chamber=chamber,
        country=country,
        happened_on=happened_on,
        is_public=is_public,
        review=ParliamentaryAction.Review.REPORTED,
        entered_by=acting_user,
        **({} if in_answer_to is None else {ANSWERED[type(in_answer_to)]: in_answer_to}),
    )
    action.full_clean()
    action.save()
    journal.record("advocacy.action_reported", action, actor=acting_user, person=str(person.public_id), kind=kind)
    return action

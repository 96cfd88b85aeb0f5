"""Whose rows an account comes close to: its own person, the chapters it belongs to, and those it coordinates."""

import datetime
from typing import Any

from django.db.models import QuerySet

from caucus_site.core.principals import Principal
from members.models import Chapter, Membership, Person


def own_person(principal: Principal) -> QuerySet[Person]:
    """The person behind the account; nobody for a visitor, whose id would match every person without an account."""
    if not principal.is_signed_in:
        return Person.objects.none()
    return Person.objects.filter(account=principal.user_id)


def chapters_joined(principal: Principal) -> QuerySet[Chapter]:
    return Chapter.objects.of_account(principal)


def chapters_coordinated(principal: Principal) -> QuerySet[Chapter]:
    return Chapter.objects.coordinated_by(principal)


def members_of(chapters: QuerySet[Chapter], day: datetime.date) -> Any:
    """The ids of the people who belong to one of the chapters on the day."""
    return Membership.objects.held_on(day).present().filter(chapter__in=chapters).values("person")

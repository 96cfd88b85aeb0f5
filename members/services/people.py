"""What happens to a person's name."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as __

from caucus_site.core import journal
from caucus_site.core.dates import PartialDate
from members.models import Person, PersonName


@transaction.atomic
def rename(
    person: Person, name: str, *, acting_user: Any, on: datetime.date | PartialDate | None = None, sort_name: str = ""
) -> Person:
    """Give the person a new name and keep the old one as a former name, so that search still finds it.

    Correcting a slip of the pen is an edit of the name, not this. The same name again changes nothing.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    name = " ".join(name.split())
    if not name:
        raise ValidationError(__("A name is needed."), code="no_name")
    if name == person.name:
        return person
    ended_on = PartialDate.of_day(on) if isinstance(on, datetime.date) else on
    former = PersonName(person=person, text=person.name, kind=PersonName.Kind.FORMER, ended_on=ended_on)
    former.full_clean()
    former.save()
    person.name, person.sort_name = name, sort_name
    person.full_clean()
    person.save()
    journal.record("members.person_renamed", person, actor=acting_user)
    return person

"""A country as one Popolo document, made batch by batch: its size in memory does not grow with the country.

Each batch is asked for when the one before it has been taken, in a transaction of its own: a slow reader keeps nothing
open, and whoever is hidden meanwhile is left out from there on.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Max, Q, QuerySet

from members.api.popolo import rows, shapes
from members.models import Country, Mandate, Organisation, Person

BATCH = 500
Part = tuple[str, Callable[[Any], shapes.Shape], QuerySet]


def document(country: Country, who: Any) -> Iterator[str]:
    """The JSON of everybody of the country whom the asker may see, of their mandates, and of what those rest on.

    One object a line, in the order of their ids, so that two documents of the same records are the same text.
    """
    yield '{\n"meta": ' + _json({"country": {"iso_code": country.code, "name": country.name}})
    for name, shape, collection in _parts(country, who):
        yield f',\n"{name}": ['
        before = "\n"
        for batch in _batches(collection):
            yield before + ",\n".join(_json(shape(row)) for row in batch)
            before = ",\n"
        yield "\n]"
    yield "\n}\n"


def _parts(country: Country, who: Any) -> Iterator[Part]:
    """People first and places last: what a mandate names was there before the mandate."""
    seen = Person.objects.visible_to(who).filter(country=country)
    # Somebody added while the document is read has no mandate in it either.
    latest = seen.aggregate(latest=Max("pk"))["latest"] or 0
    mandates = Mandate.objects.visible_to(who).filter(person__country=country, person__lte=latest)

    def named(*columns: str) -> Q:
        place = Q()
        for column in columns:
            place |= Q(pk__in=mandates.order_by().values(column))
        return place

    here = Q(country=country)
    chambers = Organisation.objects.visible_to(who).filter(here | named("chamber"))
    yield "persons", shapes.person, rows.people(who).filter(here, pk__lte=latest)
    memberships = rows.memberships(who).filter(person__country=country, person__lte=latest)
    yield "memberships", shapes.membership, memberships
    yield "posts", shapes.post, rows.posts(who, of=mandates)
    yield "organizations", shapes.organization, rows.organizations(who).filter(here | named("chamber", "party"))
    yield "areas", shapes.area, rows.areas(who).filter(here | named("area"))
    yield "events", shapes.event, rows.events(who).filter(Q(chamber__in=chambers) | named("term"))


def _batches(collection: QuerySet) -> Iterator[list[Any]]:
    collection = collection.order_by("public_id")
    batch = list(collection[:BATCH])
    while batch:
        yield batch
        if len(batch) < BATCH:
            return
        batch = list(collection.filter(public_id__gt=batch[-1].public_id)[:BATCH])


def _json(said: shapes.Shape) -> str:
    return json.dumps(said, ensure_ascii=False)

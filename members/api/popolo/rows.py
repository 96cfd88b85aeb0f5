"""The rows of each collection that somebody may see, with what their shapes need, in a fixed number of queries.

Every row and every part of it comes through its own door. A chamber, party, area or term that the asker could not see
would leave a mandate without it.
"""

from typing import Any

from django.db.models import Min, Prefetch, Q, QuerySet, TextField, UUIDField
from django.db.models.functions import Cast

from members.models import (
    Area,
    AreaIdentifier,
    ChamberTerm,
    Identifier,
    Mandate,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Person,
    PersonLink,
    PersonName,
)

PLACES = ("chamber", "party", "area", "term")
SAID = ("constituency", "post", "bench", "seat", "how_ended")


def people(who: Any) -> QuerySet:
    names = PersonName.objects.visible_to(who).order_by("pk").defer("text_folded", "text_keys")
    return (
        Person.objects.visible_to(who)
        .only("public_id", "name", "sort_name", "gender", "born_on", "died_on")
        .prefetch_related(
            Prefetch("names", names),
            Prefetch("identifiers", Identifier.objects.visible_to(who)),
            Prefetch("links", PersonLink.objects.visible_to(who)),
        )
    )


def organizations(who: Any) -> QuerySet:
    names = OrganisationName.objects.visible_to(who).order_by("pk").defer("text_folded", "text_keys")
    return (
        Organisation.objects.visible_to(who)
        .defer("name_folded", "name_keys")
        .select_related("country")
        .prefetch_related(
            Prefetch("names", names),
            Prefetch("identifiers", OrganisationIdentifier.objects.visible_to(who)),
            Prefetch("parent", Organisation.objects.visible_to(who).only("public_id")),
        )
    )


def memberships(who: Any) -> QuerySet:
    mandates = Mandate.objects.visible_to(who).select_related("person")
    return mandates.prefetch_related(
        _chambers(who),
        _areas(who),
        Prefetch("party", Organisation.objects.visible_to(who).only("public_id")),
        Prefetch("term", ChamberTerm.objects.visible_to(who).only("public_id")),
    ).only("public_id", "person__public_id", *PLACES, *SAID, "began_on", "ended_on")


def posts(who: Any, of: QuerySet | None = None) -> QuerySet:
    """One mandate for each post, of those given: a post shows itself only through holders whom the asker may see."""
    mandates = (Mandate.objects.visible_to(who) if of is None else of).exclude(post="", area=None)
    one = Cast(Min(Cast("public_id", TextField())), UUIDField())
    # Grouped by these columns alone: whatever else the rows were given, or an order, would split the groups.
    chosen = mandates.order_by().values("chamber", "area", "post").annotate(one=one).values("one")
    rows = Mandate.objects.filter(public_id__in=chosen).prefetch_related(_chambers(who), _areas(who))
    return rows.only("public_id", "chamber", "area", "post")


def posts_at(place: Any, who: Any) -> QuerySet:
    """Those of an area, or of a chamber's own, by its public id."""
    here = Q(area__public_id=place) | Q(area=None, chamber__public_id=place)
    return posts(who, of=Mandate.objects.visible_to(who).filter(here))


def areas(who: Any) -> QuerySet:
    return Area.objects.visible_to(who).prefetch_related(
        Prefetch("identifiers", AreaIdentifier.objects.visible_to(who)),
        Prefetch("parent", Area.objects.visible_to(who).only("public_id")),
    )


def events(who: Any) -> QuerySet:
    return ChamberTerm.objects.visible_to(who).prefetch_related(_chambers(who))


def _chambers(who: Any) -> Prefetch:
    return Prefetch("chamber", Organisation.objects.visible_to(who).only("public_id"))


def _areas(who: Any) -> Prefetch:
    return Prefetch("area", Area.objects.visible_to(who).only("public_id", "name"))

"""What gatherings and missions share: when they are public, and that their parts are seen with them."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from caucus_site.core.data_classes import Role
from caucus_site.core.models import RecordQuerySet
from caucus_site.core.principals import Principal
from members.models import Chapter, Membership, Office


def published_now() -> Q:
    """Marked public, and not before the moment that was set for it."""
    return Q(published_at__isnull=True, is_public=True) | Q(published_at__lte=Now(), is_public=True)


def chapters_shared_by(principal: Principal) -> QuerySet:
    """Chapters whose plans the account's person shares on the principal's day.

    Members and office holders; not whoever is only invited.
    """
    if principal.role not in {Role.COORDINATOR, Role.PARLIAMENTARIAN}:
        return Chapter.objects.none()
    mine = {"chapter": OuterRef("pk"), "person__account": principal.user_id}
    member = Exists(Membership.objects.filter(**mine).active().held_on(principal.day))
    officer = Exists(Office.objects.filter(**mine).held_on(principal.day))
    return Chapter.objects.filter(member | officer)


class PartQuerySet(RecordQuerySet):
    """The model names in `part_of` the foreign key to the whole, whose door is also the door to its parts."""

    def visible_to(self, who: Any) -> Self:
        part_of: str = self.model.part_of
        whole = self.model._meta.get_field(part_of).related_model
        return self.filter(**{f"{part_of}__in": whole.objects.visible_to(who)})

"""One partner system, so that the API can be asked at once."""

from django.utils import timezone

from caucus_site.core.scopes import Scope
from caucus_site.sync.models import PartnerClient
from caucus_site.sync.services import partners
from seeds.demo.stage import KEY, Stage, marked
from seeds.models import SeededRecord

DOOR = "/api/v1/"
DAYS = 365


def create(stage: Stage) -> None:
    stage.one(
        PartnerClient(
            name=marked("Partner system"),
            organisation=stage.bodies["partners"][0],
            owner=stage.accounts["superadmin"],
            agreement=marked("DSA 1"),
        )
    )


def hand_out() -> list[list[str]]:
    """A new key for the demonstration's partner system, as a row for the file of sign-ins. Older ones end."""
    seeded = SeededRecord.objects.filter(key=f"{KEY}partnerclient/1").values_list("subject_id", flat=True)
    rows = []
    for client in PartnerClient.objects.filter(pk__in=seeded, suspended_at__isnull=True):
        for key in client.keys.filter(revoked_at__isnull=True, expires_at__gt=timezone.now()):
            partners.revoke(key)
        made = partners.make_key(client, scopes=Scope.values, days=DAYS)
        rows.append(["partner", client.name, made.text, DOOR])
    return rows

"""Who of the demonstration follows what, so that publishing one statement at the desk sends letters to look at."""

from advocacy.models import Campaign
from caucus_site.notifications.models import Preference, Purpose, Subscription
from events.models import FactFindingMission
from seeds.demo.stage import Stage

# Reads letters in a language of the region, where there is an authorised text in it.
READS_NEPALI = "coordinator"


def create(stage: Stage, missions: list[FactFindingMission], campaigns: list[Campaign]) -> None:
    """Every account but the staff's follows something; one of them has switched its letters off."""
    accounts = stage.accounts
    stage.put(
        [
            Subscription(account=accounts["observer"], has_all_statements=True),
            Subscription(account=accounts["observer"], mission=next(m for m in missions if m.is_public)),
            Subscription(account=accounts["parliamentarian"], chapter=stage.chapters[0]),
            Subscription(account=accounts["parliamentarian"], country=stage.countries["TH"]),
            Subscription(account=accounts["parliamentarian"], campaign=next(c for c in campaigns if c.is_public)),
            Subscription(account=accounts["coordinator"], chapter=stage.root),
            Subscription(account=accounts["former"], chapter=stage.root),
        ]
    )
    stage.one(
        Preference(
            account=accounts["former"],
            purpose=Purpose.STATEMENTS,
            is_on=False,
            since=stage.moment(-12, 9),
            door=Preference.Door.MAIL,
        )
    )
    account = accounts[READS_NEPALI]
    account.language = "ne"
    account.save(update_fields=["language"])

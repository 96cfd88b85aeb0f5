"""A demonstration caucus of invented people: `manage.py seed --demo`, once; again, it changes nothing.

Everything is marked as invented: by the word “demonstration” in its name, or by a source or a note that says so.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from advocacy.models import Campaign, Instrument, Statement
from caucus_site.core import history
from caucus_site.core.servers import VAR
from events.models import FactFindingMission, Gathering
from members.models import Chapter, Organisation, Person
from seeds.demo import (
    accounts,
    campaigns,
    chapters,
    gatherings,
    missions,
    money,
    organisations,
    partners,
    people,
    recommendations,
    safety,
    statements,
    subscriptions,
    testimony,
)
from seeds.demo.stage import KEY, Stage
from seeds.loading import Outcome, refresh_statistics
from seeds.models import SeededRecord

SIGN_INS = VAR / "demo-sign-ins.txt"


def load(report: Callable[[str], object] = print, *, sign_ins: Path = SIGN_INS) -> Outcome:
    """Make the demonstration where there is none, all or nothing; leave what staff have made of it alone.

    Its accounts get passwords when they are made, and new ones when the file that holds them is gone.
    """
    outcome = Outcome()
    with transaction.atomic(), history.because("demonstration", command="seed --demo"):
        known = SeededRecord.objects.filter(key__startswith=KEY).count()
        if not known:
            outcome.created = make()
            accounts.hand_out(sign_ins, report)
            refresh_statistics()
            return outcome
        if not sign_ins.exists():
            outcome.updated = accounts.hand_out(sign_ins, report)
        outcome.unchanged = known - outcome.updated
    return outcome


def make() -> int:
    """The whole demonstration, as of today. Returns of how many records it consists."""
    stage = Stage(timezone.localdate())
    accounts.create(stage)
    organisations.create(stage)
    chapters.create(stage)
    people.create(stage)
    chapters.fill(stage)
    circles = safety.open_circles(stage)
    incidents = safety.protect(stage, circles)
    met = gatherings.create(stage)
    sent = missions.create(stage, circles)
    testimony.create(stage, circles, sent)
    gatherings.resolve(stage, met, sent)
    agreed = campaigns.agree(stage)
    wanted = campaigns.create(stage, agreed)
    said = statements.create(stage, met, sent, incidents, wanted)
    asked = recommendations.create(stage, said, sent)
    campaigns.assess(stage, agreed, asked)
    heard = campaigns.hear(stage, circles)
    campaigns.carry(stage, heard, met, said, asked)
    recommendations.act(stage, asked, said, wanted, heard, agreed)
    appeals = [statement for statement in said if statement.incident_id]
    safety.stand_by(stage, circles, incidents, appeals)
    money.create(stage, met, sent, wanted)
    subscriptions.create(stage, sent, wanted)
    partners.create(stage)
    stage.cite(Person, Chapter, Organisation, Gathering, FactFindingMission, Statement, Campaign, Instrument)
    return stage.remember()

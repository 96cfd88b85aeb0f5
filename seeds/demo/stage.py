"""What the demonstration is built on: a day, seeded chance, the places, and everything made so far."""

import datetime
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import models

from caucus_site.core.dates import PartialDate
from caucus_site.core.models import Citation, Source, User
from members.models import Chapter, Corridor, Country, Mandate, Membership, Organisation, Person
from seeds.demo.names import Tongue
from seeds.models import SeededRecord

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

KEY = "demo/"
COUNTRIES = ("NP", "LK", "TH", "KH", "BD", "MM", "KR", "MY", "VN", "ID", "PH", "PK", "SA", "KW")
CHAPTER_COUNTRIES = ("NP", "LK", "TH")


class NothingToHangOn(CommandError):
    """The documented history is not loaded, and the demonstration hangs below it."""


@dataclass
class Player:
    """An invented person, with what decides where they can appear."""

    person: Person
    tongue: Tongue
    country: Country
    calling: str
    chapter: Chapter | None
    mandates: list[Mandate] = field(default_factory=list)
    is_reserved: bool = False

    @property
    def is_parliamentarian(self) -> bool:
        return self.calling in {Membership.Category.SITTING, Membership.Category.FORMER}

    def mandate_on(self, day: datetime.date) -> Mandate | None:
        for mandate in self.mandates:
            began, ended = mandate.began_on, mandate.ended_on
            if began and began.latest <= day and (ended is None or ended.earliest >= day):
                return mandate
        return None


class Stage:
    """The same cast and the same scenes every time; only the days follow the day of the first load."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.chance = random.Random("a demonstration caucus")  # noqa: S311
        self.countries = {c.code: c for c in Country.objects.filter(code__in=COUNTRIES)}
        root = Chapter.objects.filter(parent__isnull=True).first()
        if root is None or len(self.countries) < len(COUNTRIES):
            raise NothingToHangOn(
                "The demonstration hangs below the documented regional caucus, which is not in this database. "
                "Load the documented history first: manage.py seed."
            )
        self.root = root
        self.corridors: dict[str, Corridor] = {}
        self.accounts: dict[str, User] = {}
        self.chapters: list[Chapter] = []
        self.chambers: dict[str, list[Organisation]] = {}
        self.parties: dict[str, list[Organisation]] = {}
        self.bodies: dict[str, list[Organisation]] = {}
        self.players: list[Player] = []
        self.made: list[models.Model] = []
        self._checked: set[type[models.Model]] = set()

    def put(self, rows: Iterable[M]) -> list[M]:
        """Store rows of one model in one go: the first of each checked as a form would, all by the database."""
        rows = list(rows)
        if rows and (model := type(rows[0])) not in self._checked:
            rows[0].full_clean(exclude=["public_id"])
            self._checked.add(model)
        if rows:
            rows = type(rows[0])._base_manager.bulk_create(rows, batch_size=500)
            self.made.extend(rows)
        return rows

    def one(self, row: M) -> M:
        return self.put([row])[0]

    # --- days -------------------------------------------------------------------------------------------------------

    def day(self, offset: int) -> datetime.date:
        return self.today + datetime.timedelta(days=offset)

    def on(self, offset: int) -> PartialDate:
        return PartialDate.of_day(self.day(offset))

    def month(self, offset: int) -> PartialDate:
        return PartialDate.from_edtf(f"{self.day(offset):%Y-%m}")

    def year(self, offset: int) -> PartialDate:
        return PartialDate.from_edtf(f"{self.day(offset):%Y}")

    def roughly(self, offset: int) -> PartialDate:
        """As exactly as things of the past happen to be known."""
        return self.chance.choices([self.on, self.month, self.year], weights=[6, 3, 1])[0](offset)

    def moment(self, offset: int, hour: int, zone: str = "UTC") -> datetime.datetime:
        return datetime.datetime.combine(self.day(offset), datetime.time(hour), ZoneInfo(zone))

    # --- people -----------------------------------------------------------------------------------------------------

    def of(self, *callings: str, chapter: Chapter | None = None, reserved: bool = False) -> list[Player]:
        """The players of these callings; those kept for scenes of danger only when asked for."""
        return [
            p
            for p in self.players
            if p.calling in callings and chapter in (None, p.chapter) and (reserved or not p.is_reserved)
        ]

    def player_of(self, account: str) -> Player:
        return next(p for p in self.players if p.person.account_id == self.accounts[account].pk)

    def some(self, things: Sequence[T], least: int, most: int | None = None) -> list[T]:
        number = least if most is None else self.chance.randint(least, most)
        return self.chance.sample(things, min(number, len(things)))

    # --- the end ----------------------------------------------------------------------------------------------------

    def cite(self, *models_cited: type[models.Model]) -> None:
        """Say of everything that could be taken for a fact that it is invented."""
        source = self.one(
            Source(
                kind=Source.Kind.OWN_RECORD,
                title=marked("Invented people and events"),
                author="Invented for the demonstration",
                note="No person, party, chamber, organisation or event that cites this exists.",
            )
        )
        kinds = ContentType.objects.get_for_models(*models_cited)
        self.put(
            Citation(subject_type=kinds[type(row)], subject_id=row.pk, source=source)
            for row in list(self.made)
            if isinstance(row, models_cited)
        )

    def remember(self) -> int:
        """Note every record, so that nothing of the demonstration is made twice or mistaken for history."""
        number: Counter[str] = Counter()
        kinds = ContentType.objects.get_for_models(*{type(row) for row in self.made})
        seeded = []
        for row in self.made:
            name = row._meta.model_name or ""
            number[name] += 1
            key = f"{KEY}{name}/{number[name]}"
            seeded.append(SeededRecord(key=key, subject_type=kinds[type(row)], subject_id=row.pk))
        SeededRecord.objects.bulk_create(seeded, batch_size=2000)
        return len(seeded)


def marked(name: str) -> str:
    """The name so that nobody takes the thing for real."""
    return f"{name} (demonstration)"

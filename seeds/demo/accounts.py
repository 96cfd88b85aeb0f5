"""One account for each role, with passwords that exist in one file of this checkout and nowhere else."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management.base import CommandError

from caucus_site.core.data_classes import Duty, Role
from caucus_site.core.models import User
from seeds.demo import partners
from seeds.demo.stage import KEY, Stage
from seeds.models import SeededRecord

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aeiou"
ADMIN = "/admin/"
PORTAL = "/me/"


@dataclass(frozen=True)
class Sign:
    """An account of the demonstration: its name in the file, its address, its rights, its door."""

    label: str
    address: str
    role: Role
    full_name: str = ""
    duties: list[str] = field(default_factory=list)
    door: str = PORTAL

    @property
    def email(self) -> str:
        return f"demo-{self.address}@example.org"


SIGNS = (
    Sign("superadmin", "superadmin", Role.SUPERADMIN, "Demonstration superadmin", door=ADMIN),
    Sign("secretariat", "secretariat", Role.SECRETARIAT, "Demonstration secretariat", door=ADMIN),
    Sign("finance officer", "finance", Role.SECRETARIAT, "Demonstration finance officer", [Duty.FINANCE], ADMIN),
    Sign("case officer", "cases", Role.SECRETARIAT, "Demonstration case officer", [Duty.CASES], ADMIN),
    Sign("coordinator", "coordinator", Role.COORDINATOR),
    Sign("parliamentarian", "parliamentarian", Role.PARLIAMENTARIAN),
    Sign("former parliamentarian", "former", Role.PARLIAMENTARIAN),
    Sign("observer", "observer", Role.OBSERVER),
)


def create(stage: Stage) -> None:
    """Store the accounts, without passwords yet: those are set when they can be written down."""
    taken = User.objects.filter(email__in=[sign.email for sign in SIGNS]).values_list("email", flat=True)
    if taken:
        raise CommandError(
            f"{', '.join(taken)}: this address already has an account that is not the demonstration's. "
            "Give that account another address, or do without the demonstration."
        )
    zone = "Asia/Kathmandu"
    users = stage.put(
        User(
            email=sign.email,
            full_name=sign.full_name,
            role=sign.role,
            duties=sign.duties,
            password="!",  # noqa: S106
            time_zone=zone,
        )
        for sign in SIGNS
    )
    stage.accounts = {sign.address: user for sign, user in zip(SIGNS, users, strict=True)}


def hand_out(sign_ins: Path, report: Callable[[str], object]) -> int:
    """Give the demonstration's accounts new passwords and write the file, unless the file is there. Returns how many.

    The file is written before the transaction ends: should it fail, no account is left with a password that nobody
    knows; should the commit fail, the next load writes the file anew.
    """
    seeded = dict(SeededRecord.objects.filter(key__startswith=f"{KEY}user/").values_list("key", "subject_id"))
    users = User.objects.filter(is_active=True).in_bulk(seeded.values())
    lines = []
    for number, sign in enumerate(SIGNS, start=1):
        if user := users.get(seeded.get(f"{KEY}user/{number}")):
            password = new_password()
            user.set_password(password)
            user.save(update_fields=["password"])
            lines.append("\t".join([sign.label, user.email, password, sign.door]))
    given = len(lines)
    lines += ["\t".join(row) for row in partners.hand_out()]
    if lines:
        write(sign_ins, "\n".join(lines) + "\n")
        report(f"Sign-ins of the demonstration: {sign_ins}")
    return given


def new_password() -> str:
    """Five words that can be read aloud and typed, of no language: 63 bits."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _syllable in range(10)]
    return "-".join(first + second for first, second in zip(syllables[::2], syllables[1::2], strict=True))


def write(path: Path, text: str) -> None:
    """For its owner's eyes only, from the first byte on, and whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

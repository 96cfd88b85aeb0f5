"""What missions were told and shown: codes, sealed words, sealed names, and the findings that rest on them."""

import datetime

from django.core.files.base import ContentFile

from caucus_site.core.models import Compartment
from events.models import (
    Evidence,
    FactFindingMission,
    Finding,
    FindingEvidence,
    FindingTestimony,
    Testimony,
    WitnessIdentity,
)
from events.services import evidence as evidence_files
from seeds.demo.missions import WENT
from seeds.demo.stage import Stage

WORDS = (
    ("They told us the job was in an office. It was a boat.", "en"),
    ("मेरो राहदानी मालिकले राखे।", "ne"),
    ("எனக்கு ஆறு மாதம் சம்பளம் தரவில்லை.", "ta"),
    ("ฉันไม่กล้าแจ้งความ", "th"),
    ("আমি বাড়ি ফিরতে চাই।", "bn"),
)
PAPERS = (
    ("payslip.txt", Evidence.Kind.DOCUMENT, "A payslip with deductions that nobody explained."),
    ("message.txt", Evidence.Kind.SCREENSHOT, "A message from the agent that names a fee."),
)


def create(stage: Stage, circles: dict[str, Compartment], missions: list[FactFindingMission]) -> None:
    went = [mission for mission in missions if mission.state in WENT]
    testimonies = stage.put(
        Testimony(
            compartment=circles["DEMO-MOSS" if (place + number) % 11 == 10 else "DEMO-TIDE"],
            mission=mission,
            consent=Testimony.Consent.values[(place + number) % 3],
            text=f"{words} (Invented for the demonstration.)",
            language=language,
            taken_on=stage.month((_first_day(mission) - stage.today).days) if number % 2 else mission.began_on,
            place="A tea shop near the gate" if number % 2 else "",
        )
        for place, mission in enumerate(went)
        for number, (words, language) in enumerate(WORDS)
    )
    stage.put(
        WitnessIdentity(
            testimony=testimony,
            compartment=circles["DEMO-REED"],
            name=f"Invented witness no. {number}",
            contact=f"witness.{number}@example.net",
        )
        for number, testimony in enumerate(testimonies)
        if number % 3 != 2
    )
    findings: dict[int, list[Finding]] = {}
    for finding in stage.made:
        if isinstance(finding, Finding):
            findings.setdefault(finding.mission_id, []).append(finding)
    stage.put(
        FindingTestimony(finding=finding, testimony=testimony)
        for number, testimony in enumerate(testimonies)
        for finding in findings.get(testimony.mission_id, [])[number % 3 : number % 3 + 1]
    )
    kept = [
        evidence_files.keep(
            ContentFile(f"Invented for the demonstration: {what} ({mission.title})".encode(), name=name),
            mission=mission,
            compartment=circles["DEMO-TIDE"],
            kind=kind,
            description=f"Invented: {what}",
            acting_user=stage.accounts["cases"],
        )
        for mission in went[:4]
        for name, kind, what in PAPERS
    ]
    stage.made.extend(kept)
    stage.put(
        FindingEvidence(finding=finding, evidence=paper)
        for number, paper in enumerate(kept)
        for finding in findings[paper.mission_id][number % 2 : number % 2 + 1]
    )


def _first_day(mission: FactFindingMission) -> datetime.date:
    if mission.began_on is None:
        raise ValueError(f"{mission} went without a day")
    return mission.began_on.earliest

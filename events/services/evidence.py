"""Keeping files as they were received."""

import hashlib
import mimetypes
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as __

from caucus_site.core import journal
from caucus_site.core.models import Compartment
from events.models import Evidence, FactFindingMission


def measure(evidence: Evidence, upload: File) -> None:
    """Write hash, size, name and media type of the file into the record, before it is stored.

    The hash is of the bytes as received: whoever doubts the original later can compare.
    """
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = upload.name or ""
    evidence.original_sha256 = digest.hexdigest()
    evidence.original_size = upload.size
    evidence.original_name = name
    evidence.media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not evidence.original_size:
        raise _refusal(__("This file is empty. Choose it again."), "empty_file")
    # Even a file that the uploader may not see is not kept twice; the refusal says no more than that it is there.
    if Evidence.objects.filter(mission=evidence.mission, original_sha256=evidence.original_sha256).exists():
        raise _refusal(__("This very file is already kept for this mission."), "already_kept")


@transaction.atomic
def keep(
    upload: File,
    *,
    mission: FactFindingMission,
    compartment: Compartment,
    kind: str,
    description: str = "",
    acting_user: Any,
) -> Evidence:
    """Store a file as evidence of a mission, in a compartment. The same bytes are kept once per mission."""
    evidence = Evidence(mission=mission, compartment=compartment, kind=kind, description=description)
    measure(evidence, upload)
    evidence.original = upload
    evidence.save()
    journal.record("events.evidence_kept", evidence, actor=acting_user, mission=str(mission.public_id))
    return evidence


def _refusal(sentence: str, code: str) -> ValidationError:
    return ValidationError({"original": ValidationError(sentence, code=code)})

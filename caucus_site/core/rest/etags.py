"""Which version of which representation: strong entity tags, for reading once and for never overwriting unread."""

import hashlib
import json
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as __
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from caucus_site.core.rest.errors import Problem, ProblemType


def etag(record: Any, *, representation: str, shown: Any) -> str:
    """The tag of a record as it is shown: of its version, and of all that is said with it.

    Nested records, and what follows from the day, are part of what is shown, so a change of them changes the tag. It
    does not depend on who asks beyond that, so it outlives a session.
    """
    what = [record._meta.label_lower, record.public_id, record.version, representation]
    facts = "\x1f".join(map(str, what)) + json.dumps(shown, cls=JSONEncoder)
    return f'"{hashlib.sha256(facts.encode()).hexdigest()[:32]}"'


def is_unchanged(request: Request, tag: str) -> bool:
    """Whether `If-None-Match` names the tag. The comparison is weak, as RFC 9110 §13.1.2 wants it."""
    known = [known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))]
    return tag in known or "*" in known


def require_match(request: Request, tag: str) -> None:
    """Let a write pass only if it says which version it means, and that is the present one.

    `*` means "whatever there is", which is what this is here to prevent; weak tags never match (RFC 9110 §13.1.1).
    """
    named = [tag for tag in parse_etags(request.headers.get("If-Match", "")) if tag != "*"]
    if not named:
        raise Problem(
            ProblemType.PRECONDITION_REQUIRED,
            __("Send the ETag of the version you read in the header If-Match."),
        )
    if tag not in named:
        raise Problem(
            ProblemType.PRECONDITION_FAILED,
            __("Read the record again, apply your change to what it says now, and send that."),
        )

"""Codes that people write into forms, and the sentence for one that is none."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as __

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
# Names that mean another place on every machine, or none.
NOWHERE = frozenset({"localtime", "posixrules", "Factory"})
WRITTEN_FROM_THE_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; UTC where this system does not know what is on record."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def direction_of(language: str) -> str:
    """How a page or a letter lays out text in the language: rtl or ltr."""
    main = language.split("-", 1)[0]
    return "rtl" if main in WRITTEN_FROM_THE_RIGHT and "-Latn" not in language else "ltr"


def check_time_zone(name: str) -> None:
    if name in NOWHERE or name not in available_timezones():
        raise ValidationError(
            __("“%(name)s” is not a time zone. Write region and city as in Asia/Dhaka or Asia/Kuala_Lumpur."),
            code="not_a_time_zone",
            params={"name": name},
        )


def check_language(code: str) -> None:
    if not re.match(LANGUAGE, code):
        raise ValidationError(
            __("“%(code)s” is not a language code. Write it as in web addresses: en, km, bn, zh-Hant."),
            code="not_a_language",
            params={"code": code},
        )


CHECKS = {"language": check_language, "time_zone": check_time_zone}


def check_codes(**codes: str) -> None:
    """For a model's `clean`: refuses each code at its field. An empty one is the field's own matter."""
    mistakes: dict[str, list[ValidationError]] = {}
    for field, code in codes.items():
        try:
            if code:
                CHECKS[field](code)
        except ValidationError as mistake:
            mistakes[field] = [mistake]
    if mistakes:
        raise ValidationError(mistakes)

"""Which script a name is written in, as far as an import needs to know."""

import re
import unicodedata

from members.models import PersonName
from members.models.people import LANGUAGE_CODE

# The language in which a country's people write their own names. Where several scripts are in use (Chinese and Tamil
# in Malaysia and Singapore, India's own dozen), a spelling in one of them need not be the bearer's own.
OWN_LANGUAGES = {
    "BD": {"bn"}, "BN": {"ms"}, "BT": {"dz"}, "CN": {"zh"}, "ID": {"id"}, "JP": {"ja"}, "KH": {"km"}, "KR": {"ko"},
    "LA": {"lo"}, "MM": {"my"}, "MN": {"mn"}, "MV": {"dv"}, "MY": {"ms"}, "NP": {"ne"}, "PH": {"fil", "tl"},
    "PK": {"ur"}, "SG": {"ms"}, "TH": {"th"}, "TL": {"pt", "tet"}, "TW": {"zh"}, "VN": {"vi"},
}  # fmt: skip

# Codes that sources use for what they are not: “cn” is a country, and these names are written in its characters.
MEANT = {"cn": "und-Hani"}


def is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(letter, "") for letter in letters)


def language_of(codes: list[str]) -> str:
    """The first usable code, or none."""
    for code in codes:
        meant = MEANT.get(code.lower(), code)
        if re.match(LANGUAGE_CODE.regex, meant) and len(meant) <= 35:
            return meant
    return ""


def kind_of_name(text: str, language: str, country: str) -> str:
    """Own script, Latin, or merely another spelling."""
    is_own = language.partition("-")[0] in OWN_LANGUAGES.get(country, set())
    if not is_latin(text):
        return PersonName.Kind.OWN_SCRIPT if is_own else PersonName.Kind.ALIAS
    return PersonName.Kind.LATIN if is_own or language == "en" else PersonName.Kind.ALIAS

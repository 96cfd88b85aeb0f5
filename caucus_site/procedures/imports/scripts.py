"""Which script a name is written in, as far as an import needs to know."""

import unicodedata

from members.models import PersonName
from members.models.people import LANGUAGE_CODE

# The languages in whose script a country's people write their own names.
OWN_LANGUAGES = {
    "BD": {"bn"}, "BN": {"ms"}, "BT": {"dz"}, "CN": {"zh"}, "ID": {"id"}, "IN": {"hi", "ta", "te", "bn", "mr", "gu", "kn", "ml", "pa", "or", "as", "ur"},
    "JP": {"ja"}, "KH": {"km"}, "KR": {"ko"}, "LA": {"lo"}, "LK": {"si", "ta"}, "MM": {"my"}, "MN": {"mn"}, "MV": {"dv"},
    "MY": {"ms", "zh", "ta"}, "NP": {"ne"}, "PH": {"fil", "tl"}, "PK": {"ur"}, "SG": {"zh", "ms", "ta"}, "TH": {"th"}, "TL": {"pt", "tet"}, "VN": {"vi"},
}  # fmt: skip


def is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(letter, "") for letter in letters)


def usable_language(code: str) -> bool:
    return bool(LANGUAGE_CODE.regex.match(code)) and len(code) <= 35


def kind_of_name(text: str, language: str, country: str) -> str:
    """Own script, Latin, or merely another spelling."""
    is_own = language.partition("-")[0] in OWN_LANGUAGES.get(country, set())
    if not is_latin(text):
        return PersonName.Kind.OWN_SCRIPT if is_own else PersonName.Kind.ALIAS
    return PersonName.Kind.LATIN if is_own or language == "en" else PersonName.Kind.ALIAS

"""Languages of texts, by name and direction."""

from dataclasses import dataclass

from django.conf.locale import LANG_INFO

# Of the region, and not or not fully in Django's table.
OWN_NAMES = {
    "dv": "ދިވެހި",
    "fil": "Filipino",
    "km": "ភាសាខ្មែរ",
    "lo": "ລາວ",
    "mn": "Монгол",
    "pa": "ਪੰਜਾਬੀ",
    "ps": "پښتو",
    "sd": "سنڌي",
    "si": "සිංහල",
    "tet": "Tetun",
    "tl": "Tagalog",
    "dz": "རྫོང་ཁ",
}
WRITTEN_FROM_THE_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Language:
    """A language code with what a page needs to show a text in it."""

    code: str
    name: str
    direction: str


def language(code: str) -> Language:
    main = code.split("-", 1)[0]
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(main) or {}
    name = OWN_NAMES.get(code) or OWN_NAMES.get(main) or known.get("name_local") or code
    is_from_the_right = main in WRITTEN_FROM_THE_RIGHT and "-Latn" not in code
    return Language(code, name[:1].upper() + name[1:], "rtl" if is_from_the_right else "ltr")

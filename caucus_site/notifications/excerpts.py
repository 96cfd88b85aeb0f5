"""Words of a record for a letter: one safe line for the subject, and the beginning of a text in any script."""

import re
import unicodedata

LINE = 200
LENGTH = 700
# They turn the reading direction of whatever follows them, and so could make a subject say something else.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Where a text may be cut: after a space, one of no width, or what ends a sentence in Khmer, Burmese or Indic scripts.
BREAK = re.compile("[\\s\u200b\u0964\u0965\u104a\u104b\u17d4\u17d5]")
# Khmer's sign that stacks the next letter below the last one: nothing may part them.
STACKERS = frozenset("\u17d2\u1039\u094d\u09cd\u0bcd\u0dca\u200d")


def one_line(text: str, length: int = LINE) -> str:
    """Without line ends, control characters and turns of direction, and not too long for a subject."""
    # What holds a script's letters together (joiners) is a format character too, and stays.
    shown = "".join(" " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in text)
    return cut(" ".join(TURNS.sub("", shown).split()), length)


def beginning(text: str, length: int = LENGTH) -> list[str]:
    """Its first paragraphs, as many as fit; of a first one that is longer, as much as fits."""
    paragraphs: list[str] = []
    for paragraph in filter(None, map(str.strip, text.splitlines())):
        room = length - sum(map(len, paragraphs))
        if len(paragraph) > room and paragraphs:
            break
        paragraphs.append(cut(paragraph, length))
    return paragraphs


def cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    breaks = [found.end() for found in BREAK.finditer(text, length // 2, length)]
    if breaks:
        return f"{text[: breaks[-1]].rstrip()}…"
    end = length
    while end > 1 and (unicodedata.category(text[end]).startswith("M") or {text[end], text[end - 1]} & STACKERS):
        end -= 1
    return f"{text[:end]}…"

"""Finding a name as people type it: any word order, accents or none, one typo a word, any script."""

import re
import unicodedata
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value

MOST_WORDS = 8
APART = re.compile(r"[\s.,;:()/_-]+")
NOT_SEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff'\u2019\u2018\u02bc`%\\"))


class Like(Func):
    """`column LIKE pattern`, the pattern folded by the database as the column was."""

    template = "(%(expressions)s)"
    arg_joiner = " LIKE "
    output_field = BooleanField()

    def __init__(self, column: str, pattern: str) -> None:
        super().__init__(F(column), Func(Value(pattern), function="caucus_fold", output_field=TextField()))


class SharesATypoKey(Func):
    """`column && typo keys of the word`: the same word, or one letter apart."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = BooleanField()

    def __init__(self, column: str, word: str) -> None:
        keys = Func(Value(word), function="caucus_typo_keys", output_field=ArrayField(TextField()))
        super().__init__(F(column), keys)


class IsAmong(Func):
    """`column = ANY(ARRAY(SELECT …))`: found first, looked up afterwards.

    With `IN (SELECT …)` a limit makes the planner walk the whole table in the order of the list, hoping to meet one of
    the many that it expects soon: 140 ms for one person among 100,000, instead of one.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, found: QuerySet) -> None:
        super().__init__(F(column), ArraySubquery(found))


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).translate(NOT_SEEN)
    return [word for word in APART.split(plain) if word][:MOST_WORDS]


def named_like(text: str, *, folded: str, keys: str) -> Q | None:
    """Rows each of whose searched words occurs in the name; None when the text holds no word at all.

    Every branch of the condition can use an index: a part of a word (trigrams), a word with one typo (its keys), and,
    for words too short for trigrams, the beginning of a word.
    """
    words = words_of(text)
    if not words:
        return None
    every_word = Q()
    for word in words:
        every_word &= _one_word(word, folded, keys)
    return every_word


def _one_word(word: str, folded: str, keys: str) -> Q:
    near: Any = Q(SharesATypoKey(keys, word))
    if len(word) >= 3:
        return near | Q(Like(folded, f"%{word}%"))
    return near | Q(Like(folded, f"{word}%")) | Q(Like(folded, f"% {word}%"))

import pytest

from tests.examples.models import Term
from tests.factories.examples import TermFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn  Văn-Đạt", "nguyen van dat"),
        ("O’Neil", "oneil"),
        ("O'Neil", "oneil"),
        ("MU SOCHUA", "mu sochua"),
        (" S. Iswaran,  (Hon.) ", "s iswaran hon"),
        ("Mu\u200bSo\u200dchua", "musochua"),
        ("Ｓｏｃｈｕａ", "sochua"),
        ("មូរ សុខហួរ", "មូរ សុខហួរ"),
        ("খালেদা জিয়া", "খালেদা জিয়া"),
        ("", ""),
    ],
)
def test_folding(sql, text, folded):
    assert sql("SELECT caucus_fold(%s) = caucus_fold(%s), caucus_fold(%s)", [text, folded, text])[0][0] is True
    if folded.isascii():
        assert sql("SELECT caucus_fold(%s)", [text]) == [(folded,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sochua", "Sochua"),
        ("Sochua", "Socua"),  # a letter missing
        ("Sochua", "Sochhua"),  # one too many
        ("Sochua", "Sochia"),  # a wrong one
        ("Sochua", "Socuha"),  # two swapped
        ("Mu Sochua", "sochua"),
        ("Văn", "van"),
    ],
)
def test_one_slip_still_shares_a_key(sql, one, other):
    assert sql("SELECT caucus_typo_keys(%s) && caucus_typo_keys(%s)", [one, other]) == [(True,)]


@pytest.mark.parametrize(("one", "other"), [("Sochua", "Sokhuar"), ("Mu", "Ma"), ("Lim", "Lin"), ("Anwar", "Najib")])
def test_two_slips_or_short_words_share_none(sql, one, other):
    assert sql("SELECT caucus_typo_keys(%s) && caucus_typo_keys(%s)", [one, other]) == [(False,)]


def test_search_columns_follow_the_text(sql):
    term = TermFactory(holder="Mu Sochua")

    Term.objects.filter(pk=term.pk).update(holder="Đạt")

    term.refresh_from_db()
    assert term.holder_folded == "dat"
    assert term.holder_keys == ["dat"]


def test_keys_of_very_long_text_stay_few(sql):
    assert sql("SELECT cardinality(caucus_typo_keys(repeat('x', 10000)))") == [(0,)]

"""The table of `make bench` says of each measure whether it is good enough."""

from tests.bench.table import Measure, as_text


def test_measure_is_judged_by_its_ratio():
    assert [
        Measure("page", 10, 30, 3).verdict,
        Measure("page", 10, 31, 3).verdict,
        Measure("page", 10, 99).verdict,
    ] == [
        "good",
        "MISSED",
        "",
    ]


def test_table_lines_up():
    assert as_text([Measure("people list", 10, 12.5, 3), Measure("seal", 1, 200)]).splitlines() == [
        "what (ms)    small   large   ratio  bar  verdict",
        "------------------------------------------------",
        "people list  10.00   12.50    1.25    3     good",
        "seal          1.00  200.00  200.00",
    ]

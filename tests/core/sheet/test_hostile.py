"""Sheets that would harm: refused with a plain code, or stopped from outside."""

from __future__ import annotations

import multiprocessing
import os
import struct
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from app.core import sheet
from app.core.errors import CancelledError, SheetError
from app.core.sheet import child, limits, process, xls

sys.path.insert(0, str(Path(__file__).parent))
import builders
import targets

SHEETS = Path(__file__).parents[2] / "data" / "sheets"


def refusal(data: bytes, folder: Path, name: str = "x.xlsx") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(SheetError) as caught:
        child.load(str(path))
    assert "{" not in str(caught.value)
    assert name in str(caught.value) or "Cell" in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("last", ["XFD1048576", "A1048576", "ZZ1", "A200001"])
@pytest.mark.parametrize("content", ["<v>1</v>", "<f>1</f>", "<is><t>x</t></is>"])
def test_two_cells_far_apart(last, content, tmp_path):
    row = last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = f'<row r="1">{builders.text_cell("A1", "path")}</row>'
    rows += f'<row r="{row}"><c r="{last}">{content}</c></row>'
    data = builders.xlsx(rows)
    assert len(data) < 1600
    code = refusal(data, tmp_path)
    assert code == ("sheet-too-many-columns" if last == "ZZ1" else "sheet-too-many-rows")
    with pytest.raises(SheetError) as caught:
        sheet.read(tmp_path / "x.xlsx")
    assert caught.value.code == code


def test_a_rectangle_too_large_though_each_side_is_not(tmp_path):
    rows = f'<row r="1">{builders.text_cell("A1", "path")}</row>'
    rows += '<row r="200000"><c r="SF200000"><v>1</v></c></row>'
    assert refusal(builders.xlsx(rows), tmp_path) == "sheet-too-heavy"


@pytest.mark.parametrize("reference", ["1", "A", "ABCD1", "A12345678", "É1", "A1B"])
def test_references_that_are_none(reference, tmp_path):
    rows = f'<row r="1"><c r="{reference}"><v>1</v></c></row>'
    assert refusal(builders.xlsx(rows), tmp_path) == "sheet-damaged"


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1'><v>1</v></c>",
        '<c\n t="n"\tr = "XFD1" ><v>1</v></c>',
        '<x:c xmlns:x="y" r="XFD1"><z:v xmlns:z="y">1</z:v></x:c>',
        '<c z=">" r="XFD1"><v>1</v></c>',
        """<c z="'" r="XFD1" y="'"><v>1</v></c>""",
        """<c z='"' r='XFD1' y='"'><v>1</v></c>""",
        '<c r="B1"><c r="XFD1"><v>1</v></c></c>',
        '<c r="XFD1"><!-- no --><?no v?><v>1</v></c>',
        '<c r="XFD1"><x/>text<v>1</v></c>',
        '<c r="XFD1"/><v>1</v>',
        "<c/>" * 16_000 + "<c><v>1</v></c>",
        '<c r="XFC1"/><c><v/></c>',
    ],
)
def test_a_cell_far_away_is_seen_however_it_is_written(cell, tmp_path):
    rows = f'<row r="1">{builders.text_cell("A1", "path")}{cell}</row>'
    assert refusal(builders.xlsx(rows), tmp_path) == "sheet-too-many-columns"


@pytest.mark.parametrize("number", ["200001", "99999999", "9" * 5000])
def test_a_row_far_below_is_seen_by_its_own_number(number, tmp_path):
    rows = f'<row r="1">{builders.text_cell("A1", "path")}</row>'
    rows += f"""<row ht="15" z='r="3"' r="{number}"><c><v>1</v></c></row>"""
    assert refusal(builders.xlsx(rows), tmp_path) == "sheet-too-many-rows"


def test_what_only_looks_like_a_cell_is_none(tmp_path):
    far = "<c r='XFD9'><v>1</v></c>"
    cells = builders.text_cell("A1", "path") + f"<!-- {far} --><?no {far}?><cc r='XFD9'><vv/></cc>"
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[{far}]]></t></is></c></row>'
    path = tmp_path / "x.xlsx"
    path.write_bytes(builders.xlsx(f'<row r="1">{cells}</row>{row}'))
    table = child.load(str(path))
    assert (table.headers, [r.cells for r in table.rows]) == (("path",), [(far,)])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "latin-1"])
def test_letters_that_are_not_in_utf_8(encoding, tmp_path):
    head = f'<?xml version="1.0" encoding="{encoding[:6]}"?>'
    parts = builders.xlsx_parts(f'<row r="1">{builders.text_cell("A1", "pæth")}</row>', head=head)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].encode(encoding)
    assert refusal(builders.zipped(parts), tmp_path) == "sheet-damaged"


def test_a_zip_bomb(tmp_path):
    parts = builders.xlsx_parts("")
    parts["xl/media/x.bin"] = bytes(limits.UNPACKED_BYTES)
    data = builders.zipped(parts)
    assert len(data) < 1_000_000
    assert refusal(data, tmp_path) == "sheet-unpacks-too-big"


def test_a_zip_bomb_that_lies_about_its_size(tmp_path):
    parts = builders.xlsx_parts("")
    parts["xl/worksheets/sheet1.xml"] = "<worksheet>" + " " * 5_000_000 + "</worksheet>"
    data = bytearray(builders.zipped(parts))
    for place in range(len(data)):
        if data[place : place + 4] == struct.pack("<I", 5_000_023):
            data[place : place + 4] = struct.pack("<I", 23)
    assert refusal(bytes(data), tmp_path) == "sheet-damaged"


def test_too_many_parts(tmp_path):
    parts = builders.xlsx_parts("") | {f"xl/x{i}": "" for i in range(limits.PARTS)}
    assert refusal(builders.zipped(parts, zipfile.ZIP_STORED), tmp_path) == "sheet-unpacks-too-big"


def test_a_part_that_is_there_twice(tmp_path):
    parts = builders.xlsx_parts("")
    parts["XL/Worksheets/Sheet1.xml"] = parts["xl/worksheets/sheet1.xml"]
    assert refusal(builders.zipped(parts), tmp_path) == "sheet-damaged"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"],
)
def test_a_doctype_anywhere(part, tmp_path):
    parts = builders.xlsx_parts("", styles="<cellXfs/>")
    parts[part] = DOCTYPE + parts[part]
    assert refusal(builders.zipped(parts), tmp_path) == "sheet-doctype"


def test_a_doctype_in_shared_strings(tmp_path):
    parts = builders.xlsx_parts("")
    parts["xl/sharedStrings.xml"] = f"{DOCTYPE}<sst/>"
    assert refusal(builders.zipped(parts), tmp_path) == "sheet-doctype"


def test_a_doctype_in_ods(tmp_path):
    data = builders.ods(builders.ods_row("path"), head=DOCTYPE)
    assert refusal(data, tmp_path, "x.ods") == "sheet-doctype"


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        (1_048_576, 1, "sheet-too-many-rows"),
        (99_999_999_999, 1, "sheet-too-many-rows"),
        (1, 16_384, "sheet-too-many-columns"),
        (199_000, 499, "sheet-too-heavy"),
    ],
)
def test_ods_repeats_are_counted(rows, columns, code, tmp_path):
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}">'
        "<text:p>x</text:p></table:table-cell>"
    )
    data = builders.ods(builders.ods_row("path") + builders.ods_row(cell, repeat=rows))
    assert refusal(data, tmp_path, "x.ods") == code


def test_ods_blanks_that_repeat(tmp_path):
    cell = '<table:table-cell><text:p>a<text:s text:c="999999999"/>b</text:p></table:table-cell>'
    data = builders.ods(builders.ods_row("path", "name") + builders.ods_row(cell))
    assert refusal(data, tmp_path, "x.ods") == "sheet-cell-too-long"


@pytest.mark.parametrize("source", ["formats.xlsx", "formats.ods", "formats.xls"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_files_that_were_cut_off(source, share, tmp_path):
    data = (SHEETS / source).read_bytes()
    path = tmp_path / source
    path.write_bytes(data[: int(len(data) * share)])
    answer = child._answer(str(path), None, None)
    expected = {"sheet-damaged", "sheet-not-a-sheet"} | (
        {None} if source.endswith("xls") else set()
    )
    assert answer.get("error") in expected


@pytest.mark.parametrize("source", ["formats.xlsx", "formats.ods", "formats.xls"])
def test_files_with_changed_bytes_never_crash_us(source, tmp_path):
    data = (SHEETS / source).read_bytes()
    path = tmp_path / source
    for place in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        answer = child._answer(str(path), None, None)
        assert "table" in answer or answer["error"].startswith("sheet-")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.xlsx", "sheet-empty"),
        (b" \n", "x.csv", "sheet-empty"),
        (b"\xef\xbb\xbf\n\n", "x.csv", "sheet-empty"),
        (b"<!DOCTYPE html><html></html>", "x.xls", "sheet-html"),
        (b"\xef\xbb\xbf <HTML xmlns:x='y'><table>", "x.xls", "sheet-html"),
        (b"<?xml version='1.0'?><Workbook/>", "x.xls", "sheet-xml"),
        (b"%PDF-1.7 x", "x.xlsx", "sheet-not-a-sheet"),
        (b"\x89PNG\r\n\x1a\n", "x.csv", "sheet-not-a-sheet"),
        (b"a\x00b", "x.csv", "sheet-not-text"),
        (b"a\x00b", "x.xls", "sheet-not-a-sheet"),
        (b"PK\x03\x04 cut off", "x.xlsx", "sheet-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "x.xls", "sheet-damaged"),
        (builders.zipped({"word/document.xml": "<x/>"}), "x.xlsx", "sheet-not-a-sheet"),
        (builders.zipped({"xl/workbook.bin": "x"}), "x.xlsx", "sheet-not-a-sheet"),
        (b"path,name\n" + b"x" * 32_768, "x.csv", "sheet-cell-too-long"),
        (b"path,name\n" + b"," * 600 + b"x", "x.csv", "sheet-too-many-columns"),
        (b"path,name\n" + b"a,b\n" * 200_001, "x.csv", "sheet-too-many-rows"),
    ],
)
def test_no_table(data, name, code, tmp_path):
    assert refusal(data, tmp_path, name) == code


def test_an_xls_with_a_password_or_cells_beyond_its_columns():
    record = struct.Struct("<HH")
    with pytest.raises(SheetError) as caught:
        xls.check(record.pack(0x809, 0) + record.pack(0x2F, 2) + b"xx" + bytes(4))
    assert caught.value.code == "sheet-password"
    with pytest.raises(SheetError) as caught:
        xls.check(record.pack(0x0203, 14) + struct.pack("<HHHd", 1, 60_000, 0, 1.0))
    assert caught.value.code == "sheet-too-many-columns"
    with pytest.raises(SheetError) as caught:
        xls.check(record.pack(0x0200, 14) + struct.pack("<IIHHH", 0, 4_000_000_000, 0, 1, 0))
    assert caught.value.code == "sheet-too-many-rows"


def test_a_file_that_is_too_big(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.CONTAINER_BYTES + 1)
    with pytest.raises(SheetError) as caught:
        sheet.read(path)
    assert str(caught.value).startswith("x.csv is larger than 64 MB.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_no_file_at_all(tmp_path):
    os.mkfifo(tmp_path / "x.csv")
    for name, code in [("x.csv", "sheet-not-a-file"), ("y.csv", "sheet-missing")]:
        with pytest.raises(SheetError) as caught:
            sheet.read(tmp_path / name)
        assert caught.value.code == code
    (tmp_path / "x.docx").write_bytes(b"x")
    with pytest.raises(SheetError) as caught:
        sheet.read(tmp_path / "x.docx")
    assert caught.value.code == "sheet-not-a-sheet"


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("path,name\na,b\n", "utf-8")
    yield path
    assert multiprocessing.active_children() == []


def test_a_reader_that_dies(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.die)
    with pytest.raises(SheetError) as caught:
        sheet.read(csv)
    assert caught.value.code == "sheet-too-heavy"


def test_a_reader_that_never_starts(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.fail)
    with pytest.raises(SheetError) as caught:
        sheet.read(csv)
    assert caught.value.code == "sheet-reader-failed"


def test_a_reader_that_hangs(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.hang)
    with pytest.raises(SheetError) as caught:
        process.read(csv, seconds=0.3)
    assert caught.value.code == "sheet-too-slow"


def test_a_reader_that_sends_without_end(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.endless)
    monkeypatch.setattr(limits, "ROWS", 20)
    with pytest.raises(SheetError) as caught:
        sheet.read(csv)
    assert (caught.value.code, caught.value.detail) == ("sheet-too-heavy", "21 rows")


def test_cancelling_kills_the_reader(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.hang)
    asked = []

    class Cancel(threading.Event):
        def is_set(self):
            """Cancelled after a while: the process runs by then."""
            asked.append(1)
            return len(asked) > 10

    with pytest.raises(CancelledError):
        sheet.read(csv, cancel=Cancel())


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_memory_is_limited(csv, monkeypatch):
    monkeypatch.setattr(child, "main", targets.greedy)
    with pytest.raises(SheetError) as caught:
        sheet.read(csv)
    assert caught.value.detail == "held at the limit"


def test_few_bytes_that_are_much_text(tmp_path):
    cell = "<table:table-cell><text:p>" + "x" * 30_000 + "</text:p></table:table-cell>"
    rows = builders.ods_row("path", "name") + builders.ods_row(cell, repeat=180_000)
    assert refusal(builders.ods(rows), tmp_path, "x.ods") == "sheet-too-heavy"

"""Workbooks of all formats become the text that people see."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

import openpyxl
import pytest
import xlwt

from app.core import sheet, text
from app.core.errors import SheetError
from app.core.sheet import child

sys.path.insert(0, str(Path(__file__).parent))
import builders

DATA = Path(__file__).parents[2] / "data"
SHEETS = DATA / "sheets"

FORMATS = {
    "path": ["a/1.jpg", "a/2.jpg"],
    "name": ["NA", "Two\nlines"],
    "year": ["1910", "1850"],
    "month": ["1910-05", "1899-12"],
    "day": ["1910-05-01", "1900-02-01"],
    "stamp": ["2023-05-14 10:21", "2023-05-14 00:00"],
    "clock": ["10:21", "00:05"],
    "length": ["26:30", "1:05"],
    "zeros": ["00042", "123456"],
    "inventory": ["INV-0042", "INV-0007"],
    "percent": ["0.25", "1"],
    "money": ["1234.5", "2"],
    "grouped": ["1234.5", "1"],
    "plain": ["1910", "1910.5"],
    "large": ["12345678901234", "10000000000000"],
    "small": ["0.1", "-0.00001"],
    "text": ["00042", "1e5"],
    "formula": ["42", "ab"],
    "truth": ["true", "false"],
    "error": ["", ""],
}


def columns(table):
    return {h: [row.cells[i] for row in table.rows] for i, h in enumerate(table.headers)}


def load(data: bytes, folder: Path, name: str = "x.xlsx", **options):
    path = folder / name
    path.write_bytes(data)
    return child.load(str(path), **options)


def codes(table):
    return [problem.code for problem in table.problems]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_cells_are_the_text_people_see(ending):
    table = child.load(str(SHEETS / f"formats.{ending}"))
    assert columns(table) == FORMATS
    assert [row.number for row in table.rows] == [2, 4]
    plain = [p.field for p in table.problems if p.code == "number-format-plain"]
    assert plain == ["percent", "money", "grouped"]
    errors = [(p.row, p.field, p.params["value"]) for p in table.problems if p.code == "cell-error"]
    assert errors == [(2, "error", "#DIV/0!"), (4, "error", "#N/A")]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_the_1904_date_system(ending):
    table = child.load(str(SHEETS / f"mac.{ending}"))
    assert columns(table)["day"] == ["1910-05-01", "1900-02-01"]
    assert columns(table)["stamp"] == ["2023-05-14 10:21", "2023-05-14 00:00"]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_title_rows_and_a_second_sheet(ending):
    path = str(SHEETS / f"titled.{ending}")
    table = child.load(path)
    assert table.sheet_name == "Loans"
    assert table.header_row == 4
    assert table.headers == ("file", "title", "year")
    assert [row.number for row in table.rows] == [5, 6, 7]
    assert table.other_sheets == ("Notes",)
    assert set(codes(table)) == {"title-rows", "other-sheets"}
    assert child.load(path, sheet="notes").headers == ("who", "what")
    assert child.load(path, header_row=5).headers == ("1.jpg", "Object 1", "1901")
    with pytest.raises(SheetError) as caught:
        child.load(path, sheet="Nothing")
    assert caught.value.code == "sheet-not-there"
    with pytest.raises(SheetError) as caught:
        child.load(path, header_row=2)
    assert caught.value.code == "sheet-no-header"


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_pattypan_workbook_by_position(ending):
    table = child.load(str(SHEETS / f"workbook.{ending}"))
    assert table.freemarker == "=={{int:filedesc}}==\n{{Information\n|date=${date}\n}}"
    assert table.freemarker_name == "Template"
    assert table.other_sheets == ()
    assert table.problems == ()
    assert table.header_row == 1


@pytest.mark.parametrize(
    ("name", "rows"), [("pattypan-information.xls", 5), ("pattypan-artwork-moved.xls", 4)]
)
def test_the_samples_open_unchanged(name, rows):
    table = sheet.read(DATA / name)
    assert table.headers[:2] == ("path", "name")
    assert table.headers[-1] == "categories"
    assert [row.number for row in table.rows] == list(range(2, rows + 2))
    assert table.freemarker.startswith("== {{int:filedesc}} ==")
    assert table.source == name
    assert table.problems == ()


def test_the_process_gives_what_reading_here_gives():
    path = SHEETS / "formats.xlsx"
    assert sheet.read(path) == child.load(str(path))


@pytest.mark.parametrize("count", [0, 499, 500, 501, 1001])
def test_many_rows_come_from_the_process_in_their_order(count, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("path,name\n" + "".join(f"{n}.jpg,Name {n}\n" for n in range(count)), "utf-8")
    table = sheet.read(path)
    assert table == child.load(str(path))
    assert [row.cells[0] for row in table.rows] == [f"{n}.jpg" for n in range(count)]


@pytest.mark.parametrize("first", ["", "'"])
def test_both_forms_of_the_template(first, tmp_path):
    book = xlwt.Workbook()
    data, template = book.add_sheet("x"), book.add_sheet("y")
    for column, header in enumerate(["name", "path"]):
        data.write(0, column, header)
        data.write(1, column, "v")
    template.write(0, 0, f"{first}<#if name?has_content>${{name}}</#if>")
    book.save(str(tmp_path / "x.xls"))
    assert child.load(str(tmp_path / "x.xls")).freemarker == "<#if name?has_content>${name}</#if>"


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("General", "1910.0", "1910"),
        ("yyyy", "3774", "1910"),
        ("yy", "3774", "1910"),
        ("mmm yyyy", "3774", "1910-05"),
        ("mm\\-yyyy", "3774", "1910-05"),
        ("[$-407]mmmm\\ yyyy;@", "3774", "1910-05"),
        ("yyyy\\-mm\\-dd;@", "-18201", "1850-03-01"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "3774", "1910-05-01"),
        ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "3774", "1910-05-01"),
        ("d/m/yyyy h:mm:ss", "45060.43125", "2023-05-14 10:21"),
        ("d/m/yyyy h:mm", "45060.999999", "2023-05-15 00:00"),
        ("h:mm AM/PM", "0.43125", "10:21"),
        ("mm:ss", "0.01", "00:14:24"),
        ("[h]:mm", "1.5", "36:00"),
        ("[mm]:ss", "0.1", "144:00"),
        ("dd.mm.yyyy", "60", "1900-02-29"),
        ("dd.mm.yyyy", "59", "1900-02-28"),
        ("dd.mm.yyyy", "61", "1900-03-01"),
        ("dd.mm.yyyy", "99999999999", "99999999999"),
        ("00000", "42", "00042"),
        ("00000", "-42", "-00042"),
        ("00000", "4.5", "4.5"),
        ("000\\ 000", "42", "000 042"),
        ("0000\\-00", "191005", "1910-05"),
        ("0.00", "1.5", "1.5"),
        ("@", "1", "1"),
        ("# ?/?", "0.5", "0.5"),
        ("0.00E+00", "1E13", "10000000000000"),
        ("General", "1E-7", "0.0000001"),
        ("General", "-0", "0"),
    ],
)
def test_number_formats(code, value, expected, tmp_path):
    table = load(builders.formatted(code, value), tmp_path)
    assert table.rows[0].cells[1] == expected


def test_one_hint_a_column_for_percent_and_separators(tmp_path):
    table = load(builders.formatted("#,##0.00\\ [$€-407]", "1234.5", "2", "3"), tmp_path)
    assert [r.cells[1] for r in table.rows] == ["1234.5", "2", "3"]
    assert [(p.code, p.row, p.field) for p in table.problems] == [
        ("number-format-plain", None, "name")
    ]


def test_a_1904_workbook_of_excel(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["path", "name", "date"])
    book.active.append(["a", "b", dt.date(1910, 5, 1)])
    stream = io.BytesIO()
    book.save(stream)
    assert load(stream.getvalue(), tmp_path).rows[0].cells[2] == "1910-05-01"


def test_a_formula_without_a_result_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["path", "name"])
    book.active.append(["a", "=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    table = load(stream.getvalue(), tmp_path)
    assert table.rows[0].cells == ("a", "")
    assert [(p.code, p.row, p.field) for p in table.problems] == [
        ("formula-without-result", 2, "name")
    ]


def test_formulas_and_numbers_however_they_are_written(tmp_path):
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    heads = "".join(
        builders.text_cell(f"{c}1", name)
        for c, name in zip("ABCD", ["path", "name", "x", "y"], strict=True)
    )
    cells = (
        builders.text_cell("A2", "a")
        + "<c s='1' r='B2'><v xml:space='preserve'> 3774 </v></c>"
        + '<x:c xmlns:x="y" r="C2" s="1"><x:v><![CDATA[3775]]></x:v></x:c>'
        + '<c r="D2" s="1"><f>1&gt;2</f><v/></c>'
    )
    more = '<c r="A3" t="str"><f>""</f><v></v></c><c r="B3" t="e"><v>#N/A</v></c><c r="C3"><f/><v>5</v></c>'
    rows = f'<row r="1">{heads}</row><row r="2">{cells}</row><row>{more}</row>'
    table = load(builders.xlsx(rows, styles=styles), tmp_path)
    assert [r.cells for r in table.rows] == [
        ("a", "1910-05-01", "1910-05-02", ""),
        ("", "", "5", ""),
    ]
    assert [(p.code, p.row, p.field) for p in table.problems] == [
        ("formula-without-result", 2, "y"),
        ("cell-error", 3, "name"),
    ]


def test_cells_without_references_stand_one_after_the_other(tmp_path):
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f"<row>{''.join(cell.format(t) for t in row)}</row>"
        for row in (["path", "name"], ["a", "b"])
    )
    table = load(builders.xlsx(rows), tmp_path)
    assert table.headers == ("path", "name")
    assert table.rows[0].cells == ("a", "b")


def test_empty_formatted_cells_far_below_do_no_harm(tmp_path):
    rows = f'<row r="1">{builders.text_cell("A1", "path")}{builders.text_cell("B1", "name")}</row>'
    rows += f'<row r="2">{builders.text_cell("A2", "a")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert len(load(builders.xlsx(rows), tmp_path).rows) == 1


def test_headers_twice_or_missing(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["path", "name", "note", None, "note"])
    book.active.append(["a", "b", "first", "lost", "last"])
    book.active.append([None, None, None, "alone", None])
    book.active.append([None, "c", None, None, None])
    stream = io.BytesIO()
    book.save(stream)
    table = load(stream.getvalue(), tmp_path)
    assert table.headers == ("path", "name", "note")
    assert [(r.number, r.cells) for r in table.rows] == [
        (2, ("a", "b", "last")),
        (4, ("", "c", "")),
    ]
    duplicate, dropped = table.problems
    assert (duplicate.code, duplicate.row, duplicate.field) == ("duplicate-header", 1, "note")
    assert (duplicate.params["used"], duplicate.params["left"]) == ("E", "C")
    assert (dropped.code, dropped.params["column"], dropped.params["count"]) == (
        "column-without-header", "D", 2,
    )  # fmt: skip


def test_a_sheet_without_headers_is_asked_about(tmp_path):
    table = load(b"a.jpg,First picture\nb.jpg,Second picture\n", tmp_path, "x.csv")
    assert codes(table) == ["header-unclear"]
    assert table.header_row == 1


def test_a_hidden_sheet_is_not_chosen(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "lists"
    book.active.append(["a", "b"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Data").append(["path", "name"])
    stream = io.BytesIO()
    book.save(stream)
    table = load(stream.getvalue(), tmp_path)
    assert table.sheet_name == "Data"
    assert table.other_sheets == ("lists",)
    assert "no-rows" in codes(table)


def test_ods_breaks_blanks_notes_and_merged_cells(tmp_path):
    cell = (
        "<table:table-cell><office:annotation><text:p>note</text:p></office:annotation>"
        '<text:p>a<text:s text:c="2"/>b<text:line-break/>c <text:span>d</text:span></text:p>'
        "<draw:frame><draw:text-box><text:p>shape</text:p></draw:text-box></draw:frame>"
        "<text:p>e</text:p></table:table-cell>"
    )
    hidden = "<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>"
    rows = builders.ods_row("path", "name", "z") + builders.ods_row(cell, hidden, "z", repeat=2)
    empty = '<table:table-cell table:number-columns-repeated="16381"/>'
    rows += builders.ods_row(empty, repeat=1_048_000)
    table = load(builders.ods(rows), tmp_path, "x.ods")
    assert [row.cells for row in table.rows] == [("a  b\nc d\ne", "", "z")] * 2


@pytest.mark.parametrize(
    ("source", "name"),
    [("formats.xlsx", "x.xls"), ("formats.xls", "x.xlsx"), ("formats.ods", "x.xlsx")],
)
def test_a_wrong_ending_is_seen_through(source, name, tmp_path):
    table = load((SHEETS / source).read_bytes(), tmp_path, name)
    assert columns(table) == FORMATS
    assert table.problems[0].code == "sheet-other-format"
    assert text.problem(table.problems[0]).startswith(f"{name} is a .{source[8:]} file inside")


def test_a_text_named_xls_is_read_as_text(tmp_path):
    table = load(b"path\tname\na.jpg\tOne, two\n", tmp_path, "x.xls")
    assert table.rows[0].cells == ("a.jpg", "One, two")
    assert codes(table) == ["sheet-other-format"]


def test_every_code_has_a_sentence():
    import re

    source = "".join(p.read_text("utf-8") for p in Path(sheet.__file__).parent.glob("*.py"))
    errors = set(re.findall(r'(?:Sheet|File)Error\(\s*"([a-z-]+)"', source))
    problems = set(re.findall(r'(?:Problem|Mark)\(\s*"([a-z-]+)"', source))
    assert {"sheet-damaged", "sheet-too-heavy", "file-not-written"} <= errors
    assert {"header-unclear", "cell-error", "no-files"} <= problems
    assert [c for c in errors if not text.has(f"error.{c}")] == []
    assert [c for c in problems if not text.has(f"problem.{c}")] == []


def test_what_an_error_needs_for_its_sentence_is_there(tmp_path):
    with pytest.raises(SheetError) as caught:
        sheet.read(tmp_path / "gone.xlsx")
    assert str(caught.value).startswith("gone.xlsx is not there.")
    with pytest.raises(SheetError) as caught:
        load(b"<html><table><tr><td>x</td></tr></table></html>", tmp_path, "x.xls")
    assert str(caught.value).startswith("x.xls is a web page inside")

"""What is written can be read again, letter by letter, and runs nothing when opened."""

from __future__ import annotations

import io
import stat
import zipfile
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlrd
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from odf import opendocument, teletype
from odf.table import Table, TableCell, TableRow
from odf.text import P

from app.core import sheet
from app.core.errors import FileError, SheetError
from app.core.sheet import child, guard, texts, xls_strings

FORBIDDEN = {"blacklist_characters": "\x00\r", "blacklist_categories": ("Cs",)}
ENDINGS = ("csv", "tsv", "xlsx", "ods", "xls")
WORKBOOKS = ("xlsx", "ods", "xls")


def as_cell(text):
    return text.strip()


def held(text, ending):
    """What comes back: all there is about what a format cannot hold. Every reader trims."""
    return texts.in_xml(text).strip() if ending == "ods" else text


TEXTS = st.one_of(
    st.text(st.characters(**FORBIDDEN), max_size=30).map(as_cell),
    st.text(alphabet="'=+-@\t\n\",;| a_x0041\u00a0é", max_size=12).map(as_cell),
    st.sampled_from(["=1+1", "'=1", "''=1", "'", "''", "'-", "NA", "00042", "_x0041_", "sep=;"]),
)
HEADERS = st.lists(TEXTS.filter(bool), min_size=1, max_size=5, unique=True)


@st.composite
def tables(draw):
    headers = draw(HEADERS)
    cells = st.lists(TEXTS, min_size=len(headers), max_size=len(headers))
    return headers, draw(st.lists(cells.map(tuple), max_size=6))


@pytest.mark.parametrize("ending", ENDINGS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
@example(table=(["path", "x"], [("a", "=1"), ("", ""), ("b", "'=1")]))
@example(table=(["path"], [("a;b",), ("c;d",), ("e\nf",), ("",), ("g",)]))
@example(table=(["sep=;"], [("x",)]))
def test_what_is_written_is_read_again(ending, table, tmp_path):
    headers, rows = table
    path = tmp_path / f"t.{ending}"
    sheet.write(path, headers, rows)
    headers = [held(text, ending) for text in headers]
    assume(all(headers) and len(set(headers)) == len(headers))
    rows = [tuple(held(text, ending) for text in row) for row in rows]
    read = child.load(str(path), header_row=1)
    assert read.headers == tuple(headers)
    expected = [(number, row) for number, row in enumerate(rows, 2) if any(row)]
    assert [(row.number, row.cells) for row in read.rows] == expected


LETTERS = st.sampled_from(["a", "é", "\u0142", "\U0001f600", "😀e", "\U00020000"])


@settings(max_examples=15)
@given(lengths=st.lists(st.tuples(LETTERS, st.integers(0, 9000)), min_size=1, max_size=20))
def test_long_texts_in_any_writing_survive_the_records_of_xls(lengths, tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "t.xls"
    cells = [(f"{n}", letter * (count // len(letter))) for n, (letter, count) in enumerate(lengths)]
    sheet.write(path, ["path", "x"], cells)
    assert [row.cells for row in child.load(str(path)).rows] == cells


def test_an_xls_cut_between_the_halves_of_a_letter_is_read(tmp_path, monkeypatch):
    """As other programs write it; xlrd alone refuses the file."""
    monkeypatch.setattr(xls_strings, "use_in", lambda _book: None)
    path = tmp_path / "t.xls"
    cells = [(f"{n}" * (n % 5 + 1), "😀é" * 2000) for n in range(8)]
    sheet.write(path, ["path", "x"], cells)
    monkeypatch.setattr(xlrd.book, "unicode", bytes.decode)
    with pytest.raises(UnicodeDecodeError):
        xlrd.open_workbook(path)
    assert [row.cells for row in child.load(str(path)).rows] == cells


@given(st.text())
def test_the_guard_comes_off_exactly(text):
    assert guard.take_off(guard.put_on(text)) == text
    assert guard.take_off(guard.put_on_apostrophes(text)) == text
    assert not guard.put_on(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_header_row_is_found_again(ending, tmp_path):
    path = tmp_path / f"t.{ending}"
    sheet.write(
        path, ["path", "name", "a"], [["x.jpg", "X", ""], ["", "", ""], ["y.jpg", "Y", "1"]]
    )
    read = sheet.read(path)
    assert read.headers == ("path", "name", "a")
    assert [row.number for row in read.rows] == [2, 4]
    assert read.problems == ()


def test_csv_bytes(tmp_path):
    path = tmp_path / "t.csv"
    sheet.write(path, ["path", "né"], [["=cmd|x", 'a "b", c'], ["-1", " x"]])
    assert path.read_bytes() == (
        b'\xef\xbb\xbfpath,n\xc3\xa9\r\n\'=cmd|x,"a ""b"", c"\r\n\'-1," x"\r\n'
    )


def test_xlsx_holds_texts_only(tmp_path):
    path = tmp_path / "t.xlsx"
    texts = ["=1+1", "00042", "https://example.org", "1910", "+x", "'=x"]
    sheet.write(path, ["path"], [[text] for text in texts], sheet_name="A/B: a name of a sheet?")
    page = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    assert page.title == "A B  a name of a sheet"
    assert page.freeze_panes == "A2"
    cells = [page.cell(row, 1) for row in range(2, 8)]
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.value for cell in cells] == [*texts[:5], "''=x"]
    assert [cell.quotePrefix for cell in cells] == [True, False, False, False, True, True]
    assert all(cell.hyperlink is None for cell in cells)


@pytest.mark.parametrize("ending", WORKBOOKS)
@pytest.mark.parametrize("longer", ["x" * 32_768, "xx" + "😀" * 16_383])
def test_a_cell_that_no_workbook_can_hold(ending, longer, tmp_path):
    path = tmp_path / f"t.{ending}"
    longest = longer[1:]
    sheet.write(path, ["path", "x"], [["a", longest]])
    before = path.read_bytes()
    with pytest.raises(SheetError) as caught:
        sheet.write(path, ["path", "x"], [["a", longer]])
    assert str(caught.value) == "Cell B2 holds more than 32767 characters. Shorten it."
    with pytest.raises(SheetError, match="A1"):
        sheet.write(path, ["path"], [["a"]], template=longer)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_an_xls_cannot_hold(tmp_path):
    path = tmp_path / "old.xls"
    sheet.write(path, ["path"] * 256, [["a"]])
    with pytest.raises(SheetError) as caught:
        sheet.write(path, ["path"] * 257, [["a"]])
    assert str(caught.value) == (
        "old.xls was not written: there are 257 columns, and an .xls file holds 256. "
        "Let the name end in .xlsx or .ods."
    )
    rows = [["a"]] * 65_535
    sheet.write(path, ["path"], rows)
    assert xlrd.open_workbook(path).sheet_by_index(0).nrows == 65_536
    before = path.read_bytes()
    with pytest.raises(SheetError) as caught:
        sheet.write(path, ["path"], [*rows, ["b"]])
    assert str(caught.value) == (
        "old.xls was not written: there are 65536 rows, and an .xls file holds 65535 below its "
        "headers. Let the name end in .xlsx or .ods, or split the sheet."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("ending", WORKBOOKS)
@pytest.mark.parametrize("layout", ["=={{int:filedesc}}==\n${a}", "${a}", "'=${a}", "''${a}''"])
def test_a_page_layout_is_the_second_sheet(ending, layout, tmp_path):
    path = tmp_path / f"t.{ending}"
    sheet.write(path, ["path", "name", "a"], [["x.jpg", "X", "1"]], template=layout)
    read = child.load(str(path))
    assert (read.sheet_name, read.freemarker_name, read.freemarker) == ("Data", "Template", layout)
    assert read.rows[0].cells == ("x.jpg", "X", "1")
    assert read.problems == ()


def test_the_sheets_of_a_workbook_for_pattypan(tmp_path):
    """By its contract: the table first, the layout in A1 of the second sheet behind an apostrophe;
    texts only.
    """
    path = tmp_path / "t.xls"
    rows = [["a/1.jpg", "00042", "=1+1"], ["a/2.jpg", "'x", ""]]
    sheet.write(path, ["path", "name", "x"], rows, sheet_name="template", template="=={{x}}==")
    book = xlrd.open_workbook(path, formatting_info=True)
    assert book.biff_version == 80
    assert book.sheet_names() == ["Data", "Template"]
    first, second = book.sheets()
    assert [first.row_values(n) for n in range(3)] == [["path", "name", "x"], *rows]
    assert {c.ctype for n in range(3) for c in first.row(n) if c.value} == {xlrd.XL_CELL_TEXT}
    assert second.cell_value(0, 0) == "'=={{x}}=="
    assert (first.panes_are_frozen, first.horz_split_pos) == (1, 1)
    assert book.font_list[book.xf_list[first.cell_xf_index(0, 0)].font_index].bold


def test_ods_holds_texts_only(tmp_path):
    path = tmp_path / "t.ods"
    cells = ["=1+1", "00042", "1910-05-01", "  two  blanks\t\tand tabs ", "a\n\nb", "", "&<>\"'"]
    sheet.write(path, [f"h{n}" for n in range(7)], [cells], sheet_name="A & B")
    book = opendocument.load(str(path))
    (page,) = book.spreadsheet.getElementsByType(Table)
    assert page.getAttribute("name") == "A & B"
    head, row = page.getElementsByType(TableRow)
    made = row.getElementsByType(TableCell)
    assert {cell.getAttribute("valuetype") for cell in made if cell.childNodes} == {"string"}
    assert not any(cell.getAttribute("formula") for cell in made)
    assert [[teletype.extractText(p) for p in cell.getElementsByType(P)] for cell in made] == [
        *([text] for text in cells[:4]), ["a", "", "b"], [], [cells[6]],
    ]  # fmt: skip
    assert {cell.getAttribute("stylename") for cell in head.getElementsByType(TableCell)} == {
        "head"
    }


def test_the_header_row_of_an_ods_stands_still(tmp_path):
    """Looked at in LibreOffice 7.4, which reads these settings only under a prefix it knows."""
    path = tmp_path / "t.ods"
    sheet.write(path, ["path"], [["a"]], sheet_name='A & "B"')
    with zipfile.ZipFile(path) as box:
        assert box.infolist()[0].filename == "mimetype"
        assert box.infolist()[0].compress_type == zipfile.ZIP_STORED
        settings_part = io.BytesIO(box.read("settings.xml"))
    found, prefixes = {}, {}
    for event, item in ET.iterparse(settings_part, ["start-ns", "end"]):
        if event == "start-ns":
            prefixes[item[0]] = item[1]
        else:
            name = item.get(f"{{{prefixes['config']}}}name")
            found[name] = item.text
    assert prefixes["ooo"] == "http://openoffice.org/2004/office"
    assert {"ooo:view-settings", "Views", "Tables", 'A & "B"'} <= found.keys()
    assert (found["VerticalSplitMode"], found["VerticalSplitPosition"]) == ("2", "1")
    assert (found["HorizontalSplitMode"], found["PositionBottom"]) == ("0", "1")


@given(st.text())
def test_what_xml_can_hold(text):
    kept = texts.in_xml(text)
    assert texts.in_xml(kept) == kept
    parsed = ET.fromstring(f"<a>{escape(kept, {chr(13): '&#13;'})}</a>".encode())
    assert (parsed.text or "") == kept
    assert texts.in_xml("a\x0bb\x00\x07c\ud800\uffff") == "a bc\ufffd"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failure_leaves_the_old_file(ending, tmp_path):
    path = tmp_path / f"t.{ending}"
    path.write_text("old", "utf-8")

    def rows():
        yield ["a"]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        sheet.write(path, ["path"], rows())
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_place_that_cannot_be_written(ending, tmp_path):
    with pytest.raises(FileError) as caught:
        sheet.write(tmp_path / "gone" / f"t.{ending}", ["path"], [])
    assert caught.value.code == "file-not-written"
    folder = tmp_path / f"d.{ending}"
    folder.mkdir()
    with pytest.raises(FileError):
        sheet.write(folder, ["path"], [])
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


def test_rights_of_the_old_file_stay(tmp_path):
    path = tmp_path / "t.csv"
    path.touch()
    path.chmod(0o640)
    sheet.write(path, ["path"], [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_another_ending(tmp_path):
    with pytest.raises(SheetError) as caught:
        sheet.write(tmp_path / "t.docx", ["path"], [])
    assert caught.value.code == "sheet-ending"

"""What is written can be read again, letter by letter, and runs nothing when opened."""

from __future__ import annotations

import io
import stat

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core import sheet
from app.core.errors import FileError, SheetError
from app.core.sheet import child, guard

FORBIDDEN = {"blacklist_characters": "\x00\r", "blacklist_categories": ("Cs",)}
ENDINGS = ("csv", "tsv", "xlsx")


def as_cell(text):
    return text.strip()


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
    read = child.load(str(path), header_row=1)
    assert read.headers == tuple(headers)
    expected = [(number, row) for number, row in enumerate(rows, 2) if any(row)]
    assert [(row.number, row.cells) for row in read.rows] == expected


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


def test_a_cell_that_xlsx_cannot_hold(tmp_path):
    path = tmp_path / "t.xlsx"
    sheet.write(path, ["path", "x"], [["a", "x" * 32_767]])
    before = path.read_bytes()
    with pytest.raises(SheetError) as caught:
        sheet.write(path, ["path", "x"], [["a", "x" * 32_768]])
    assert str(caught.value) == "Cell B2 holds more than 32767 characters. Shorten it."
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["t.xlsx"]


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

"""From any sheet, project or folder to a sheet of another format; a workbook that Pattypan reads."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlrd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import cli
from app.core import converting, fields, freemarker, opening, sheet, statements, wikitext
from app.core.errors import FileError, SheetError, UsageError
from app.core.model import Severity
from app.core.sheet import child, limits

DATA = Path(__file__).parents[1] / "data"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Sheets are read without a process of their own: that is tested elsewhere."""
    monkeypatch.setattr(sheet, "read", lambda path, sheet=None: child.load(str(path), sheet=sheet))


def codes(done):
    return [p.code.removeprefix("convert-") for p in done.problems]


def columns(path):
    read = child.load(str(path))
    return {h: [row.cells[i] for row in read.rows] for i, h in enumerate(read.headers)}


def pages(path):
    """Text and statements of each row, as they would be sent."""
    project = opening.make(None, path)
    try:
        for row in project.rows:
            entry = fields.read_entry(row, project.columns, project.layout, project.constants)
            yield (
                wikitext.render(entry, project.layout).text,
                statements.build(entry, project.layout, account="").description,
            )
    finally:
        project.close()


def of_template(template):
    """Every field with its example, in languages where it may have them."""
    cells = {"path": "a.jpg", "name": "A name of a file"}
    cells |= {f.name: f.example or f"some {f.name}" for f in fields.template(template).fields}
    cells |= {"description[nb]": "En båt", "camera coord": "51.1, 17.03", "caption[en]": "A boat"}
    return cells | {"license": "CC BY-SA 4.0; PD-old-100", "categories": "Boats; Ships|key"}


# -- between the formats ---------------------------------------------------------------------------


@pytest.mark.parametrize("ending", sheet.ENDINGS)
def test_a_sheet_in_every_format(ending, tmp_path):
    source, target = tmp_path / "list.csv", tmp_path / f"new.{ending}"
    cells = [["a", "00042"], ["", "=1+1"], ["b\nc", "1/2"]]
    sheet.write(source, ["inventory", "note"], cells)
    done = converting.convert(source, target)
    assert done.rows == 3
    assert codes(done) == (["not-for-pattypan"] if ending == "xls" else [])
    assert [list(row.cells) for row in child.load(str(target)).rows] == cells


@pytest.mark.parametrize("ending", sheet.ENDINGS)
def test_a_workbook_of_pattypan_keeps_its_layout(ending, tmp_path):
    source, target = DATA / "pattypan-artwork-moved.xls", tmp_path / f"new.{ending}"
    done = converting.convert(source, target)
    assert codes(done) == (["layout-left"] if ending in ("csv", "tsv") else [])
    assert columns(target) == columns(source)
    if ending not in ("csv", "tsv"):
        assert child.load(str(target)).freemarker == child.load(str(source)).freemarker


def test_what_reading_has_to_say_is_said(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text("path,name,x,x\na.jpg,A,1,2\n", "utf-8")
    done = converting.convert(source, tmp_path / "new.xlsx")
    assert [p.code for p in done.problems] == ["duplicate-header"]
    assert columns(tmp_path / "new.xlsx")["x"] == ["2"]


def test_signs_that_an_ods_cannot_hold_are_counted(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text("path,name\na\x07.jpg,A\nb\x08\x07.jpg,B\n", "utf-8")
    (told,) = converting.convert(source, tmp_path / "new.ods").problems
    assert (told.code, told.params["count"]) == ("convert-signs-left", 2)
    assert converting.convert(source, tmp_path / "new.xlsx").problems == ()
    assert columns(tmp_path / "new.ods")["path"] == ["a.jpg", "b.jpg"]


# -- a project -------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path):
    """A project with an edit, texts and categories for all rows, and a language."""
    source = tmp_path / "list.csv"
    source.write_text("path,name,description,categories\na.jpg,A,One,Boats\nb.jpg,B,,\n", "utf-8")
    made = opening.make(tmp_path / "list.kabocha", source, template="artwork")
    first = made.rows[0]
    description = made.column_for("field:description")
    made.change("edit", {(first.id, description.id): "Edited"})
    made.set_constant("field:description", "For all")
    made.set_constant("field:license", "CC0")
    layout = replace(made.layout, language="nb", language_said=True, categories=("Ships", "Sea"))
    made.set_layout(layout)
    made.close()
    return made.path


def test_a_project_with_what_was_changed_in_it(project, tmp_path):
    before = project.read_bytes()
    done = converting.convert(project, tmp_path / "new.ods")
    assert columns(tmp_path / "new.ods") == {
        "path": ["a.jpg", "b.jpg"],
        "name": ["A", "B"],
        "description": ["Edited", "For all"],
        "categories": ["Boats; Ships; Sea", "Ships; Sea"],
        "license": ["CC0", "CC0"],
    }
    assert codes(done) == ["template-left", "language-left"]
    assert project.read_bytes() == before


def test_a_sheet_is_read_as_it_stands_in_its_file(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text("path,name\na.jpg,A\n", "utf-8")
    opened = opening.for_sending(source)
    name = opened.project.column_for("name")
    opened.project.change("edit", {(opened.project.rows[0].id, name.id): "Edited"})
    opened.project.close()
    converting.convert(source, tmp_path / "new.csv")
    assert columns(tmp_path / "new.csv")["name"] == ["A"]
    converting.convert(tmp_path / "list.csv.kabocha", tmp_path / "newer.csv")
    assert columns(tmp_path / "newer.csv")["name"] == ["Edited"]


# -- where the files lie ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "expected"), [("new.csv", "scans/a.jpg"), ("scans/new.csv", "a.jpg")]
)
def test_paths_of_a_folder_lead_to_its_files(tmp_path, target, expected):
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "a.jpg").write_bytes(b"x")
    converting.convert(tmp_path / "scans", tmp_path / target)
    assert columns(tmp_path / target)["path"] == [expected]


def test_a_folder_elsewhere_is_named_in_full(tmp_path):
    for name in ("scans", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "scans" / "a.jpg").write_bytes(b"x")
    converting.convert(tmp_path / "scans", tmp_path / "out" / "new.csv")
    assert columns(tmp_path / "out" / "new.csv")["path"] == [f"{tmp_path.as_posix()}/scans/a.jpg"]


def test_paths_that_count_from_elsewhere_are_told(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "out"
    out.mkdir()
    source.write_text("path,name\na.jpg,A\n", "utf-8")
    (told,) = converting.convert(source, out / "new.csv").problems
    assert (told.code, told.params["folder"]) == ("convert-paths", tmp_path)
    source.write_text("path,name\nhttps://example.org/a.jpg,A\n", "utf-8")
    assert converting.convert(source, out / "newer.csv").problems == ()


# -- nothing is lost, nothing is replaced ----------------------------------------------------------


def test_nothing_is_replaced_unasked(tmp_path):
    source, target = tmp_path / "list.csv", tmp_path / "new.xlsx"
    source.write_text("path,name\na.jpg,A\n", "utf-8")
    target.write_text("mine", "utf-8")
    with pytest.raises(FileError) as caught:
        converting.convert(source, target)
    assert str(caught.value) == (
        "new.xlsx is there already and was left as it is. Choose another name, or add --force to "
        "replace it."
    )
    assert target.read_text("utf-8") == "mine"
    converting.convert(source, target, force=True)
    assert columns(target)["name"] == ["A"]


def test_the_source_is_never_replaced(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text("path,name\na.jpg,A\n", "utf-8")
    for target in (source, tmp_path / "." / "list.csv"):
        with pytest.raises(UsageError) as caught:
            converting.convert(source, target, force=True)
        assert caught.value.code == "convert-onto-itself"
    assert source.read_text("utf-8") == "path,name\na.jpg,A\n"


@pytest.mark.parametrize(
    ("target", "code"),
    [("new.kabocha", "convert-to-project"), ("new.pdf", "sheet-ending"), ("new", "sheet-ending"),
     ("gone/new.csv", "folder-missing")],
)  # fmt: skip
def test_what_is_no_sheet_to_write(tmp_path, target, code):
    source = tmp_path / "list.csv"
    source.write_text("path,name\na.jpg,A\n", "utf-8")
    with pytest.raises((UsageError, SheetError, FileError)) as caught:
        converting.convert(source, tmp_path / target)
    assert caught.value.code == code
    assert [p.name for p in tmp_path.iterdir()] == ["list.csv"]


def test_a_cell_is_refused_and_never_cut(tmp_path):
    source, target = tmp_path / "list.csv", tmp_path / "new.xls"
    longest = "é" * (limits.CELL_CHARACTERS - 5)
    sheet.write(source, ["path", "name", "description[nb]"], [["a.jpg", "A", longest]])
    with pytest.raises(SheetError) as caught:  # {{nb|1=…}} is too much
        converting.convert(source, target)
    assert (caught.value.code, caught.value.params["cell"]) == ("sheet-cell-too-long", "C2")
    assert not target.exists()


# -- for Pattypan ----------------------------------------------------------------------------------


@pytest.mark.parametrize("template", [t.id for t in fields.templates()])
def test_pattypan_makes_the_page_that_we_make(template, tmp_path):
    cells = of_template(template)
    source, target = tmp_path / "list.xlsx", tmp_path / "new.xls"
    sheet.write(
        source, list(cells), [list(cells.values()), ["b.jpg", "B", *[""] * (len(cells) - 2)]]
    )
    done = converting.convert(source, target)
    assert codes(done) == ["for-pattypan", "pattypan-left"]
    assert [text for text, _ in pages(target)] == [text for text, _ in pages(source)]


def test_our_own_data_survives_the_way_through_pattypan(tmp_path):
    cells = {
        "path": "a.jpg", "name": "A", "description": "A boat", "date": "1910-05", "author": "Ann Example",
        "license": "CC0", "caption[en]": "A boat", "P180": "Q35872", "camera coord": "51.1, 17.03",
    }  # fmt: skip
    source, target = tmp_path / "list.xlsx", tmp_path / "new.xls"
    sheet.write(source, list(cells), [list(cells.values())])
    converting.convert(source, target)
    assert list(pages(target)) == list(pages(source))


CELLS = st.text(alphabet="ab1 {}[]|=<>$#'\"!;&~*:\n\\ż😀", max_size=20).map(str.strip)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=3))
def test_any_text_is_the_same_on_both_pages(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    headers = ["path", "name", "description", "description[nb]", "author", "categories"]
    cells = [(f"{n}.jpg", f"N{n}", *row) for n, row in enumerate(rows)]
    sheet.write(folder / "list.xlsx", headers, cells)
    converting.convert(folder / "list.xlsx", folder / "new.xls")
    assert [t for t, _ in pages(folder / "new.xls")] == [t for t, _ in pages(folder / "list.xlsx")]


def test_the_contract_of_its_workbooks(tmp_path):
    """Data, then Template; path and name first, categories last; each `${…}` has a column that a
    layout can name; texts only; the layout behind one apostrophe.
    """
    cells = of_template("artwork")
    source, target = tmp_path / "list.xlsx", tmp_path / "new.xls"
    sheet.write(source, list(cells), [list(cells.values())])
    converting.convert(source, target)
    book = xlrd.open_workbook(target)
    assert book.sheet_names() == ["Data", "Template"]
    first, second = book.sheets()
    headers = first.row_values(0)
    assert headers[:2] == ["path", "name"]
    assert headers[-3:] == ["license", "partnership", "categories"]
    assert len(set(headers)) == len(headers)
    assert {cell.ctype for cell in first.row(1)} <= {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_EMPTY}
    (layout,) = second.row_values(0)
    assert layout.startswith("'==")
    parsed = freemarker.parse(layout.removeprefix("'"))
    assert parsed.problems == ()
    assert set(parsed.variables) <= set(headers)
    assert all(IDENTIFIER.fullmatch(name) for name in parsed.variables)
    row = dict(zip(headers, first.row_values(1), strict=True))
    assert row["license"] == "{{Cc-by-sa-4.0}}\n{{PD-old-100}}"
    assert row["description"].endswith("{{nb|1=En båt}}")


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("Boat", "a.jpg", "Boat"),
        ("Boat.jpg", "a.JPG", "Boat.jpg"),
        ("Boat.jpeg", "a.jpg", "Boat"),
        ("Boat.png", "a.jpg", "Boat"),
        ("St. Mary", "a.jpg", "St. Mary"),
        ("Boat no. 5", "https://example.org/a.tif?x=1.png", "Boat no. 5"),
    ],
)
def test_names_get_one_extension_from_pattypan(tmp_path, name, path, expected):
    sheet.write(tmp_path / "list.csv", ["path", "name"], [[path, name]])
    converting.convert(tmp_path / "list.csv", tmp_path / "new.xls")
    assert columns(tmp_path / "new.xls")["name"] == [expected]


def test_columns_that_are_ours_keep_clear_of_its_names(tmp_path):
    """A remark under a header that a layout's column has as well."""
    headers = ["path", "name", "P1259", "location_templates", "accession number"]
    sheet.write(tmp_path / "list.csv", headers, [["a.jpg", "A", "51.1, 17.03", "mine", "x"]])
    converting.convert(tmp_path / "list.csv", tmp_path / "new.xls")
    read = columns(tmp_path / "new.xls")
    assert read["location_templates"] == ["{{Location|51.1|17.03}}"]
    assert read["location_templates 2"] == ["mine"]
    assert sheet.read(tmp_path / "new.xls").problems == ()


# -- on the command line ---------------------------------------------------------------------------


def test_the_verb(tmp_path, capsys):
    shutil.copy(DATA / "pattypan-information.xls", tmp_path)
    source, target = tmp_path / "pattypan-information.xls", tmp_path / "new.csv"
    assert cli.main(["convert", str(source), str(target)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "has room for one table only" in said[0]
    assert said[1].endswith("new.csv")
    assert cli.main(["convert", str(source), str(target), "--json"]) == 2
    assert "--force" in capsys.readouterr().err
    assert cli.main(["convert", str(source), str(target), "--json", "--force"]) == 0
    assert f'"event": "written", "path": "{target}", "rows": 5' in capsys.readouterr().out


def test_another_sheet_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["first"])
    book.create_sheet("Second").append(["second"])
    for page in book:
        page.append([f"in {page.title}"])
    book.save(tmp_path / "list.xlsx")
    converting.convert(tmp_path / "list.xlsx", tmp_path / "new.csv", name="second")
    assert columns(tmp_path / "new.csv") == {"second": ["in Second"]}
    (told,) = (p for p in converting.convert(tmp_path / "list.xlsx", tmp_path / "1.csv").problems)
    assert (told.code, told.params["sheets"]) == ("other-sheets", "Second")
    with pytest.raises(UsageError):
        converting.convert(tmp_path / "new.csv", tmp_path / "newer.csv", name="second")


def test_losses_are_louder_than_hints(tmp_path):
    done = converting.convert(DATA / "pattypan-information.xls", tmp_path / "new.tsv")
    assert [(p.code, p.severity) for p in done.problems] == [
        ("convert-paths", Severity.INFO),
        ("convert-layout-left", Severity.WARNING),
    ]

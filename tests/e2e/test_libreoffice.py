"""What we write goes through LibreOffice Calc into every other format, and comes back the same."""

from __future__ import annotations

import os
import random
import zipfile

import openpyxl
import pytest

from app.core import sheet
from app.core.sheet import child
from tests.e2e.libreoffice import TARGETS, LibreOffice

SWITCH = "KABOCHA_LIBREOFFICE"
WORKBOOKS = sheet.WORKBOOKS
TEXTS = ("csv", "tsv")
HEADERS = ("path", "name", "description")
LAYOUT = "=={{int:filedesc}}==\n<#if name?has_content>\n${name}\n</#if>"
TRIPS = [(a, b) for a in WORKBOOKS for b in TARGETS] + [(a, b) for a in TEXTS for b in WORKBOOKS]

NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "'=x", "''=x", "'lead", "''two", "'", '=HYPERLINK("x")', "#REF!",
    "00042", "042-1", "1/2", "1910", "1910-05-01", "05/06/1890", "12:30", "1e5", "50%", "$5", "(5)",
    "1,5", "1.50", "TRUE", "true", "NaN", "May 5", "INF", "Q42", "12345678901234567890",
    "tab\there", "blank \t blank", "line\nbreak", "a\n\nb", "a\n  b", '"quoted"', 'a "b" c', '"',
    "a,b;c|d", "two  blanks,   three", "https://example.org/?a=1&b=2", "<b>&amp;</b>", "]]>",
    "_x0041_", "{{en|1=x}}", "${a}", "sep=;", "😀 𠀀", "שלום עולם", "العربية 123", "e\u0301", "\u00adsoft",
    "zero\u200bwidth", "\u202eright to left\u202c", "x" * 30_000, "é😀" * 9_000, "line\n" * 100 + "end",
)  # fmt: skip


def rows():
    """The nasty ones, an empty row, and texts out of many scripts with a bit of everything."""
    chance = random.Random(4)
    letters = [chr(c) for c in range(0x20, 0x2FF) if not 0x7F <= c < 0xA0]
    letters += [chr(c) for c in (*range(0x370, 0x700), *range(0x4E00, 0x4E80)) if chr(c).isalpha()]
    letters += list("\t\n\n'=+-@\",;  ") * 8 + ["😀", "𠀀", "\U0010fffd", "\ufffd"]
    made = [(f"{n}.jpg", text, text[:-99:-1].strip()) for n, text in enumerate(NASTY)]
    made.insert(7, ("", "", ""))
    for n in range(120):
        texts = ("".join(chance.choices(letters, k=chance.randrange(40))).strip() for _ in "ab")
        made.append((f"{n:04}.jpg", *texts))
    return made


@pytest.fixture(scope="module")
def trips(tmp_path_factory):
    """Every file by (written as, saved as). One start of LibreOffice for each target."""
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"LibreOffice takes part only when {SWITCH}=1")
    if not LibreOffice.is_there():
        pytest.fail("soffice is not installed (sh installers/libreoffice-packages.sh)")
    folder = tmp_path_factory.mktemp("libreoffice")
    office = LibreOffice(folder)
    written = {}
    for ending in sheet.ENDINGS:
        written[ending] = folder / f"from-{ending}.{ending}"
        sheet.write(written[ending], HEADERS, rows(), template=LAYOUT)
    for target in TARGETS:
        office.convert([written[e] for e in WORKBOOKS], target, folder / target)
    for target in WORKBOOKS:
        office.convert([written[e] for e in TEXTS], target, folder / target, len(HEADERS))
    return {(a, b): folder / b / f"from-{a}.{b}" for a, b in TRIPS}


def _saved(text, ending):
    """LibreOffice (7.4) itself loses tabs in cells of several lines when it saves an .ods."""
    return text.replace("\t", "") if ending == "ods" and "\n" in text else text


@pytest.mark.parametrize(("written", "saved"), TRIPS)
def test_every_text_comes_back(trips, written, saved):
    read = child.load(str(trips[written, saved]), header_row=1)
    assert read.headers == HEADERS
    wanted = [
        (n, tuple(_saved(text, saved) for text in row))
        for n, row in enumerate(rows(), 2)
        if any(row)
    ]
    found = [(row.number, row.cells) for row in read.rows]
    assert [pair for pair in zip(wanted, found, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("written", WORKBOOKS)
@pytest.mark.parametrize("saved", WORKBOOKS)
def test_the_page_layout_comes_back(trips, written, saved):
    assert child.load(str(trips[written, saved])).freemarker == LAYOUT


@pytest.mark.parametrize("written", WORKBOOKS)
def test_the_header_row_is_bold(trips, written):
    page = openpyxl.load_workbook(trips[written, "xlsx"]).worksheets[0]
    assert [cell.font.b for cell in page[1]] == [True] * len(HEADERS)
    assert not page["B2"].font.b


@pytest.mark.parametrize("written", sheet.ENDINGS)
def test_nothing_became_a_formula(trips, written):
    with zipfile.ZipFile(trips[written, "ods"]) as box:
        assert b"table:formula" not in box.read("content.xml")

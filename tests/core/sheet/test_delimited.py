"""Texts with separators: encoding, separator, quotes."""

from __future__ import annotations

import pytest

from app.core.sheet import child
from app.core.sheet.delimited import separator


def load(data: bytes, folder, name="x.csv"):
    path = folder / name
    path.write_bytes(data)
    return child.load(str(path))


def found(table):
    return [(p.code, p.row) for p in table.problems]


TEXT = "path;name;Größe\na.jpg;Œuvre – “x”;3,5\nb.jpg;Żółw;4,5\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le+", "utf-16-be+", "utf-16-le", "utf-16-be"],
)
def test_unicode_encodings(encoding, tmp_path):
    data = TEXT.encode(encoding.rstrip("+"))
    if encoding.endswith("+"):
        data = "\ufeff".encode(encoding[:-1]) + data
    table = load(data, tmp_path)
    assert table.headers == ("path", "name", "Größe")
    assert table.rows[1].cells == ("b.jpg", "Żółw", "4,5")
    assert table.problems == ()


def test_windows_1252_is_told(tmp_path):
    table = load(TEXT.replace("Żółw", "Tortue").encode("cp1252"), tmp_path)
    assert table.rows[0].cells == ("a.jpg", "Œuvre – “x”", "3,5")
    assert found(table) == [("encoding-guessed", None)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_the_separator_is_found(mark, name, tmp_path):
    lines = [
        ["path", "name", "note"],
        ["a.jpg", "x", '"one, two; three\tfour"'],
        ["b.jpg", "y", ""],
    ]
    table = load("\r\n".join(mark.join(line) for line in lines).encode(), tmp_path, name)
    assert table.headers == ("path", "name", "note")
    assert table.rows[0].cells == ("a.jpg", "x", "one, two; three\tfour")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;2,5\n3,5;4\n", ";"),
        ("path\nx, y\nz\n", ","),
        ("title\nnone of them\n", ","),
        ("a,b\nx;y;z,1\n", ","),
        ('a;b\n"1,2,3,4,5";"x,y"\n', ";"),
        ('a;b\n"say ""x, y""";2\n', ";"),
    ],
)
def test_separators_of_doubtful_texts(text, expected):
    assert separator(text, ",") == expected


def test_the_line_that_names_the_separator(tmp_path):
    table = load(b"sep=;\r\npath;name\r\na,b;c\r\n", tmp_path)
    assert table.rows[0].cells == ("a,b", "c")
    assert table.rows[0].number == 2


def test_quotes_line_breaks_and_empty_rows(tmp_path):
    data = b'path,name\r\n\r\n"a.jpg","two\r\nlines, ""quoted"""\r\n,\r\n b.jpg , NA \r'
    table = load(data, tmp_path)
    assert [(r.number, r.cells) for r in table.rows] == [
        (3, ("a.jpg", 'two\nlines, "quoted"')),
        (5, ("b.jpg", "NA")),
    ]
    assert table.problems == ()


def test_ragged_rows(tmp_path):
    table = load(b"path,name,note\na.jpg\nb.jpg,x,y,z,\nc.jpg,x,y,,\n", tmp_path)
    assert [r.cells for r in table.rows] == [
        ("a.jpg", "", ""), ("b.jpg", "x", "y"), ("c.jpg", "x", "y"),
    ]  # fmt: skip
    assert found(table) == [("row-too-long", 3)]


def test_numbers_and_dates_stay_as_they_are_written(tmp_path):
    table = load(b"path,a,b,c,d\nx,00042,1e5,1910.0,05/06/1890\n", tmp_path)
    assert table.rows[0].cells[1:] == ("00042", "1e5", "1910.0", "05/06/1890")


def test_a_quote_that_never_closes(tmp_path):
    table = load(b'path\tsize\na.jpg\t12" x 10"\nb.jpg\t"12 inch\nc.jpg\t9\n', tmp_path, "x.tsv")
    assert [r.cells[0] for r in table.rows] == ["a.jpg", "b.jpg", "c.jpg"]
    assert found(table) == [("quote-unclosed", 3)]


def test_signs_after_a_closing_quote_are_kept(tmp_path):
    table = load(b'path,name\n"a".jpg,"b" c\n', tmp_path)
    assert table.rows[0].cells == ("a.jpg", "b c")

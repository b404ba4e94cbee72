"""One right extension, and what is said about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import names


@pytest.mark.parametrize(
    ("name", "path", "title", "problems"),
    [
        (
            "Church tower in Exampleville.jpeg",
            "scans/church tower.jpeg",
            "Church tower in Exampleville.jpeg",
            [],
        ),
        ("photo.jpeg", "x.jpg", "Photo.jpg", ["extension-changed"]),
        ("photo.jpg", "x.jpeg", "Photo.jpg", []),
        ("photo.tif", "x.TIFF", "Photo.tif", []),
        ("photo", "x.tiff", "Photo.tiff", []),
        ("Old bridge", "old bridge.JPG", "Old bridge.JPG", []),
        ("Old bridge.jpg", "old bridge.JPG", "Old bridge.jpg", []),
        ("photo.png", "x.jpg", "Photo.jpg", ["extension-changed"]),
        ("Poster.psd", "poster.tif", "Poster.tif", ["extension-changed"]),
        ("St. Mary", "a.jpg", "St. Mary.jpg", []),
        ("From www.muzeum.pl", "a.jpg", "From www.muzeum.pl.jpg", []),
        ("1 vs. 2 a.m.", "a.jpg", "1 vs. 2 a.m.jpg", []),
        ("File:Vase", r"C:\scans\vase.jpg", "Vase.jpg", ["namespace-prefix"]),
        ("image:Vase.png", "x.jpg", "Vase.jpg", ["namespace-prefix", "extension-changed"]),
        ("Vase", "https://example.org/a%20b.PNG?x=1#y", "Vase.PNG", []),
        ("Vase", "folder.d/file", "Vase", []),
        ("Vase", ".hidden", "Vase", []),
        ("Vase.jpg", "", "Vase.jpg", []),
        ("", "x.jpg", "", []),
        ("  ", "x.jpg", "", []),
        ("a_b  c.jpg", "x.jpg", "A b c.jpg", []),
    ],
)
def test_the_extension_rule(name, path, title, problems):
    made = names.target_title(name, path)
    assert made.full == title
    assert [p.code for p in made.problems] == problems


def test_a_name_that_fits_the_content_wins_over_a_wrong_path():
    assert names.target_title("Vase.png", "x.jpg", ["png"]).full == "Vase.png"
    assert names.target_title("Vase.png", "x.jpg", ["jpg", "jpeg"]).full == "Vase.jpg"


def test_values_of_fixes_are_without_the_extension_when_the_cell_is():
    title = names.target_title("Inv. 12/3", "x.jpg")
    assert title.extension_added
    problems = names.check_title(title.typed, path_ext="jpg", bare=title.extension_added)
    fix = next(p.fix for p in problems if p.code == "illegal-filechars")
    assert fix.value == "Inv. 12-3"


@given(
    st.text(alphabet="aZé ._-:/#'~%2F&;IMG_DSC0jpgn", min_size=1, max_size=25),
    st.sampled_from(["jpg", "JPG", "jpeg", "tif", "png"]),
)
def test_a_fix_put_into_the_cell_mends_the_row(cell, ext):
    path = f"x.{ext}"
    title = names.target_title(cell, path)
    for problem in names.check_title(title.typed, path_ext=ext, bare=title.extension_added):
        if problem.fix.value is None:
            continue
        again = names.target_title(problem.fix.value, path)
        left = names.check_title(again.typed, path_ext=ext, bare=again.extension_added)
        assert problem.code not in {p.code for p in left}


@given(st.text(max_size=30), st.sampled_from(["x.jpg", "x.JPEG", "x", "x.tiff"]))
def test_the_title_put_into_the_cell_stays(cell, path):
    title = names.target_title(cell, path).full
    assert names.target_title(title, path).full == title

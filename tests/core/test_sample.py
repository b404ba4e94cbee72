"""The sample collection: complete, small, and with exactly the two mistakes it is meant to have."""

from __future__ import annotations

from collections import Counter

import pytest

from app.core import fields, files, licences, media, names, resources, sheet
from app.core.model import Severity

FOLDER = resources.folder() / "sample"
SHEET = FOLDER / "Havnsund sample.xlsx"
MISTAKES = {14: {"file-missing"}, 15: {"file-missing", "licence-not-accepted"}}


@pytest.fixture(scope="module")
def table():
    return sheet.read(SHEET)


def pictures():
    return [p for p in FOLDER.iterdir() if p.suffix not in {".xlsx", ".md"}]


def test_twelve_small_files_of_seven_kinds():
    found = Counter(p.suffix for p in pictures())
    assert found == {".jpg": 6, ".png": 2, ".tif": 1, ".svg": 1, ".pdf": 1, ".webp": 1}
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 6_000_000
    assert len({media.sha1(p) for p in pictures()}) == 12


def test_the_files_are_whole_and_two_know_where_they_were_taken():
    facts = {p.name: media.probe(p) for p in pictures()}
    for name, seen in facts.items():
        assert (seen.damage, seen.svg_script, seen.svg_remote) == (None, False, False)
        assert seen.extension in seen.detected, name
    places = {name for name, seen in facts.items() if seen.exif.latitude}
    assert places == {"HKM-2024-0031.jpg", "HKM-2023-0058.jpg"}
    assert facts["HKM-2024-0031.jpg"].exif.taken == "2024-05-03 21:40"


def test_the_headers_are_all_understood(table):
    assert (len(table.rows), table.rows[0].number, table.rows[-1].number) == (14, 2, 15)
    assert not table.problems
    template = fields.guess_template(table.headers)
    assert template == "artwork"
    plain = [
        h for h, m in zip(table.headers, fields.recognise(table.headers, template), strict=True)
        if m.kind.value == "plain"
    ]  # fmt: skip
    assert plain == ["shelf"]


def test_twelve_good_rows_and_two_with_a_mistake(table):
    index, found = files.FolderIndex([FOLDER]), {}
    titles = set()
    for row in table.rows:
        cells = dict(zip(table.headers, row.cells, strict=True))
        located = files.locate(cells["path"], [FOLDER], index)
        title = names.target_title(cells["name"], cells["path"])
        titles.add(names.same_title_key(title.full))
        assert 25 <= len(title.full) <= 120
        assert not title.problems, title
        problems = [located.problem] if located.problem else []
        problems += licences.read(cells["license"]).problems
        codes = {p.code for p in problems if p.severity is not Severity.INFO}
        if codes:
            found[row.number] = codes
    assert found == MISTAKES
    assert len(titles) == 14


def test_every_file_but_the_drawing_has_a_thumbnail():
    with media.Workers(2) as workers:
        found = {p.name: workers.thumbnail(p, 120) for p in pictures()}
        checked = {p.name: workers.verify(p) for p in pictures()}
        kinds = {name: type(future.result()).__name__ for name, future in found.items()}
        assert {future.result() for future in checked.values()} == {None}
    assert [name for name, kind in kinds.items() if kind != "Picture"] == ["HKM-2024-0040.svg"]

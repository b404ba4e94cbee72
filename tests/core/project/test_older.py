"""Projects of older versions open as they were left, and a copy of the file stays."""

import shutil
from pathlib import Path

from app.core.model import Choice, Private, RowState
from app.core.project import Project

KEPT = Path(__file__).parents[2] / "data" / "projects"


def test_version_1(tmp_path):
    place = tmp_path / "version-1.kabocha"
    shutil.copyfile(KEPT / place.name, place)
    before = place.read_bytes()
    project = Project.open(place)
    try:
        at = {c.header: c.id for c in project.columns}
        assert [*at] == ["path", "name", "description", "license", "place"]
        assert [c.origin for c in project.columns] == ["path", "name", "description", "license", ""]
        texts = [[row.text(i) for i in at.values()] for row in project.rows]
        assert texts == [
            ["a.jpg", "Harbour", "Seen from the pier", "{{Cc-zero}}", "Havnsund"],
            ["b.jpg", "Fjord, Ålesund", "00042", "", ""],
            ["", "", "", "", ""],
        ]
        assert project.rows[1].choice(Private.POSITION) is Choice.REMOVE
        assert project.setting("column-widths") == '{"name": 240}'
        assert project.journal("practice").record(1).state is RowState.FAILED
        project.redo()
        assert project.rows[1].text(at["name"]) == "Another"
        while project.undo():
            pass
        assert "place" not in {c.header for c in project.columns}
    finally:
        project.close()
    assert (tmp_path / "version-1.v1.kabocha").read_bytes() == before
    Project.open(place).close()

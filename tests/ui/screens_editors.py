"""Pictures of the editors of cells, for `tests.ui.screens`.

python -m tests.ui.screens_editors FOLDER [VARIANT ...]
"""

from __future__ import annotations

import sys

from tests.ui.camera import photograph_part

SEVERAL = "{{en|1=A three-master sails past the quay of Havnsund.}}{{nb|1=En tremaster seiler forbi kaia i Havnsund.}}{{ar|1=سفينة شراعية}}"  # fmt: skip


def shoot_editors(camera) -> None:
    """All kinds of editors; the page "Describe" is shown."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    alt = Qt.KeyboardModifier.AltModifier
    editor = typed(camera, "date", 1, "05/06/1890")
    shot(camera, "edit-date-two-readings", editor)
    editor = typed(camera, "date", 2)
    QTest.keyClick(editor, Qt.Key.Key_Down, alt)
    shot(camera, "edit-date-calendar", editor)
    shot(camera, "edit-licence", typed(camera, "license", 1))
    editor = typed(camera, "license", 1, "year of death")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(camera.window.focusWidget(), "1906")
    shot(camera, "edit-licence-asks", editor)
    editor = typed(camera, "categories", 1)
    QTest.keyClicks(editor, "; H")
    shot(camera, "edit-categories", editor)
    shoot_items(camera)
    shoot_languages(camera)
    shot(camera, "edit-text", typed(camera, "description[nb]", 1))


def shoot_items(camera) -> None:
    """From the sheet, then with what the wiki has."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from app.core.commons.search import FoundItem
    from app.ui.editors import looking

    shot(camera, "edit-item", typed(camera, "artist", 1, "Hav"))
    settings, real = camera.program.settings, looking.SEARCHES[looking.ITEMS]
    settings.set(looking.SETTING, True)
    looking.SEARCHES[looking.ITEMS] = lambda *_asked: (
        FoundItem("Q1", "Axel Lindahl", "photographer (1841–1906)"),
        FoundItem("Q2", "Axel Lindahl", "member of a parliament, much less known than the first"),
    )
    editor = typed(camera, "artist", 1, "Axel L")
    camera.settle(700)
    QTest.keyClick(editor, Qt.Key.Key_Down)
    shot(camera, "edit-item-wiki", editor)
    looking.SEARCHES[looking.ITEMS] = real
    settings.set(looking.SETTING, False)


def shoot_languages(camera) -> None:
    """A column of texts that say their languages themselves."""
    from app.core.model import Meaning

    session, model = camera.program.session, camera.window.page("describe").model
    column = session.column("description[en]")
    session.set_meaning(column.id, Meaning.parse("field:description"), "x")
    session.change("x", {(session.rows[1].id, column.id): SEVERAL})
    camera.settle()
    assert model.column_of("description[en]")
    shot(camera, "edit-languages", typed(camera, "description[en]", 1))
    shot(camera, "edit-languages-none", typed(camera, "description[en]", 2))
    session.undo()
    session.undo()
    camera.settle()


def typed(camera, header: str, place: int, text: str = ""):
    """Open a cell by F2, and type over what is in it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    view = camera.window.page("describe").view
    column = view.model.column_of(header)
    view.go_to(place, column)
    half = view.half(column)
    half.setFocus()
    QTest.keyClick(half, Qt.Key.Key_F2)
    editor = next(w for w in half.viewport().children() if hasattr(w, "lay_over"))
    if text:
        editor.selectAll()
        QTest.keyClicks(editor, text)
    camera.settle()
    return editor


def shot(camera, name: str, editor) -> None:
    """Take the picture, leave the cell as it was."""
    camera.take(name)
    editor.end("leave")
    camera.settle()


if __name__ == "__main__":
    photograph_part(sys.argv[1:], shoot_editors)

"""Pictures of the table's own states, for `tests.ui.screens`.

python -m tests.ui.screens_sheet FOLDER [VARIANT ...]
"""

from __future__ import annotations

import sys

from tests.ui.camera import photograph_part


def shoot_sheet(camera) -> None:
    """All states; the page "Describe" is shown with the table."""
    from PySide6.QtWidgets import QScrollArea

    from app.ui.help import KeysDialog
    from app.ui.sheet.menus import head_menu, sheet_menu
    from app.ui.sheet.selecting import Rect

    program, page = camera.program, camera.window.page("describe")
    view = page.view
    view.go_to(1, 1)
    view.setFocus()
    view.selecting.extend(3, 3)
    view.selecting.start(5, 2, add=True)
    view.selecting.extend(6, 4)
    camera.take("two-selections")
    view.selecting.column(2)
    view.show_drop(4)
    camera.take("column-moves")
    view.show_drop(-1)
    view.go_to(1, 3)
    filling = view.filling
    filling.begin()
    corner = view.half(3).visualRect(view.model.index(4, 3))
    spot = view.half(3).viewport().mapToGlobal(corner.center())
    filling.drag(4, view.columns.place(3), spot, turned=False)
    camera.take("fill-drag")
    filling.leave()
    view.columns.hide([2, 4])
    camera.take("hidden-columns")
    view.go_to(1, 3)
    for name, menu in (
        ("menu-column", head_menu(page, program.context, view)),
        ("menu-cells", sheet_menu(page, program.context, view, page.fixes)),
    ):
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        camera.take(name, menu)
        menu.deleteLater()
    view.columns.show(view.columns.hidden)
    view.columns.freeze(3)
    view.selecting.choose([Rect(2, 1, 4, 5)])
    camera.take("three-frozen")
    view.columns.freeze(1)
    dialog = KeysDialog(program.theme, program.context.commands, program.window)
    dialog.show()
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    camera.take("keys-of-the-sheet", dialog)
    dialog.close()
    dialog.deleteLater()


if __name__ == "__main__":
    photograph_part(sys.argv[1:], shoot_sheet)

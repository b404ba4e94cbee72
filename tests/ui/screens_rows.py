"""Pictures of rows that come and go, for `tests.ui.screens`.

python -m tests.ui.screens_rows FOLDER [VARIANT ...]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from app.core.model import MeaningKind
from tests.ui.camera import photograph_part


def shoot_rows(camera) -> None:
    """All states; the page "Describe" is shown."""
    page = camera.window.page("describe")
    shoot_landing(camera, page)
    shoot_found(camera, page)
    shoot_several(camera, page)
    shoot_columns(camera, page)


def shoot_several(camera, page) -> None:
    from PySide6.QtWidgets import QMenu

    from app.ui.editors.base import How

    page.view.go_to(1, 1)
    page.view.go_to(6, 1, extend=True)
    camera.take("several")
    several = page.panel.several
    column = page.model.column_of("author") or 2
    menu = QMenu(page)
    several.fill_menu(menu, column)
    camera.take("several-menu", menu)
    menu.deleteLater()
    kind = next(c for c, p in several._parts.items() if page.model.heads[c].words.kind == "date")
    several._edit(kind, How.KEY, "")
    camera.take("several-editor")
    several.over.close()
    area = several.parentWidget().parentWidget().parentWidget()
    kind = next(c for c in several._parts if several._has_many(c))
    area.ensureWidgetVisible(several._parts[kind])
    camera.take("several-values")
    several.adding._pick("P180")
    camera.take("several-statement")
    several.adding.close_card()


def shoot_columns(camera, page) -> None:
    from PySide6.QtWidgets import QMenu

    session = camera.program.session
    camera.window.go_to("files")
    camera.window.page("files").changes.remove(session.column("shelf"))
    camera.take("files-columns")
    session.undo()
    camera.window.go_to("describe")
    camera.settle()
    page.view.go_to(1, page.model.column_of("artist"))
    menu = QMenu(page)
    page.column_changes.fill_meaning(menu)
    camera.take("column-meanings", menu.actions()[-1].menu())
    menu.deleteLater()
    rename = camera.program.context.commands.action("rename-column")
    camera.asked("column-rename", rename.trigger)


def shoot_found(camera, page) -> None:
    from app.ui.rows.finding import FindDialog

    folder = camera.program.session.folder().parent / "Box 9"
    lost = [p for p in page.context.session.rows if not page.context.session.file_of(p)]
    for place in ("", "again"):
        (folder / place).mkdir(parents=True, exist_ok=True)
        for row in lost[:1]:
            name = page.context.session.text(row, MeaningKind.PATH).rpartition("/")[2]
            (folder / place / name).write_bytes(b"the same")
    dialog = FindDialog(page.context, camera.window, folder)
    dialog.open()
    camera.take("found", dialog)
    dialog.reject()


def scans(home: Path) -> Path:
    """A folder with pictures that are new, there already, and of no use."""
    folder = home.parent / "Scans 2024"
    (folder / "box 3").mkdir(parents=True, exist_ok=True)
    pictures = sorted(p for p in home.rglob("*") if p.suffix.lower() in (".jpg", ".png", ".tif"))
    for number, path in enumerate(pictures[:4]):
        place = folder / "box 3" if number > 1 else folder
        with path.open("rb") as file:
            (place / f"HKM-{1906 + number}{path.suffix}").write_bytes(file.read() + b" ")
    shutil.copy(pictures[0], folder / f"copy of it{pictures[0].suffix}")
    (folder / "IMG_0001.nef").write_bytes(b"raw")
    (folder / "IMG_0002.nef").write_bytes(b"raw 2")
    return folder


def shoot_landing(camera, page) -> None:
    from PySide6.QtCore import QPoint, QRect

    folder = scans(camera.program.session.folder())
    landing = page.landing
    veil = landing._veils[page]
    veil.show_words(landing._words([folder], None), None)
    camera.take("drop")
    half = page.view.frozen
    spot = landing._spot(half.viewport().mapToGlobal(QPoint(90, half.rowHeight(0) * 2 + 9)), page)
    box = QRect(page.mapFromGlobal(spot.box.topLeft()), spot.box.size())
    veil.show_words(landing._words([folder, folder], spot), box)
    camera.take("drop-on-row")
    veil.hide()
    landing.take([folder])
    camera.take("arrival", landing.dialog)
    landing.dialog.reject()
    camera.settle()
    landing.take(sorted(folder.glob("HKM*")), 6)
    camera.take("arrival-on-row", landing.dialog)
    landing.dialog.agree()
    camera.take("arrival-added")
    camera.program.session.undo()


if __name__ == "__main__":
    photograph_part(sys.argv[1:], shoot_rows)

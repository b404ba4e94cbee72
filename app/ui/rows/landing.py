"""Where files and folders from the file manager may be dropped, and what is shown meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.core.model import MeaningKind
from app.core.text import n, t
from app.ui.context import Context
from app.ui.dropped import dropped, is_sheet
from app.ui.pages.page import Page
from app.ui.rows.arrival import MORE, USE, ArrivalDialog, Goal, Made
from app.ui.rows.row_tools import RowTools
from app.ui.sheet.grid import PictureGrid
from app.ui.sheet.view import SheetView


@dataclass(frozen=True)
class Spot:
    """A row below the mouse, and its rectangle on the screen."""

    place: int
    box: QRect


class Landing(QObject):
    """Takes what is dropped on the pages it watches, and what the menu asks for."""

    def __init__(
        self, context: Context, view: SheetView, grid: QWidget, tools: RowTools,
        say: Callable[..., object],
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._context, self._view, self._grid = context, view, grid
        self._tools, self._say = tools, say
        self._veils: dict[QObject, Veil] = {}
        self.dialog: ArrivalDialog | None = None
        context.session.closing.connect(self._leave)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done without a mouse, by the name of the command."""
        return {"add-pictures": self.ask_pictures, "add-folder": self.ask_folder}

    def allow(self) -> None:
        """Pictures can be added."""
        for name in self.commands():
            self._context.commands.allow(name, can=True)

    def watch(self, page: Page) -> None:
        """Let files be dropped anywhere on a page."""
        page.setAcceptDrops(True)
        self._veils[page] = Veil(self._context, page)
        page.installEventFilter(self)

    # asked for --------------------------------------------------------------------------------

    def ask_pictures(self) -> None:
        """Choose pictures in a dialog of the system."""
        chosen = self._context.ask.pictures(self._view.window())
        if chosen:
            self.take(chosen, self._view.place, own=True)

    def ask_folder(self) -> None:
        """Choose a folder in a dialog of the system."""
        chosen = self._context.ask.folder(self._view.window(), t("ask.add-folder"))
        if chosen is not None:
            self.take([chosen], self._view.place, own=True)

    # dropped ----------------------------------------------------------------------------------

    def eventFilter(self, page: QObject, event: QEvent) -> bool:
        """Take what is dragged over a page."""
        kinds = QEvent.Type
        if event.type() == kinds.DragLeave:
            self._veils[page].hide()
            return True
        if event.type() not in (kinds.DragEnter, kinds.DragMove, kinds.Drop):
            return False
        assert isinstance(event, QDropEvent)
        assert isinstance(page, Page)
        paths = dropped(event)
        if not paths:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        spot = self._spot(page.mapToGlobal(event.position().toPoint()), page)
        if event.type() != kinds.Drop:
            box = QRect(page.mapFromGlobal(spot.box.topLeft()), spot.box.size()) if spot else None
            self._veils[page].show_words(self._words(paths, spot), box)
            return True
        self._veils[page].hide()
        if is_sheet(paths):
            self._context.session.open(paths[0])
        else:
            self.take(paths, spot.place if spot else -1)
        return True

    def _words(self, paths: list[Path], spot: Spot | None) -> str:
        if is_sheet(paths):
            return t("landing.open", name=paths[0].name)
        if spot is None:
            return n("landing.add", len(paths))
        goal = self._goal(spot.place)
        if goal.missing and len(paths) == 1:
            return t("landing.use", number=goal.row.number)
        return t("landing.row", number=goal.row.number)

    def _spot(self, point: QPoint, page: QWidget) -> Spot | None:
        """The row at a point of the screen."""
        if not page.isAncestorOf(self._view):
            return None
        grid = self._grid
        assert isinstance(grid, PictureGrid)
        if grid.isVisible():
            index = grid.indexAt(grid.viewport().mapFromGlobal(point))
            box = grid.visualRect(index)
            corner = grid.viewport().mapToGlobal(box.topLeft())
            return Spot(index.row(), QRect(corner, box.size())) if index.isValid() else None
        for half in self._view.halves:
            inside = half.viewport().mapFromGlobal(point)
            row = half.rowAt(inside.y())
            if not half.viewport().rect().contains(inside) or row < 0:
                continue
            top, high = half.rowViewportPosition(row), half.rowHeight(row)
            left = self._view.mapToGlobal(QPoint(0, 0)).x()
            corner = QPoint(left, half.viewport().mapToGlobal(QPoint(0, top)).y())
            return Spot(row, QRect(corner.x(), corner.y(), self._view.width(), high))
        return None

    def _goal(self, place: int) -> Goal:
        model, session = self._view.model, self._context.session
        row = model.row_at(place)
        return Goal(row, session.title_of(row), model.file_at(place) is None)

    def _leave(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    # taken ------------------------------------------------------------------------------------

    def take(self, paths: list[Path], place: int = -1, *, own: bool = False) -> None:
        """Ask what becomes of these files and folders; `place`: the row they were dropped on, or the
        current one: then (`own`) rows of their own are offered first.
        """
        project = self._context.session.project
        if project is None:
            return
        if project.column_for(MeaningKind.PATH) is None:
            self._show()
            self._say("warn", t("landing.no-column"), t("landing.no-column.text"))
            return
        goal = self._goal(place) if 0 <= place < self._view.model.rowCount() else None
        window = self._view.window()
        self.dialog = ArrivalDialog(self._context, window, paths, goal, self._made, own=own)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _made(self, made: Made, goal: Goal | None) -> None:
        session = self._context.session
        if session.project is None:
            return
        if made.walk is not None:
            session.take_folders(made.walk)
        self._show()
        rows, count = list(made.rows), len(made.rows)
        if made.how == MORE and goal is not None:
            done = not made.cells or session.change(
                n("arrival.undo-found", len(made.cells)), made.cells
            )
            done = done and self._tools.insert(n("arrival.undo-add", count), rows, goal.row.id)
        elif made.cells or rows:
            if rows:
                self._tools.expect()
            key = "arrival.undo-add" if rows else "arrival.undo-found"
            done = session.change(n(key, count or len(made.cells)), made.cells, rows)
        else:
            done = True
        if done:
            self._tell(made, goal)

    def _tell(self, made: Made, goal: Goal | None) -> None:
        if made.how == USE and goal is not None:
            self._say("done", t("arrival.used", number=goal.row.number), undo=True)
        elif made.rows:
            self._say("done", n("arrival.added", len(made.rows)), undo=True)
        else:
            self._say("done", t("arrival.found"), undo=bool(made.cells))

    def _show(self) -> None:
        """The sheet, if another page is shown."""
        for page in self._veils:
            assert isinstance(page, Page)
            if page.isVisible() and not page.isAncestorOf(self._view):
                page.step_wanted.emit("describe")


class Veil(QWidget):
    """Lies over a page while something is dragged over it: an accent frame and a sentence."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._theme = context.theme
        self._words, self._row = "", QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def show_words(self, words: str, row: QRect | None) -> None:
        """Say what dropping would do; `row`: the row it would be done to."""
        self._words, self._row = words, row or QRect()
        self.setGeometry(self.parentWidget().rect())
        self.setAccessibleName(words)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, row, sentence."""
        theme, u = self._theme, self._theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), u(8), u(8))
        if not self._row.isNull():
            painter.drawRoundedRect(QRectF(self._row).adjusted(2, 2, -2, -2), u(4), u(4))
        font = theme.font("part", 600)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = self.rect().adjusted(u(40), u(40), -u(40), -u(40))
        words = painter.boundingRect(room, flags, self._words)
        words.moveTop(self.height() - words.height() - u(56))
        box = words.adjusted(-u(20), -u(12), u(20), u(12))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(box), u(8), u(8))
        painter.setPen(theme.color("on_accent"))
        painter.drawText(words, flags, self._words)
        painter.end()

"""What the keys mean in the sheet, as in Excel: where they lead, and what they select."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.core.cells.edges import Filled, edge, search
from app.core.text import t
from app.ui.editors.base import ARROWS
from app.ui.sheet.halves import Halves
from app.ui.sheet.model import PICTURE, TITLE

Key = Qt.Key
KEYS = (
    ("arrows", ()),
    ("edges", ()),
    ("extend", ()),
    ("enter", ("Return", "Shift+Return")),
    ("tab", ("Tab", "Shift+Tab")),
    ("home", ("Home", "End")),
    ("corners", ("Ctrl+Home", "Ctrl+End")),
    ("page", ("PgUp", "PgDown")),
    ("sideways", ("Alt+PgUp", "Alt+PgDown")),
    ("edit", ("F2",)),
    ("empty", ("Backspace",)),
    ("leave", ("Esc",)),
    ("new-line", ("Alt+Return",)),
    ("list", ("Alt+Down",)),
    ("filter", ("Alt+Down",)),
    ("fill", ("Ctrl+Return",)),
    ("large", ("Space",)),
    ("menu", ("Shift+F10",)),
)
"""Keys that are in no menu, for the list of keys: words sheet-key.<name>, and the keys."""
SLICE = 10_000
"""So many rows are looked at without a pause: some 10 ms."""
_ARROWS = {
    Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1),
}  # fmt: skip
_LED = {step: Key(key) for key, step in ARROWS.items()}
_ENTERS = (Key.Key_Return, Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MIRRORED = {Key.Key_Left: Key.Key_Right, Key.Key_Right: Key.Key_Left}


def key_names(name: str, keys: tuple[str, ...]) -> str:
    """Keys as the system writes them; without any, in words."""
    if not keys:
        return t(f"sheet-key.{name}.keys")
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)


class Keys:
    """The keys of one sheet."""

    def __init__(self, view: Halves) -> None:
        self._view = view
        self._fill = view.context.commands.action("fill-selection")
        self._run: int | None = None
        """The column in which a run of tabs began, by its place: Enter goes back there."""

        self._jump: tuple[Generator[None, None, int], int, bool] | None = None
        """Looks for the edge of a block, a slice of rows at a time; the column, and whether the
        selection goes there too.
        """
        view.went.connect(self.forget_run)
        for news in (view.model.modelAboutToBeReset, view.model.layoutAboutToBeChanged):
            news.connect(self._stop)

    def forget_run(self) -> None:
        """The person went elsewhere."""
        self._run = self._jump = None

    def _stop(self, *_ignored: object) -> None:
        self._jump = None

    def _arrive(self) -> None:
        """What a key means depends on where the last one led."""
        while self._jump is not None:
            self._go_on()

    def _go_on(self) -> None:
        """A slice further towards the edge; between two the window can draw."""
        if self._jump is None:
            return
        steps, place, extend = self._jump
        try:
            next(steps)
        except StopIteration as found:
            self._view.go_to_cell(found.value, place, extend=extend)
        else:
            QTimer.singleShot(0, self._view, self._go_on)

    def is_fill(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter, when several cells are selected; else the window's main button has it."""
        control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CONTROL
        return event.key() in _ENTERS and control and self._fill.isEnabled()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False = nothing here."""
        self._arrive()
        keys, key = event.modifiers(), Key(event.key())
        control = bool(keys & _CONTROL)
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if keys & Qt.KeyboardModifier.MetaModifier or self._view.place < 0:
            return False
        if keys & Qt.KeyboardModifier.AltModifier:
            opens = key == Key.Key_Down and not shift
            return self._open(event) if opens else self._sideways(key, shift=shift)
        if self.is_fill(event):
            self._fill.trigger()
            return True
        if key in _ENTERS and not control:
            return self.step("up" if shift else "down")
        if not control and not shift and key in (Key.Key_Space, Key.Key_Backspace):
            do = self._view.picture_wanted.emit if key == Key.Key_Space else self._empty
            do()
            return True
        return self._move(key, control=control, shift=shift)

    def _move(self, key: Key, *, control: bool, shift: bool) -> bool:
        """Where the keys lead that move."""
        if control and key in (Key.Key_Up, Key.Key_Down):
            self._leap(extend=shift, back=key == Key.Key_Up)
            return True
        goal = self._goal(key, control=control, shift=shift)
        if goal is None:
            return False
        self._view.go_to_cell(*goal, extend=shift)
        if key == Key.Key_Home:
            self._view.scroll_to_start()
        return True

    def _open(self, event: QKeyEvent) -> bool:
        """The filter of a column that is selected as a whole, by its head; else edit the cell with
        the list, calendar or languages that its editor opens by this key.
        """
        selecting = self._view.selecting
        if selecting.last_row > 0 and selecting.is_whole(selecting.current[1]):
            self._view.context.commands.action("filter").trigger()
            return True
        self._view.edit_current()
        editor = QApplication.focusWidget()
        if isinstance(editor, QPlainTextEdit):
            QApplication.sendEvent(editor, event)
        return True

    def _empty(self) -> None:
        """Edit the cell as if nothing were in it."""
        self._view.edit_current()
        editor = QApplication.focusWidget()
        if isinstance(editor, (QPlainTextEdit, QLineEdit)):
            editor.clear()

    # where a key leads ------------------------------------------------------------------------

    def _goal(self, key: Key, *, control: bool, shift: bool) -> tuple[int, int] | None:
        view = self._view
        row, place = view.selecting.extent if shift else view.selecting.current
        last_row, last = view.selecting.last_row, len(view.columns.shown) - 1
        if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            key = _MIRRORED.get(key, key)
        if key in _ARROWS:
            return self._arrow(row, place, *_ARROWS[key], far=control)
        jumps = {
            Key.Key_PageUp: (max(0, row - view.page_rows), place),
            Key.Key_PageDown: (min(last_row, row + view.page_rows), place),
            Key.Key_Home: (0 if control else row, min(TITLE, last)),
            Key.Key_End: (last_row if control else row, last),
        }
        return None if control and key in (Key.Key_PageUp, Key.Key_PageDown) else jumps.get(key)

    def _arrow(self, row: int, place: int, down: int, right: int, *, far: bool) -> tuple[int, int]:
        view = self._view
        last_row, last = view.selecting.last_row, len(view.columns.shown) - 1
        if not far:
            return min(max(row + down, 0), last_row), min(max(place + right, 0), last)
        return row, edge(self._filled_in_row(row), place, last, back=right < 0)

    def _leap(self, *, extend: bool, back: bool) -> None:
        """To the edge of what is filled in the column."""
        selecting = self._view.selecting
        row, place = selecting.extent if extend else selecting.current
        filled = self._filled_in_column(place)
        steps = search(filled, row, selecting.last_row, back=back, pause=SLICE)
        self._jump = (steps, place, extend)
        self._go_on()

    def _filled_in_row(self, row: int) -> Filled:
        text_at, at = self._view.model.text_at, self._view.columns.at
        return lambda places: [bool(text_at(row, at(place))) for place in places]

    def _filled_in_column(self, place: int) -> Filled:
        return partial(self._view.model.filled_at, column=self._view.columns.at(place))

    def _sideways(self, key: Key, *, shift: bool) -> bool:
        """Alt+Page: as many columns on as are in sight."""
        if key not in (Key.Key_PageUp, Key.Key_PageDown):
            return False
        view = self._view
        row, place = view.selecting.extent if shift else view.selecting.current
        room, back = view.rest.viewport().width(), key == Key.Key_PageUp
        last = len(view.columns.shown) - 1
        while room > 0 and (place > TITLE if back else place < last):
            place += -1 if back else 1
            room -= view.rest.columnWidth(view.columns.at(place))
        view.go_to_cell(row, max(place, PICTURE), extend=shift)
        return True

    # Enter and Tab ----------------------------------------------------------------------------

    def tab(self, *, back: bool) -> bool:
        """On or back; False at the ends of the sheet, unless it walks through a selection."""
        self._arrive()
        view = self._view
        if view.place < 0:
            return False
        row, place = view.selecting.current
        at_end = row == view.selecting.last_row and place == len(view.columns.shown) - 1
        at_start = row == 0 and place <= TITLE
        if (at_start if back else at_end) and not view.selecting.walk(across=True, back=back):
            return False
        if not (at_start if back else at_end):
            self.step("back" if back else "on")
        return True

    def step(self, step: str) -> bool:
        """Down, up, on or back: through the selection if it is of several cells; or where an arrow
        led out of an editor.
        """
        view = self._view
        if step in _LED:
            goal = self._goal(_LED[step], control=False, shift=False)
            view.go_to_cell(*(goal or view.selecting.current))
            return True
        if view.selecting.walk(across=step in ("on", "back"), back=step in ("up", "back")):
            view.bring_into_sight()
            return True
        row, place = view.selecting.current
        last, run = len(view.columns.shown) - 1, self._run
        if step in ("down", "up"):
            row += 1 if step == "down" else -1
            place = place if run is None else run
        else:
            run = place if run is None else run
            if step == "on":
                row, place = (row, place + 1) if place < last else (row + 1, min(TITLE, last))
            else:
                row, place = (row, place - 1) if place > TITLE else (row - 1, last)
        view.go_to_cell(min(max(row, 0), view.selecting.last_row), place)
        self._run = run
        return True

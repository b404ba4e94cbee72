"""The editing half of a delegate: makes the editor a column asks for, and ends it as Excel does."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QDialog,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.text import t
from app.ui.editors import factory
from app.ui.editors.base import How
from app.ui.editors.desk import Desk
from app.ui.editors.drop import Drop

Index = QModelIndex | QPersistentModelIndex


@dataclass
class Held:
    """An editor, its cell (row id, column id), and where in it the focus and the cursor are."""

    editor: QWidget
    cell: tuple[int, int]
    label: str
    focus: QWidget | None = None
    cursor: QTextCursor | None = None
    drop: Drop | None = None
    """What was open below it."""
    saved: bool = False
    """Whether the text went to its cell, or was not wanted."""
    waits: bool = False
    """The table let it go before it was saved."""


class EditingDelegate(QStyledItemDelegate):
    """Opens, places and closes editors."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.how = How.KEY
        """How the editor that is opened next is opened."""
        self.at: QPoint | None = None
        """Where the mouse is then, on the screen."""
        self._held: Held | None = None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor that the meaning of the column asks for, or the one that waits for this cell."""
        model = index.model()
        head = model.heads[index.column()]
        cell = model.id_at(index.row()), head.column.id
        if self.waits and self._held.cell == cell:
            self._held.waits = False
            return self._held.editor
        editor = factory.make(head, self._desk, parent, index.data(Qt.ItemDataRole.EditRole) or "")
        editor.ended.connect(self._ended)
        self._held = Held(editor, cell, t("change.edit", column=head.words.name))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text of the cell, once: what is typed since is not overwritten."""
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        how, at, self.how, self.at = self.how, self.at, How.KEY, None
        spot = editor.mapFromGlobal(at) if at is not None else None
        editor.begin(index.data(Qt.ItemDataRole.EditRole) or "", how, spot)
        editor.typed_over = how is How.TYPING

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Save what was typed."""
        self._done_with(editor)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Over the cell."""
        editor.lay_over(option.rect)

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Keys go to the editor first; it ends when the focus goes elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return editor.takes(event) or super().eventFilter(editor, event)
        if event.type() == QEvent.Type.FocusOut and hasattr(editor, "holds"):  # not at its very end
            if self._is_left(editor):
                editor.end("")
            return False
        return super().eventFilter(editor, event)

    @staticmethod
    def _is_left(editor: QWidget) -> bool:
        """Whether the focus is neither in the editor nor in a dialog over it."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not dialog.isAncestorOf(editor):
            return False
        return not editor.isActiveWindow() or not editor.holds(QApplication.focusWidget())

    def end(self) -> None:
        """Save what is being typed, and close the editor."""
        if self._held is not None and not self._held.saved:
            self._held.editor.end("")

    # when the rows are taken anew -------------------------------------------------------------

    def hold(self) -> None:
        """The table may let its editors go now: remember where the cursor is."""
        held, focus = self._held, QApplication.focusWidget()
        if held is not None and not held.saved:
            held.focus = focus if held.editor.holds(focus) else None
            held.cursor = focus.textCursor() if isinstance(held.focus, QPlainTextEdit) else None
            drop = getattr(held.editor, "drop", None)
            held.drop = drop if drop is not None and drop.isVisible() else None

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """A table lets all editors go when its rows are taken anew: one whose text was not saved
        waits until it is opened for its cell again, or saved by its row and column.
        """
        held = self._held
        if held is not None and held.editor is editor and not held.saved:
            held.waits = True
            return
        self._held = None if held is not None and held.editor is editor else held
        super().destroyEditor(editor, index)

    @property
    def typing(self) -> tuple[int, int] | None:
        """The cell (row id, column id) whose text is not saved yet."""
        return self._held.cell if self._held is not None and not self._held.saved else None

    @property
    def waits(self) -> bool:
        """Whether its editor waits to be opened again."""
        return self._held is not None and self._held.waits

    def go_on(self) -> None:
        """The editor that waited is open again: what it opened below too, the cursor where it was."""
        held = self._held
        if held is None or held.focus is None:
            return
        if held.drop is not None:
            held.drop.fit()
        held.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if held.cursor is not None:
            held.focus.setTextCursor(held.cursor)

    def save_apart(self) -> None:
        """The cell is not shown any more: save its text all the same."""
        held = self._held
        if held is None:
            return
        held.saved = True
        (row_id, column_id), new = held.cell, held.editor.text()
        project = self._desk.session.project
        there = project is not None and row_id in project.places
        there = there and any(column.id == column_id for column in project.columns)
        if there and project.row(row_id).text(column_id) != new:
            self._desk.session.change(held.label, {held.cell: new})
        if held.waits:
            self._held = None
            held.editor.deleteLater()

    def _done_with(self, editor: QWidget) -> None:
        if self._held is not None and self._held.editor is editor:
            self._held.saved = True

    def _ended(self, step: str) -> None:
        editor = self.sender()
        self._done_with(editor)
        hint = QAbstractItemDelegate.EndEditHint
        if step == "leave":
            self.closeEditor.emit(editor, hint.RevertModelCache)
            return
        editor.setProperty("step", step)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint.NoHint)

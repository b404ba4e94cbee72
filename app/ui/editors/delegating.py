"""The editing half of a delegate: makes the editor a column asks for, and ends it as Excel does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QDialog,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui import editors
from app.ui.editors.base import How
from app.ui.editors.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class EditingDelegate(QStyledItemDelegate):
    """Opens, places and closes editors."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.how = How.KEY
        """How the editor that is opened next is opened."""
        self.at: QPoint | None = None
        """Where the mouse is then, on the screen."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor that the meaning of the column asks for."""
        text = index.data(Qt.ItemDataRole.EditRole) or ""
        editor = editors.make(index.model().heads[index.column()], self._desk, parent, text)
        editor.ended.connect(self._ended)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text of the cell, once: what is typed since is not overwritten."""
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        how, at, self.how, self.at = self.how, self.at, How.KEY, None
        spot = editor.mapFromGlobal(at) if at is not None else None
        editor.begin(index.data(Qt.ItemDataRole.EditRole) or "", how, spot)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Save what was typed."""
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

    def _ended(self, step: str) -> None:
        editor = self.sender()
        hint = QAbstractItemDelegate.EndEditHint
        if step == "leave":
            self.closeEditor.emit(editor, hint.RevertModelCache)
            return
        editor.setProperty("step", step)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint.NoHint)

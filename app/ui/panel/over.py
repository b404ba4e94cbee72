"""The editor of a meaning, laid over a field of the panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.context import Context
from app.ui.editors import factory
from app.ui.editors.base import CellEditor, How
from app.ui.editors.delegating import EditingDelegate
from app.ui.editors.desk import Desk
from app.ui.editors.languages import LanguageEditor
from app.ui.sheet.model import Head


class Over(QObject):
    """One editor at a time, inside `room`; it has the keys that it has in the sheet."""

    ended = Signal(object, str, str)
    """The field, how the editor was left (as `CellEditor.ended`), and its text. It is gone by then."""

    def __init__(self, context: Context, room: QWidget) -> None:
        super().__init__(room)
        self._context, self._room = context, room
        self.desk = Desk(context, self)
        self._keys = EditingDelegate(self.desk, room)
        self.editor: CellEditor | LanguageEditor | None = None
        self._field: QWidget | None = None

    def open(self, head: Head, field: QWidget, text: str, how: How, typed: str) -> None:
        """Edit a text over its field; what was typed replaces it."""
        self.close()
        editor = factory.make(head, self.desk, self._room, text)
        editor.ended.connect(self._ended)
        editor.installEventFilter(self._keys)
        editor.begin("" if typed else text, how)
        self.editor, self._field = editor, field
        editor.lay_over(QRect(field.mapTo(self._room, QPoint(0, 0)), field.size()))
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, typed)
            QApplication.sendEvent(editor, key)

    def close(self) -> None:
        """Put the editor away with what is in it."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            editor.hide()
            editor.deleteLater()

    def _ended(self, step: str) -> None:
        editor, field = self.editor, self._field
        if editor is None or field is None:
            return
        text = editor.text()
        self.close()
        if step:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit(field, step, text)

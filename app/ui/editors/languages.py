"""A text in several languages: a line for each, with its language before it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core import offers, values
from app.core.text import t
from app.core.values import Said
from app.ui.editors.base import How, arrow_of, is_inside, keep_lines_whole, step_of
from app.ui.editors.desk import Asked, Desk
from app.ui.editors.language_names import name_of
from app.ui.pages.meanings import spoken
from app.ui.pages.picker import Picker
from app.ui.parts import button, icon_button, label
from app.ui.parts.labels import lead
from app.ui.theme import Theme, set_look

WIDE, NARROW, PICKER, ROWS = 600, 400, 160, 6
"""Width of the editor, from which on texts stand beside their languages, and of these, in px of the
drawings; lines of a text at most."""
EDGES = 8
"""Frame and margins above and below."""
_LINE = Qt.KeyboardModifier.AltModifier


def words_of(code: str) -> str:
    """Deutsch · German."""
    own, name = values.autonym(code), name_of(code)
    same = own.casefold() == name.casefold()
    return own if same else t("editors.language-names", own=own, name=name)


class LanguageEditor(QFrame):
    """Plain text stays plain; with languages it is written as the readers know it."""

    ended = Signal(str)
    """As `CellEditor.ended`."""

    def __init__(self, desk: Desk, asked: Asked, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk, self.asked = desk, asked
        self.lines: list[TextLine] = []
        self.smallest = QRect()
        self._ended = False
        self._first, self._before = "", ()
        set_look(self, card="cell")
        self.setAccessibleName(asked.words.name)
        self._lay_out()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def _lay_out(self) -> None:
        theme = self.desk.theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.setSpacing(0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder = QWidget()
        set_look(self._holder, ground="surface")
        self._column = QVBoxLayout(self._holder)
        theme.space(self._column, 6, (6, 6, 6, 2))
        self._column.addStretch(1)
        self._area.setWidget(self._holder)
        outer.addWidget(self._area, 1)
        foot = QHBoxLayout()
        theme.space(foot, 8, (6, 0, 10, 4))
        self.add = button(theme, t("editors.add-language"), kind="link", icon="plus")
        self.add.setAutoDefault(True)  # Enter presses it
        self.add.clicked.connect(self.add_language)
        foot.addWidget(self.add)
        foot.addStretch(1)
        self._keys = label(t("editors.languages-keys"), "note", "ink3")
        foot.addWidget(self._keys)
        outer.addLayout(foot)
        self._foot = foot

    # what the delegate asks -------------------------------------------------------------------

    def begin(self, text: str, how: How, _at: QPoint | None = None) -> None:
        """A line for each text; what is typed replaces the first of them."""
        self._first = text
        self._before = values.tagged(text) or (Said("", text),)
        for said in self._before:
            self._add_line(said)
        first = self.lines[0].text
        self.setFocusProxy(first)
        if how is How.TYPING:
            first.selectAll()
        else:
            first.moveCursor(QTextCursor.MoveOperation.End)
        self.grow()

    def text(self) -> str:
        """What the cell is to hold: as it was, where nothing was changed."""
        said = tuple(line.said() for line in self.lines)
        return self._first if said == self._before else values.joined(said)

    @property
    def typed_over(self) -> bool:
        """As of any editor, while there is one text."""
        return any(line.text.typed_over for line in self.lines)

    @typed_over.setter
    def typed_over(self, typed: bool) -> None:
        self.lines[0].text.typed_over = typed and len(self.lines) == 1

    def lay_over(self, box: QRect) -> None:
        """Over the cell, wide enough for languages, within the view."""
        self.smallest = QRect(box)
        self.grow()

    def grow(self) -> None:
        """As high as the texts, where there is room."""
        parent = self.parentWidget()
        if parent is None or self.smallest.isNull():
            return
        u, box = self.desk.theme.u, self.smallest
        wide = min(max(box.width(), u(WIDE)), parent.width())
        self._keys.setVisible(wide >= u(NARROW))
        edges = self._column.contentsMargins()
        texts = sum(line.high() + self._column.spacing() for line in self.lines)
        foot = self._foot.totalSizeHint().height()
        wanted = edges.top() + texts + edges.bottom() + foot + EDGES
        high = max(box.height(), min(wanted, parent.height()))
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = box.right() + 1 - wide if right else box.left()
        x = max(0, min(x, parent.width() - wide))
        self.setGeometry(x, max(0, min(box.top(), parent.height() - high)), wide, high)

    def takes(self, event: QKeyEvent) -> bool:
        """Enter, Tab and Esc end the editing, whichever line has the focus."""
        step = step_of(event)
        if step is None:
            return False
        self.end(step)
        return True

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget belongs to the editor, lists that it opened too."""
        return is_inside(widget, self)

    def end(self, step: str) -> None:
        """Be done; told once."""
        if self._ended:
            return
        self._ended = True
        if step:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit(step)

    # lines ------------------------------------------------------------------------------------

    def add_language(self) -> None:
        """One more text, in a language that has none yet; its language is asked at once."""
        used = {line.code() for line in self.lines}
        free = next((c for c in (*self._spoken(), "en", "de", "fr") if c not in used), "")
        made = self._add_line(Said(free, ""))
        self.grow()
        made.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(made)

    def _spoken(self) -> tuple[str, ...]:
        project = self.desk.session.project
        return spoken(project) if project is not None else ()

    def _add_line(self, said: Said) -> TextLine:
        made = TextLine(self.desk.theme, self.asked, said, self._spoken(), len(self.lines) + 1)
        made.grown.connect(self.grow)
        made.moved.connect(self._move)
        made.gone.connect(self._remove)
        made.done.connect(self.end)
        self.lines.append(made)
        self._column.insertWidget(len(self.lines) - 1, made)
        self._tell_lines()
        return made

    def _remove(self) -> None:
        gone = self.sender()
        if len(self.lines) == 1:
            gone.text.clear()
            return
        place = self.lines.index(gone)
        self.lines.remove(gone)
        self.setFocusProxy(self.lines[0].text)
        self.lines[max(0, place - 1)].text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._tell_lines()
        self.grow()

    def _tell_lines(self) -> None:
        for line in self.lines:
            line.remove.setVisible(len(self.lines) > 1)

    def _move(self, by: int) -> None:
        """Up and Down at the edge of a text go on in the next one, at last to the button."""
        place = self.lines.index(self.sender()) + by
        if 0 <= place < len(self.lines):
            self.lines[place].text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif by > 0:
            self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up leads from the button back to the texts."""
        if event.key() == Qt.Key.Key_Up and self.add.hasFocus():
            self.lines[-1].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The focus went elsewhere: the texts are saved."""
        if self.isVisible() and now is not None and not self.holds(now):
            self.end("")


class TextLine(QWidget):
    """A language and its text."""

    grown = Signal()
    moved = Signal(int)
    gone = Signal()
    done = Signal(str)

    def __init__(
        self, theme: Theme, asked: Asked, said: Said, spoken_: Iterable[str], number: int
    ) -> None:
        super().__init__()
        self._asked, self._said = asked, said
        self._theme, self._narrow = theme, False
        self._grid = QGridLayout(self)
        theme.space(self._grid, 6)
        self._grid.setColumnStretch(1, 1)
        self.language = Picker(theme, t("editors.language", number=number), _others)
        theme.fix(self.language, width=PICKER)
        taken_for = values.autonym(asked.layout.language)
        self.language.add(t("editors.language-not-said", language=taken_for), "")
        start = self._start()
        for code in dict.fromkeys((*spoken_, *filter(None, [start]))):
            self.language.add(words_of(code), code)
        self.language.choose(start)
        self.language.activated.connect(self._named)
        self.text = TextBox(theme, said.text)
        self.text.grown.connect(self.grown)
        self.text.moved.connect(self.moved)
        self.text.done.connect(self.done)
        self.text.language_wanted.connect(self.language.showPopup)
        self.remove = icon_button(theme, "x", t("editors.remove-language"), pressed=self.gone.emit)
        self.remove.setAutoDefault(True)
        self._place()
        self._name()

    def _place(self) -> None:
        """Beside each other; where that is too narrow the text below."""
        top, end = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTrailing
        self._grid.addWidget(self.language, 0, 0, top)
        if self._narrow:
            self._grid.addWidget(self.remove, 0, 1, top | end)
            self._grid.addWidget(self.text, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self.text, 0, 1)
            self._grid.addWidget(self.remove, 0, 2, top)

    def high(self) -> int:
        """How high it has to be."""
        language = self.language.sizeHint().height()
        if self._narrow:
            return language + self._grid.verticalSpacing() + self.text.height()
        return max(language, self.text.height())

    def resizeEvent(self, event: QEvent) -> None:
        """Look whether there is room beside the language."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.u(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()
            self.grown.emit()

    def _start(self) -> str:
        """The language that the cell said, "" = none."""
        return (values.language_code(self._said.language) or "") if self._said.language else ""

    def code(self) -> str:
        """The language as it is chosen now, "" = not said."""
        return str(self.language.currentData() or "")

    def said(self) -> Said:
        """The text with its language, by the name it had where that was not changed."""
        name = self._said.language if self.code() == self._start() else self.code()
        return Said(name, self.text.toPlainText())

    def _named(self) -> None:
        self._name()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> None:
        words = self.language.currentText()
        name = t("editors.text-in", column=self._asked.words.name, language=words)
        self.text.setAccessibleName(name)
        self.language.setToolTip(words)


def _others() -> list[tuple[str, str, str]]:
    """All languages: too many to be shown unasked."""
    return [(words_of(code), code, "languages") for code, _own in offers.of_languages()]


class TextBox(QPlainTextEdit):
    """One of several texts: grows by itself, tells of Enter, Tab and Esc."""

    grown = Signal()
    moved = Signal(int)
    done = Signal(str)
    language_wanted = Signal()

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.typed_over = False
        set_look(self, kind="line")
        self.document().setDocumentMargin(1)
        option = self.document().defaultTextOption()
        option.setAlignment(lead())
        self.document().setDefaultTextOption(option)
        self.setPlainText(text)
        keep_lines_whole(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = max(1, int(self.document().size().height()))
        policy, u = Qt.ScrollBarPolicy, self._theme.u
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > ROWS else policy.ScrollBarAlwaysOff
        )
        edges = 2 * (u(6) + 2 + round(self.document().documentMargin()))
        wanted = min(lines, ROWS) * self.fontMetrics().lineSpacing() + edges
        if wanted != self.height():
            self.setFixedHeight(wanted)
            self.grown.emit()

    def resizeEvent(self, event: QEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is for the cell, although a button of the window has it too."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and step_of(event) == "fill":
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever goes into the text edits it."""
        self.typed_over = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A text is entered at its end by keys."""
        super().focusInEvent(event)
        if (
            event.reason() == Qt.FocusReason.OtherFocusReason
            and not self.textCursor().hasSelection()
        ):
            self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows leave it at its edges, Alt+Down asks for the language."""
        key, keys = event.key(), event.modifiers()
        step = step_of(event) or (arrow_of(event) if self.typed_over else None)
        if step is not None:
            self.done.emit(step)
            return
        if key == Qt.Key.Key_F2:
            self.typed_over = False
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and keys & _LINE:
            self.insertPlainText("\n")
            return
        if key == Qt.Key.Key_Down and keys & Qt.KeyboardModifier.AltModifier:
            self.language_wanted.emit()
            return
        before = self.textCursor().position()
        super().keyPressEvent(event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        is_plain = not keys & ~Qt.KeyboardModifier.KeypadModifier
        if key in steps and is_plain and self.textCursor().position() == before:
            self.moved.emit(steps[Qt.Key(key)])

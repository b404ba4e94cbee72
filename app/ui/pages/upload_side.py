"""The side of the page "Upload": where it goes, as whom, what to accept, what happens if."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core import targets
from app.core.checks import Group
from app.core.errors import KabochaError
from app.core.model import Severity
from app.core.text import n, number, span, t
from app.ui.context import Context
from app.ui.dialogs.asking import ask_text
from app.ui.pages.forms import clear, field, say
from app.ui.pages.groups_list import short
from app.ui.pages.sender import Sender
from app.ui.pages.upload_how import UploadHow
from app.ui.parts import Choice, WrappedTick, button, card, icon_label, label, rule

OTHER = "other"


class UploadSide(QWidget):
    """Target, account, warnings, explanations."""

    accepted_changed = Signal()
    sign_in_wanted = Signal()
    test_wanted = Signal()

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.sender_ = sender
        theme = context.theme
        self._known: tuple[str, ...] = ()
        self._shown: tuple[tuple[str, int, str], ...] = ()
        column = QVBoxLayout(self)
        theme.space(column, 12, (20, 18, 20, 20))
        column.addWidget(label(t("upload.where"), "part"))
        self.target = Choice(theme, t("upload.target"))
        for name in (*_names(),):
            self.target.add(_words(name), name, "graduation-cap" if name == "practice" else "globe")
        self.target.add(t("upload.other"), OTHER, "plus")
        self.target.activated.connect(self._chosen)
        column.addLayout(field(theme, t("upload.target"), self.target))
        self.about = label("", "note", "ink2", wrap=True)
        column.addWidget(self.about)
        self.problem = label("", "note", "error", wrap=True)
        self.problem.setVisible(False)
        column.addWidget(self.problem)
        column.addWidget(self._account())
        column.addWidget(self._accept())
        column.addWidget(rule())
        self.how = UploadHow(context)
        self.how.test_wanted.connect(self.test_wanted)
        column.addWidget(self.how)
        column.addWidget(rule())
        column.addWidget(label(t("upload.what-if"), "part"))
        for key in ("line", "close", "undo"):
            part = QVBoxLayout()
            theme.space(part, 1)
            part.addWidget(label(t(f"upload.if-{key}"), "strong-note", wrap=True))
            part.addWidget(label(t(f"upload.if-{key}.text"), "note", "ink2", wrap=True))
            column.addLayout(part)
        context.session.target_changed.connect(self.refresh)
        sender.changed.connect(self.refresh)

    def _account(self) -> QWidget:
        theme = self.context.theme
        self.account_card = card()
        box = QVBoxLayout(self.account_card)
        theme.space(box, 8, (14, 12, 14, 12))
        row = QHBoxLayout()
        theme.space(row, 10)
        self._account_icon = icon_label(theme, "user", 16, "ink2")
        row.addWidget(self._account_icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        theme.space(words, 2)
        self.account = label("", "strong", wrap=True)
        self.pace = label("", "note", "ink2", wrap=True)
        words.addWidget(self.account)
        words.addWidget(self.pace)
        row.addLayout(words, 1)
        box.addLayout(row)
        buttons = QHBoxLayout()
        theme.space(buttons, 8)
        self.sign_in = button(
            theme, t("upload.sign-in"), icon="key-round", pressed=self.sign_in_wanted.emit
        )
        self.sign_out = button(
            theme, t("upload.sign-out"), kind="small", pressed=self.sender_.sign_out
        )
        buttons.addWidget(self.sign_in)
        buttons.addWidget(self.sign_out)
        buttons.addStretch(1)
        box.addLayout(buttons)
        return self.account_card

    def _accept(self) -> QWidget:
        theme = self.context.theme
        self.accept_part = QWidget()
        box = QVBoxLayout(self.accept_part)
        theme.space(box, 8)
        box.addWidget(rule())
        box.addWidget(label(t("upload.before"), "part"))
        self._warnings = QVBoxLayout()
        theme.space(self._warnings, 6)
        box.addLayout(self._warnings)
        self.accept = WrappedTick(self.context.theme, t("upload.accept"))
        self.accept.toggled.connect(self._accepted)
        box.addWidget(self.accept)
        return self.accept_part

    # asking -----------------------------------------------------------------------------------

    @property
    def must_accept(self) -> bool:
        """Whether there are warnings nobody has said yes to."""
        return bool(self._known) and not self.accept.box.isChecked()

    def warnings(self) -> list[Group]:
        """Kinds of warnings of the sheet."""
        found = self.context.session.checked.groups
        return [g for g in found if g.severity is Severity.WARNING]

    # showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is true now."""
        sender, target = self.sender_, self.context.session.target
        if self.target.findData(target.name) < 0:
            self.target.insertItem(
                self.target.count() - 1, self.context.theme.icon("globe", 16, "accent"),
                target.label or target.name, target.name,
            )  # fmt: skip
        self.target.choose(target.name)
        self.target.setEnabled(not sender.running)
        self.target.setToolTip(t("upload.not-now") if sender.running else "")
        kind = "practice" if target.practice else "public" if target.name == "commons" else "test"
        kind = kind if target.name in _names() else "own"
        self.about.setText(t(f"upload.about-{kind}"))
        self.how.show_running(running=sender.running)
        self._show_account()
        self._show_warnings()

    def _show_account(self) -> None:
        sender, target = self.sender_, self.context.session.target
        practice, account = target.practice, sender.account
        if practice:
            words, note = t("upload.no-account"), t("upload.no-account.text")
        elif account:
            words, note = t("account.name", name=account), self._pace()
        elif sender.ready_to_send:
            words, note = t("upload.will-sign-in", name=sender.user), t("upload.password-kept")
        else:
            words, note = t("account.none"), t("upload.need-account")
        self.account.setText(words)
        self.pace.setText(note)
        self.pace.setVisible(bool(note))
        icon = (
            ("circle-check", "accent")
            if account or practice or sender.ready_to_send
            else ("user", "ink2")
        )
        self.context.theme.set_icon(self._account_icon, icon[0], 16, icon[1])
        known = bool(account) or sender.ready_to_send
        self.sign_in.setVisible(not practice)
        say(self.sign_in, t("upload.other-account" if known else "upload.sign-in"))
        self.sign_in.setEnabled(not sender.running)
        self.sign_out.setVisible(not practice and known and not sender.running)

    def _pace(self) -> str:
        signed = self.sender_.signed
        if signed is None:
            return ""
        hits, seconds = signed.account.ratelimits.get("upload", (0, 0))
        if not hits:
            return t("upload.no-limit")
        return t("upload.pace", count=number(hits), time=span(seconds))

    def _show_warnings(self) -> None:
        found = self.warnings()
        codes = tuple(g.code for g in found)
        moving = self.sender_.running or self.sender_.state in ("paused", "ended")
        self.accept_part.setVisible(bool(found) and not moving)
        if codes != self._known:
            self._known = codes
            self.accept.box.setChecked(False)
        shown = tuple((g.code, g.rows, short(g)) for g in found)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._warnings)
        theme = self.context.theme
        for group in found:
            holder = QWidget()
            row = QHBoxLayout(holder)
            theme.space(row, 8)
            row.addWidget(
                icon_label(theme, "triangle-alert", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop
            )
            row.addWidget(label(short(group), "note", wrap=True), 1)
            rows = n("problems.rows", group.rows) if group.rows else t("problems.whole")
            row.addWidget(label(rows, "note", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
            self._warnings.addWidget(holder)
        theme.tidy()

    # doing ------------------------------------------------------------------------------------

    def _accepted(self) -> None:
        self.accepted_changed.emit()

    def _chosen(self, _index: int) -> None:
        name = self.target.currentData()
        if name == OTHER:
            self.ask_address()
        else:
            self.choose_target(name)

    def ask_address(self) -> None:
        """Another wiki, by the address of its api.php."""
        words = ask_text(
            self.context.theme, self.window(), title=t("upload.other").rstrip("…"),
            sentence=t("upload.address"), yes=t("upload.other-yes"), now="",
        )  # fmt: skip
        if words:
            self.choose_target(words)
        else:
            self.refresh()

    def choose_target(self, name: str) -> None:
        """Send to the wiki of this name or address."""
        try:
            target = targets.resolve(name)
        except KabochaError as error:
            self.problem.setText(str(error))
            self.problem.setVisible(True)
            self.refresh()
            return
        self.problem.setVisible(False)
        if target.name != self.context.session.target.name:
            self.context.session.set_target(target)
        self.refresh()


def _names() -> tuple[str, ...]:
    names = targets.names()
    return ("practice", *(name for name in names if name != "practice"))


def _words(name: str) -> str:
    if name == "practice":
        return t("upload.practice")
    return targets.resolve(name).label

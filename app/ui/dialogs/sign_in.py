"""Sign in: how to make a bot password, the two fields, and what the account may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core import secrets
from app.core.errors import CancelledError, KabochaError, NetworkError
from app.core.model import Target
from app.core.text import n, number, size, t
from app.ui.context import Context
from app.ui.jobs import Job
from app.ui.pages.forms import Scroll, clear, field, grounded, line, say
from app.ui.pages.sender import Sender
from app.ui.pages.sender_work import Login, SignedIn
from app.ui.pages.upload_side import span
from app.ui.parts import Notice, TickBox, button, card, icon_label, label, rule

NAME = "Kabocha"
"""Name to give the bot password."""
GRANTS = ("edit", "create", "upload")


class SignInDialog(QDialog):
    """Two halves: how to make the password; user name and password, with the test of both."""

    signed_in = Signal()

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.sender_ = sender
        self.target: Target = context.session.target
        self.result_: SignedIn | None = None
        self._job: Job | None = None
        self.setModal(True)
        self.setWindowTitle(t("sign-in.title", wiki=sender.target_name))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._steps(), 4)
        outer.addWidget(rule(down=True))
        outer.addWidget(self._form(), 5)
        theme = context.theme
        room = parent.size() if parent is not None else self.size()
        self.resize(min(theme.u(1020), room.width()), min(theme.u(600), room.height()))
        self._show_buttons()
        (self.password if self.user.text() else self.user).setFocus()

    # parts ------------------------------------------------------------------------------------

    def _steps(self) -> QWidget:
        theme = self.context.theme
        scroll = Scroll(theme, t("sign-in.make"), "panel")
        column = scroll.column
        theme.space(column, 14, (28, 26, 28, 20))
        column.addWidget(label(t("sign-in.make"), "part", wrap=True))
        column.addWidget(label(t("sign-in.make.text"), "note", "ink2", wrap=True))
        grid = QGridLayout()
        theme.space(grid, 12)
        grid.setColumnStretch(1, 1)
        self.open_page_button = button(
            theme, t("sign-in.open"), icon="external-link", pressed=self.open_page
        )
        self.copy = button(theme, t("sign-in.copy"), icon="copy", pressed=self._copy)
        for place, extra in enumerate(
            (self.open_page_button, self._name(), self._boxes(), None), 1
        ):
            grid.addWidget(_Number(theme, place), place, 0, Qt.AlignmentFlag.AlignTop)
            step = QVBoxLayout()
            theme.space(step, 5)
            step.addWidget(label(t(f"sign-in.step-{place}"), "strong", wrap=True))
            step.addWidget(label(t(f"sign-in.step-{place}.text"), "note", "ink2", wrap=True))
            if extra is not None:
                lead = Qt.AlignmentFlag.AlignLeading
                step.addWidget(extra, 0, lead) if place == 1 else step.addWidget(extra)
            grid.addLayout(step, place, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return scroll

    def _name(self) -> QWidget:
        theme = self.context.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        theme.space(row, 8)
        name = QLineEdit(NAME)
        name.setReadOnly(True)
        name.setAccessibleName(t("sign-in.step-2"))
        theme.fix(name, width=110)
        row.addWidget(name)
        row.addWidget(self.copy)
        row.addStretch(1)
        return holder

    def _boxes(self) -> QWidget:
        theme = self.context.theme
        holder = grounded(QWidget(), "sunken")
        column = QVBoxLayout(holder)
        theme.space(column, 5, (12, 8, 12, 8))
        for grant in GRANTS:
            row = QHBoxLayout()
            theme.space(row, 8)
            row.addWidget(icon_label(theme, "square-check", 16, "accent"))
            row.addWidget(label(t(f"sign-in.grant-{grant}"), "note", wrap=True), 1)
            column.addLayout(row)
        return holder

    def _form(self) -> QWidget:
        theme = self.context.theme
        form = grounded(QWidget(), "surface")
        outer = QVBoxLayout(form)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = Scroll(theme, t("sign-in.title", wiki=self.sender_.target_name))
        column = scroll.column
        theme.space(column, 12, (32, 26, 32, 12))
        column.addWidget(
            label(t("sign-in.title", wiki=self.sender_.target_name), "page", wrap=True)
        )
        self.user = QLineEdit(self.sender_.user)
        self.user.setPlaceholderText(t("sign-in.user-hint"))
        column.addLayout(field(theme, t("sign-in.user"), self.user))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        column.addLayout(field(theme, t("sign-in.password"), self.password))
        can = secrets.can_remember()
        self.remember = TickBox(theme, t("sign-in.remember"))
        self.remember.setChecked(can and self.context.settings.get("remember-password"))
        self.remember.setEnabled(can)
        self.remember.setAccessibleName(self.remember.text())
        column.addWidget(self.remember)
        if not can:
            self.remember.setToolTip(t("sign-in.memory-only"))
            column.addWidget(label(t("sign-in.memory-only"), "note", "ink2", wrap=True))
        self.outcome = QVBoxLayout()
        column.addLayout(self.outcome)
        column.addStretch(1)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot())
        self.user.textChanged.connect(self._changed)
        self.password.textChanged.connect(self._changed)
        self.user.returnPressed.connect(self.main_pressed)
        self.password.returnPressed.connect(self.main_pressed)
        return form

    def _foot(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        theme.space(row, 8, (32, 8, 32, 20))
        self.note = label("", "note", "ink2", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.note, 1)
        self.again = button(theme, t("sign-in.again"), icon="refresh-cw", pressed=self.test)
        self.no = button(theme, t("sign-in.not-now"), pressed=self.reject)
        self.main = button(theme, "", kind="primary", pressed=self.main_pressed)
        for made in (self.again, self.no, self.main):
            row.addWidget(made)
        return row

    # showing ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.result_ is not None:
            self.result_ = None
            clear(self.outcome)
        self._show_buttons()

    def _show_buttons(self) -> None:
        busy, good = self._job is not None, self.result_ is not None
        whole = bool(self.user.text().strip() and self.password.text())
        self.again.setVisible(good)
        say(self.main, t("sign-in.go-on" if good else "sign-in.sign-in"))
        can = (whole or good) and not busy
        self.main.setEnabled(can)
        self.main.setToolTip("" if can else t("sign-in.asking" if busy else "sign-in.both"))
        self.main.setDefault(True)
        self.note.setText(
            t("sign-in.asking")
            if busy
            else ""
            if good
            else t("sign-in.only-there", wiki=self.sender_.target_name)
        )

    # doing ------------------------------------------------------------------------------------

    def open_page(self) -> None:
        """Special:BotPasswords of this wiki in the browser."""
        QDesktopServices.openUrl(QUrl(bot_passwords(self.target)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(NAME)
        say(self.copy, t("sign-in.copied"))

    def main_pressed(self) -> None:
        """Sign in; when that worked, go on."""
        if self.result_ is not None:
            self.accept()
        elif self.main.isEnabled():
            self.test()

    def test(self) -> None:
        """Sign in and look what the account may do."""
        if self._job is not None:
            return
        clear(self.outcome)
        self.result_ = None
        login = Login(self.target.name, self.user.text().strip(), self.password.text().strip())
        self._job = self.context.jobs.run(
            _Trying(login), on_done=self._done, on_error=self._wrong, name="sign-in"
        )
        self._show_buttons()

    def reject(self) -> None:
        """Close; a sign-in under way is stopped."""
        if self._job is not None:
            self._job.forget()
            self._job = None
        super().reject()

    def _done(self, signed: SignedIn) -> None:
        self._job = None
        self.result_ = signed
        kept = self.sender_.take_sign_in(
            signed, self.password.text().strip(), remember=self.remember.isChecked()
        )
        self._show_rights(signed, kept=kept)
        self._show_buttons()
        self.signed_in.emit()

    def _wrong(self, error: BaseException) -> None:
        self._job = None
        self._show_buttons()
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        why = str(error)
        if isinstance(error, NetworkError) and error.code == "no-network":
            why = t("sign-in.no-network", wiki=self.sender_.target_name)
        self.outcome.addWidget(
            Notice(self.context.theme, "error", t("sign-in.failed"), why, closable=False)
        )
        self.password.setFocus()
        self.password.selectAll()

    def _show_rights(self, signed: SignedIn, *, kept: bool) -> None:
        theme = self.context.theme
        frame = card()
        column = QVBoxLayout(frame)
        theme.space(column, 8, (14, 12, 14, 12))
        head = line(theme, "circle-check", "accent", t("account.name", name=signed.account.name))
        column.addLayout(head)
        column.addWidget(rule())
        for icon, token, words, end in rights(signed):
            column.addLayout(line(theme, icon, token, words, end=end))
        self.outcome.addWidget(frame)
        said = "sign-in.kept" if kept else "sign-in.not-kept"
        self.outcome.addWidget(label(t(said), "note", "ink2", wrap=True))


class _Number(QWidget):
    """A step's number in a soft circle."""

    def __init__(self, theme, number_: int) -> None:  # noqa: ANN001 - Theme
        super().__init__()
        self._theme, self._number = theme, number_
        theme.fix(self, 24, 24)

    def paintEvent(self, _event) -> None:  # noqa: ANN001 - QPaintEvent
        from PySide6.QtGui import QPainter  # noqa: PLC0415

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("accent"))
        painter.setFont(self._theme.font("note", 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, number(self._number))
        painter.end()


class _Trying:
    """Signs in and out again."""

    def __init__(self, login: Login) -> None:
        self._login = login

    def __call__(self, _emit: Callable[[Any], None], cancel: Any) -> SignedIn:
        with self._login.session(cancel) as session:
            wiki = session.wiki
            return SignedIn(session.target, self._login.user, wiki.account, wiki.site)


def bot_passwords(target: Target) -> str:
    """The address of the page "Bot passwords" of a wiki."""
    return target.api.replace("/w/api.php", "/wiki/Special:BotPasswords").replace(
        "api.php", "index.php?title=Special:BotPasswords"
    )


def rights(signed: SignedIn) -> list[tuple[str, str, str, str]]:
    """What the account may do: icon, token, words, words at the end."""
    account, site = signed.account, signed.site
    found = []
    for right, end in (
        ("upload", t("sign-in.up-to", size=size(site.max_upload_size)) if site.max_upload_size else ""),
        ("edit", ""),
    ):  # fmt: skip
        may = right in account.rights
        look = ("circle-check", "accent") if may else ("octagon-x", "error")
        said = t(f"sign-in.may-{right}" if may else f"sign-in.may-not-{right}")
        found.append((*look, said, end if may else ""))
    if account.block is None:
        found.append(("circle-check", "accent", t("sign-in.not-blocked"), ""))
    else:
        found.append(("octagon-x", "error", t("sign-in.blocked", reason=account.block.reason), ""))
    hits, seconds = account.ratelimits.get("upload", (0, 0))
    pace = n("sign-in.pace", hits, time=span(seconds)) if hits else t("upload.no-limit")
    found.append(("circle-check", "accent", t("sign-in.pace-head"), pace))
    return found

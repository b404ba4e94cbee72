"""The part "Connection" of the settings: which way to the wiki, a proxy, and the test of the line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core import secrets, targets
from app.core.commons import proxies
from app.core.errors import NetworkError
from app.core.model import Target
from app.core.settings import DEFAULTS
from app.core.text import t
from app.ui.context import Context
from app.ui.dialogs.line import LineTest
from app.ui.pages.forms import field
from app.ui.parts import Choice, label

_LAST_PORT = 65_535


class Connection(QWidget):
    """Takes effect at once: a line in use takes another way after the next trouble, a new one now."""

    grown = Signal()
    """There is more to see at its end."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.settings = context, context.settings
        theme = context.theme
        column = QVBoxLayout(self)
        theme.space(column, 12)
        column.addWidget(label(t("connection.title"), "part"))
        self.way = Choice(theme, t("connection.way"))
        for name in proxies.WAYS:
            self.way.add(t(f"connection.way-{name}"), name)
        self.way.choose(self.settings.get("proxy"))
        column.addLayout(field(theme, t("connection.way"), self.way))
        self.note = label("", "note", "ink2", wrap=True)
        column.addWidget(self.note)
        self.own = self._fields()
        column.addWidget(self.own)
        self.test_ = LineTest(context, _tested(context.session.target))
        self.test_.button.pressed.connect(self.save)  # before the test begins
        column.addWidget(self.test_)
        self.test_.shown.connect(self.grown)
        context.session.target_changed.connect(self._retarget)
        self.way.activated.connect(self.save)
        for edit in (self.host, self.port, self.user, self.password):
            edit.editingFinished.connect(self.save)
        self._saved = self._written()
        self._show()

    def _fields(self) -> QWidget:
        theme, settings = self.context.theme, self.settings
        self.host = QLineEdit(settings.get("proxy-host"))
        self.host.setPlaceholderText(t("connection.host-hint"))
        self.port = QLineEdit(str(settings.get("proxy-port")))
        self.port.setValidator(QIntValidator(1, _LAST_PORT, self.port))
        theme.fix(self.port, width=80)
        self.user = QLineEdit(settings.get("proxy-user"))
        self.user.setPlaceholderText(t("connection.user-hint"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 12)
        for pair in (("host", "port"), ("user", "password")):
            row = QHBoxLayout()
            theme.space(row, 12)
            for name in pair:
                edit = getattr(self, name)
                row.addLayout(field(theme, t(f"connection.{name}"), edit), int(name != "port"))
            column.addLayout(row)
        if not secrets.can_remember():
            column.addWidget(label(t("connection.memory-only"), "note", "ink2", wrap=True))
        return holder

    # saving -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what is written: the password in the key store, all else in the settings."""
        if self._written() == self._saved:
            return
        settings, before = self.settings, proxies.account(self.settings)
        host, port = proxies.read_place(self.host.text())
        if host:
            self.host.setText(host)
        if port:
            self.port.setText(str(port))
        settings.set("proxy", self.way.currentData())
        settings.set("proxy-host", host)
        settings.set("proxy-port", int(self.port.text() or DEFAULTS["proxy-port"]))
        settings.set("proxy-user", self.user.text().strip())
        account = proxies.account(settings)
        if account[1] and self.password.text():
            secrets.remember(*account, self.password.text(), permanent=True)
        elif before[1] and not account[1]:
            secrets.forget(*before)
        self._saved = self._written()
        self._show()

    def _written(self) -> tuple[str, ...]:
        edits = (self.host, self.port, self.user, self.password)
        return (self.way.currentData(), *(edit.text() for edit in edits))

    # showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        own = self.way.currentData() == proxies.OWN
        if self.own.isHidden() == own:
            self.own.setVisible(own)
            self.grown.emit()
        account = proxies.account(self.settings)
        kept = own and bool(account[1]) and secrets.password(*account) is not None
        self.password.setPlaceholderText(t("connection.password-kept") if kept else "")
        self.note.setText(self._about())

    def _about(self) -> str:
        way = self.way.currentData()
        if way == proxies.OWN:
            return t(
                "connection.own" if self.settings.get("proxy-host") else "connection.own-missing"
            )
        return t("connection.none") if way == proxies.NONE else _of_system()

    def _retarget(self, *_target: object) -> None:
        self.test_.target = _tested(self.context.session.target)


def _tested(target: Target) -> Target:
    """No proxy is on the way to the practice wiki: the test would tell nothing."""
    return targets.resolve("commons") if target.practice else target


def _of_system() -> str:
    try:
        found = proxies.of_system(targets.resolve("commons").api)
    except NetworkError as error:
        return str(error)
    if found.place:
        return t("connection.system-proxy", proxy=found.place)
    script = proxies.of_script()
    return t("connection.system-script", address=script) if script else t("connection.system-none")

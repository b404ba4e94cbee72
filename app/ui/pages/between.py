"""What lies between the pages: jumps to a cell, the wiki and the account, the dialogs, closing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices

from app.core.text import t
from app.ui.context import Context
from app.ui.dialogs.confirm import ask_once
from app.ui.dialogs.help import HelpDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.main_window import MainWindow
from app.ui.pages.check import CheckPage
from app.ui.pages.files import FilesPage
from app.ui.pages.report import ReportPage
from app.ui.pages.sender import Sender
from app.ui.pages.upload import UploadPage
from app.ui.pages.upload_words import closing
from app.ui.sheet.model import TITLE
from app.ui.sheet.page import DescribePage
from app.ui.wikis import named


class Between(QObject):
    """Joins pages that know nothing of each other."""

    def __init__(self, context: Context, window: MainWindow, sender: Sender) -> None:
        super().__init__(window)
        self.context, self.window_, self.sender_ = context, window, sender
        for key in ("files", "check", "upload", "report"):
            page = window.page(key)
            assert isinstance(page, (FilesPage, CheckPage, UploadPage, ReportPage))
            page.cell_wanted.connect(self.show_cell)
        check, upload = window.page("check"), window.page("upload")
        assert isinstance(check, CheckPage)
        assert isinstance(upload, UploadPage)
        check.rows_wanted.connect(self.show_rows)
        upload.sign_in_wanted.connect(self.sign_in)
        sender.changed.connect(self._show_account)
        sender.needs_sign_in.connect(self._needs_sign_in)
        window.top.badge.clicked.connect(self.choose_target)
        window.top.account_pressed.connect(self.choose_target)
        window.leaving.connect(self._leaving)
        session = context.session
        session.opened.connect(self._opened)
        session.not_opened.connect(self._not_opened)
        session.closed.connect(self._show_account)
        session.target_changed.connect(self._show_account)
        for name, function in {
            "settings": self.settings, "help": self.help,
            "choose-target": self.choose_target, "sign-in": self.sign_in, "sign-out": sender.sign_out,
        }.items():  # fmt: skip
            context.commands.on(name, function)
        self._show_account()

    # cells and rows ---------------------------------------------------------------------------

    def _sheet(self) -> DescribePage:
        page = self.window_.page("describe")
        assert isinstance(page, DescribePage)
        return page

    def show_cell(self, row_id: int | None, header: str | None) -> None:
        """Go to a cell in the sheet."""
        self.window_.go_to("describe")
        page = self._sheet()
        if row_id is None:
            return
        if page.model.place_of(row_id) is None:
            page.show_all_rows()
        place, column = page.model.place_of(row_id), page.model.column_of(header)
        if place is not None:
            page.show_table()
            page.view.go_to(place, column if column is not None else TITLE)
            page.view.setFocus()
            offers = page.fixes.offers() if column is not None else []
            if len(offers) == 1 and not offers[0].action:  # only a person knows: open the cell
                page.fixes.do(offers[0])

    def show_rows(self, group: object) -> None:
        """Show only the rows of a kind of problem."""
        self.window_.go_to("describe")
        self._sheet().problems.rows_wanted.emit(group)

    # wiki and account -------------------------------------------------------------------------

    def _opened(self) -> None:
        name = (
            self.context.session.project.setting("target") if self.context.session.project else ""
        )
        if name and name != self.context.session.target.name:
            self.context.session.set_target(named(name))
        self._show_account()

    def _show_account(self) -> None:
        target, open_ = self.context.session.target, self.context.session.project is not None
        account = self.sender_.account if open_ and not target.practice else ""
        self.window_.top.show_account(account)
        commands = self.context.commands
        commands.allow("choose-target", open_, t("command.no-project"))
        practice = t("upload.no-account.text")
        commands.allow(
            "sign-in", open_ and not target.practice, practice if open_ else t("command.no-project")
        )
        known = not target.practice and (bool(account) or self.sender_.ready_to_send)
        commands.allow("sign-out", open_ and known, t("account.none"))

    def choose_target(self) -> None:
        """Where it goes is chosen on the page "Upload"."""
        self.window_.go_to("upload")
        page = self.window_.page("upload")
        assert isinstance(page, UploadPage)
        page.side.target.setFocus()

    def sign_in(self) -> None:
        """The dialog to sign in; then the page "Upload"."""
        dialog = SignInDialog(self.context, self.sender_, self.window_)
        dialog.accepted.connect(self._signed_in)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _needs_sign_in(self, _sentence: str) -> None:
        if not isinstance(self.window_.stack.currentWidget(), UploadPage):
            self.sign_in()

    def _signed_in(self) -> None:
        if not isinstance(self.window_.stack.currentWidget(), CheckPage):
            self.window_.go_to("upload")

    # dialogs ----------------------------------------------------------------------------------

    def settings(self) -> None:
        """The settings."""
        dialog = SettingsDialog(self.context, self.window_)
        dialog.text_size_wanted.connect(self.window_.text_size_wanted)
        dialog.look_wanted.connect(self._look)
        dialog.target_wanted.connect(self._target)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look(self, name: str) -> None:
        self.window_.look_wanted.emit(name)
        self.context.commands.check(f"look-{name}")

    def _target(self, name: str) -> None:
        if not self.sender_.running:
            self.context.session.set_target(named(name))

    def help(self) -> None:
        """Help."""
        dialog = HelpDialog(self.context, self.window_)
        dialog.practice_wanted.connect(self.open_practice)
        dialog.keys_wanted.connect(self.context.commands.action("keys").trigger)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_practice(self) -> None:
        """The practice wiki in the browser."""
        self.sender_.host.when_up(self._open_practice)

    def _open_practice(self) -> None:
        served = self.sender_.host.served
        if served is not None:
            QDesktopServices.openUrl(QUrl(served.browse))

    # opening ----------------------------------------------------------------------------------

    def _not_opened(self, path: Path, error: BaseException) -> None:
        """Asks whether to take a project over that another computer has; else says it over the
        pages of what is open, as the start page does when nothing is.
        """
        name, ask = path.name, partial(ask_once, self.context.theme, self.window_)
        if getattr(error, "code", "") == "project-open-elsewhere":
            if ask(
                title=t("elsewhere.title", name=name), sentence=t("elsewhere.text", told=error),
                yes=t("elsewhere.open"), no=t("elsewhere.leave"), icon="lock",
            ):  # fmt: skip
                self.context.session.open(path, take_over=True)
        elif self.context.session.project is not None and ask(
            title=t("start.not-opened", name=name), sentence=str(error),
            yes=t("start.open-another"), no=t("elsewhere.stay"), icon="octagon-x",
        ):  # fmt: skip
            self.context.commands.action("open-sheet").trigger()

    # closing ----------------------------------------------------------------------------------

    def _leaving(self, event: QCloseEvent) -> None:
        """Ask once when files are on their way."""
        if not self.sender_.sending:
            return
        page = self.window_.page("upload")
        assert isinstance(page, UploadPage)
        title, sentence = closing(page.list.rows.tally)
        said = ask_once(
            self.context.theme, self.window_, title=title, sentence=sentence,
            yes=t("closing.stop"), no=t("closing.go-on"), icon="arrow-up",
        )  # fmt: skip
        if not said:
            event.ignore()

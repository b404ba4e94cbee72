"""The page "Report": what is on the wiki, what did not go and why, and what to take along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core import report, sheet
from app.core.errors import KabochaError
from app.core.report import Summary
from app.core.text import n, t
from app.core.values import languages
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.pages.blocking import field_to_mend
from app.ui.pages.forms import WIDEST, LinkRow, Scroll, beside, clear, say, stack
from app.ui.pages.page import Page, Status
from app.ui.pages.report_files import (
    Opening,
    SheetFile,
    Summed,
    Summing,
    WebPage,
    finished,
    paragraph,
    stem_of,
)
from app.ui.pages.report_open import OPEN_ROWS, OpenRows
from app.ui.pages.report_parts import Figure, Mark, Tile
from app.ui.pages.sender import Sender
from app.ui.pages.upload_gather import AT_ONCE
from app.ui.parts import Notice, NoticePlace, button, card, label, rule

PICTURES = 12
ACROSS = 6


class ReportPage(Page):
    """The last step."""

    key = "report"
    cell_wanted = Signal(object, object)

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sender_ = sender
        self.summary: Summary | None = None
        self._asked: Summing | None = None
        self._entered = False
        self._summing = Latest(context.jobs, "summary", self)
        theme = context.theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroll = Scroll(theme, t("step.report"), "canvas")
        self._notices = NoticePlace(theme, self.scroll)
        outer.addWidget(self._notices)
        self._head()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._figures()
        self._two = beside(theme, 32)
        self._two.addLayout(self._start_part(), 70)
        self._two.addLayout(self._end_part(), 30)
        self._column.addLayout(self._two)
        self.scroll.column.addWidget(self._body)
        self.scroll.column.addStretch(1)
        session = context.session
        for signal in (
            session.opened,
            session.problems_changed,
            session.target_changed,
            sender.changed,
        ):
            signal.connect(self._stale)
        session.closed.connect(self._closed)

    # parts ------------------------------------------------------------------------------------

    def _head(self) -> None:
        theme = self.context.theme
        row = QHBoxLayout()
        theme.space(row, 16)
        self._icon = Mark(theme)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        theme.space(words, 2)
        self.title = label("", "headline", wrap=True)
        self.sentence = label("", "body", "ink2", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        row.addLayout(words, 1)
        self.scroll.column.addLayout(row)

    def _figures(self) -> None:
        self._figure_grid = QGridLayout()
        self.context.theme.space(self._figure_grid, 14)
        self.figures = [Figure(self.context.theme) for _ in range(4)]
        self._column.addLayout(self._figure_grid)

    def _start_part(self) -> QVBoxLayout:
        theme = self.context.theme
        column = QVBoxLayout()
        theme.space(column, 12)
        self._pictures_title = label(t("report.some"), "part")
        column.addWidget(self._pictures_title)
        self._pictures = QGridLayout()
        theme.space(self._pictures, 10)
        column.addLayout(self._pictures)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.open_title = label("", "part", wrap=True)
        row.addWidget(self.open_title, 1)
        self.save_open = button(
            theme, "", kind="small", icon="file-spreadsheet", pressed=self.save_open_rows
        )
        row.addWidget(self.save_open)
        column.addLayout(row)
        self.open_rows = OpenRows(self.context, self)
        self.open_rows.pressed.connect(self._do)
        column.addWidget(self.open_rows.card)
        self.more = label("", "note", "ink2", wrap=True)
        column.addWidget(self.more)
        column.addStretch(1)
        return column

    def _end_part(self) -> QVBoxLayout:
        theme = self.context.theme
        column = QVBoxLayout()
        theme.space(column, 12)
        column.addWidget(label(t("report.take"), "part"))
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        self.takes: dict[str, LinkRow] = {}
        for key, icon, pressed in (
            ("wiki", "globe", self.open_wiki), ("sheet", "file-spreadsheet", self.save_sheet),
            ("page", "file-text", self.save_page), ("words", "copy", self.copy_words),
        ):  # fmt: skip
            if self.takes:
                rows.addWidget(rule())
            made = LinkRow(
                theme,
                icon,
                t(f"report.take-{key}"),
                t(f"report.take-{key}.text"),
                away=key == "wiki",
            )
            made.clicked.connect(pressed)
            self.takes[key] = made
            rows.addWidget(made)
        column.addWidget(frame)
        column.addStretch(1)
        return column

    # the frame asks ---------------------------------------------------------------------------

    def main_words(self) -> tuple[str, str]:
        """Open the files on the wiki; or back to what is left to do."""
        summary = self.summary
        if summary is None:
            return "", ""
        if summary.done:
            return t("report.open-wiki"), ""
        return t("report.to-upload"), ""

    def main_icon(self) -> str:
        """Where it leads."""
        return "external-link" if self.summary is not None and self.summary.done else "arrow-right"

    def main_pressed(self) -> None:
        """Do what it says."""
        if self.summary is not None and self.summary.done:
            self.open_wiki()
        else:
            self.step_wanted.emit("upload")

    def status(self) -> Status:
        """The report is kept."""
        return Status(
            "check", t("report.kept"), t("report.of-target", wiki=self.sender_.target_name)
        )

    def enter(self) -> None:
        """Sum up now."""
        self.context.commands.on("save-sheet", self.save_sheet)
        self._entered = True
        self.refresh()

    def leave(self) -> None:
        """Give the command back."""
        self._entered = False
        self.context.commands.allow("save-sheet", False, t("command.not-here"))

    def set_level(self, level: int) -> None:
        """Less with big text."""
        super().set_level(level)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column when there is no room for two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not hasattr(self, "_two"):
            return
        u, wide = self.context.theme.u, self.width()
        side = max(u(24) if wide < u(1000) else u(56), (wide - u(WIDEST)) // 2)
        self.scroll.column.setContentsMargins(side, u(28), side, u(28))
        self.scroll.column.setSpacing(u(22))
        self._column.setSpacing(u(22))
        stack(self._two, stacked=wide < u(900))
        across = 4 if wide >= u(820) else 2
        for place, figure in enumerate(self.figures):
            self._figure_grid.addWidget(figure, place // across, place % across)
        for column in range(4):
            self._figure_grid.setColumnStretch(column, 1 if column < across else 0)

    # showing ----------------------------------------------------------------------------------

    def _stale(self) -> None:
        if self.isVisibleTo(self.window()):
            self.refresh()

    def _closed(self) -> None:
        self._summing.stop()
        self.summary = self._asked = None

    def _ask(self) -> Summing | None:
        session = self.context.session
        return Summing.now(session.project, session, self.sender_) if session.project else None

    def refresh(self) -> None:
        """Sum up again. What is shown stays until it is done, unless it is of another wiki."""
        asked = self._asked = self._ask()
        if asked is None:
            return
        if len(asked.drafts) <= AT_ONCE:
            self._summing.stop()
            self._take(asked())
            return
        if self.summary is not None and self.summary.target.key != asked.target.key:
            self.summary = None
        if self.summary is None:
            self.title.setText(t("upload.looking"))
            self.sentence.setText("")
            self._body.hide()
            self.main_changed.emit()
        self._summing.run(asked, self._take, self._not_summed)

    def _not_summed(self, error: BaseException) -> None:
        if not isinstance(error, KabochaError):
            raise error
        self.context.session.failed.emit(str(error))

    def _take(self, found: Summed) -> None:
        """Show a summary, unless another was asked for since."""
        if found.asked is not self._asked:
            return
        summary = self.summary = found.summary
        self._show_head(summary)
        self._show_figures(summary)
        self._show_pictures(summary)
        self._show_open(summary)
        source = summary.source or summary.name
        self.takes["sheet"].note.setText(t("report.take-sheet.text", name=source))
        self._body.show()
        self._arrange()
        self.main_changed.emit()
        self.status_changed.emit()
        if self._entered:
            self._entered = False
            self._look_round(summary)

    def _look_round(self, summary: Summary) -> None:
        """The page was entered. The practice wiki is served for the links of what is there."""
        host = self.sender_.host
        if summary.done and summary.target.practice and host.served is None:
            host.when_up(self.refresh)
        self.takes["wiki"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_head(self, summary: Summary) -> None:
        done, rows = len(summary.done), len(summary.rows)
        if done:
            self.title.setText(report.headline(summary))
            self.sentence.setText(finished(summary.finished))
        else:
            self.title.setText(t("report.nothing-yet"))
            self.sentence.setText(n("report.nothing-yet.text", rows, wiki=summary.target_label))
        self._icon.show_mark(*(("check", "accent") if done else ("circle-dashed", "quiet")))

    def _show_figures(self, summary: Summary) -> None:
        done, left = len(summary.done), len(summary.not_done)
        spoken = summary.languages
        names = ", ".join(languages.autonym(code) for code in spoken) or t("report.no-languages")
        for figure, (value, key, note) in zip(
            self.figures,
            (
                (done, "report.figure-files", t("report.figure-files.text")),
                (
                    summary.statements,
                    "report.figure-statements",
                    t("report.figure-statements.text"),
                ),
                (len(spoken), "report.figure-languages", names),
                (
                    left,
                    "report.figure-open",
                    t("report.figure-open.text" if left else "report.figure-none.text"),
                ),
            ),
            strict=True,
        ):
            figure.show_figure(value, n(key, value), note)

    def _show_pictures(self, summary: Summary) -> None:
        clear(self._pictures)
        shown = [r for r in summary.done if r.file is not None][:PICTURES]
        self._pictures_title.setVisible(bool(shown))
        across = min(ACROSS, max(3, -(-len(shown) // 2))) if len(shown) > 3 else ACROSS
        for place, row in enumerate(shown):
            tile = Tile(self.context, row.file, row.title)
            self._pictures.addWidget(tile, place // across, place % across)
        for column in range(ACROSS):
            self._pictures.setColumnStretch(column, 1 if column < across else 0)

    def _show_open(self, summary: Summary) -> None:
        rows = summary.not_done
        self.open_title.setText(n("report.open-rows", len(rows)))
        for part in (self.open_title, self.save_open, self.open_rows.card):
            part.setVisible(bool(rows))
        say(self.save_open, n("report.save-open", len(rows)))
        self.open_rows.show_rows(rows)
        left = len(rows) - OPEN_ROWS
        self.more.setVisible(left > 0)
        self.more.setText(n("report.more", max(0, left)))

    def _say(self, kind: str, title: str, sentence: str = "", *buttons: tuple[str, str]) -> Notice:
        notice = Notice(self.context.theme, kind, title, sentence, buttons=buttons)
        self._notices.show_notice(notice)
        return notice

    # doing ------------------------------------------------------------------------------------

    def _do(self, row_id: int, name: str) -> None:
        if name == "back":
            self.sender_.put_back(row_id)
            self.refresh()
        elif name == "open":
            row = (
                next((r for r in self.summary.rows if r.row_id == row_id), None)
                if self.summary
                else None
            )
            if row is not None:
                self._open_address(row.page)
        elif name in ("mend", "rename"):
            self.cell_wanted.emit(row_id, field_to_mend(self.context.session, row_id, name))
        else:
            self.step_wanted.emit("upload")

    def open_wiki(self) -> None:
        """The files in the browser: those of this account, or the practice wiki's gallery."""
        summary = self.summary
        if summary is None:
            return
        if summary.target.practice:
            self.sender_.host.when_up(self._open_practice)
            return
        done = summary.done
        account = done[0].record.account if done else self.sender_.account
        address = self.sender_.page_address()
        self._open_address(address.replace("$1", f"Special:ListFiles/{account.replace(' ', '_')}"))

    def _open_practice(self) -> None:
        served = self.sender_.host.served
        if served is not None:
            QDesktopServices.openUrl(QUrl(served.browse))

    def _open_address(self, address: str) -> None:
        if self.summary is not None and self.summary.target.practice:
            self.sender_.host.when_up(Opening(address))
        else:
            Opening(address)()

    def save_sheet(self) -> None:
        """The user's own sheet with addresses, state and reason."""
        self._save_sheet(t("report.take-sheet"), t("report.sheet-name"), only_open=False)

    def save_open_rows(self) -> None:
        """Only the rows that did not go."""
        self._save_sheet(self.save_open.accessibleName(), t("report.open-name"), only_open=True)

    def _save_sheet(self, title: str, suffix: str, *, only_open: bool) -> None:
        asked = self._ask()
        if asked is None:
            return
        name = f"{stem_of(asked.project)} {suffix}.xlsx"
        place = self.context.ask.save(self, title, name, sheet.ENDINGS)
        if place is not None:
            self._write(SheetFile(asked, place, only_open=only_open), place)

    def save_page(self) -> None:
        """The report as one web page."""
        asked = self._ask()
        if asked is None:
            return
        name = f"{stem_of(asked.project)} {t('report.page-name')}.html"
        place = self.context.ask.save(self, t("report.take-page"), name, ("html",))
        if place is not None:
            self._write(WebPage(asked, place), place)

    def _write(self, work: Callable[..., Any], place: Path) -> None:
        self._say("info", t("report.writing", name=place.name))
        self._place = place
        self.context.jobs.run(
            work, on_done=self._written, on_error=self._not_written, name="report"
        )

    def _written(self, place: Path) -> None:
        notice = self._say(
            "done", t("report.saved", name=place.name), "", ("open", t("report.open-file"))
        )
        notice.pressed.connect(Opening(QUrl.fromLocalFile(str(place)).toString()))

    def _not_written(self, error: BaseException) -> None:
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        self._say("error", t("report.not-saved"), str(error))

    def copy_words(self) -> None:
        """A paragraph for the newsletter, on the clipboard."""
        summary = self.summary
        if summary is None:
            return
        QGuiApplication.clipboard().setText(paragraph(summary))
        self._say("done", t("report.words-copied"), paragraph(summary))

"""The frame: menu, practice band, top bar, the page of the step, status bar."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.model import Meaning, MeaningKind
from app.core.text import n, t
from app.ui.context import Context
from app.ui.dropped import dropped, is_sheet
from app.ui.pages.page import STEPS, Page, Status
from app.ui.parts import PracticeBand
from app.ui.start import StartPage
from app.ui.top_bar import StatusBar, TopBar
from app.ui.wikis import short

SMALLEST = (960, 600)
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


class MainWindow(QMainWindow):
    """The one window over one project. The context's commands must be made for this window."""

    text_size_wanted = Signal(int)
    """Per cent of the system's text size."""
    look_wanted = Signal(str)
    leaving = Signal(object)
    """The window is about to close; a listener may ignore() the QCloseEvent."""
    painted = Signal()
    """Once: what a person sees first is on the screen."""
    pages_wanted = Signal()
    """A page is asked for that is not there yet: it is to be made now."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setUnifiedTitleAndToolBarOnMac(True)
        self.level = 0
        self._step = ""
        self._pages: dict[str, Page] = {}
        self._was_painted = False

    def furnish(self, context: Context) -> None:
        """Put everything in but the pages; called once by the composition point."""
        self.context = context
        theme = context.theme
        self.setWindowIcon(theme.icon("kabocha", 64, "ink"))
        self.band = PracticeBand(theme)
        self.top = TopBar(theme)
        self.status = StatusBar(theme)
        self.stack = QStackedWidget()
        self.start = StartPage(context)
        self.stack.addWidget(self.start)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.band, self.top, self.stack, self.status):
            column.addWidget(part)
        column.setStretchFactor(self.stack, 1)
        self.setCentralWidget(central)
        context.commands.build(self.menuBar())
        QShortcut(QKeySequence("Shift+F10"), self, self._menu_of_focus)
        self._connect()
        theme.bind(self, MainWindow._arrange)
        self._closed()

    def add(self, page: Page) -> None:
        """Put in the page of a step."""
        self._pages[page.key] = page
        self.stack.addWidget(page)
        page.set_level(self.level)
        page.main_changed.connect(self._show_main)
        page.status_changed.connect(self._show_status)
        page.step_wanted.connect(self.go_to)

    def join(self) -> None:
        """All pages are there. The window listens behind them: it shows what they know by then."""
        session = self.context.session
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.target_changed.connect(self._show_target)
        session.undo_changed.connect(self._show_undo)
        session.problems_changed.connect(self._show_main)
        self._show_target()

    def page(self, key: str) -> Page:
        """The page of a step."""
        if key not in self._pages:
            self.pages_wanted.emit()
        return self._pages[key]

    # wiring -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self.context.session
        session.opening_began.connect(self._opening)
        session.opening_failed.connect(self._opening_failed)
        self.start.path_chosen.connect(session.open)
        self.top.steps.step_chosen.connect(self._step_chosen)
        self.top.main.clicked.connect(self._main_pressed)
        commands = self.context.commands
        for name, function in {
            "open-sheet": self._open_sheet,
            "choose-folder": self._choose_folder,
            "open-project": self._open_project,
            "quit": self.close,
            "undo": session.undo,
            "redo": session.redo,
            "text-larger": self._text_larger,
            "text-smaller": self._text_smaller,
            "text-normal": self._text_normal,
            "look-system": self._look_system,
            "look-light": self._look_light,
            "look-dark": self._look_dark,
            "close-project": session.close,
            "step-files": self._go_files,
            "step-describe": self._go_describe,
            "step-check": self._go_check,
            "step-upload": self._go_upload,
            "step-report": self._go_report,
        }.items():
            commands.on(name, function)
        commands.check(f"look-{self.context.settings.get('appearance')}")
        self._show_undo()
        self._show_target()

    def _opened(self) -> None:
        self.context.commands.allow("close-project", True)
        for key in STEPS:
            self.context.commands.allow(f"step-{key}", key in self._pages)
        self.go_to("describe" if self._is_understood() else "files")

    def _is_understood(self) -> bool:
        """Whether columns say where the files are and what they are to be called."""
        project = self.context.session.project
        assert project is not None
        needed = (Meaning(MeaningKind.PATH), Meaning(MeaningKind.NAME))
        return all(project.column_for(m) or project.constants.get(str(m)) for m in needed)

    def _closed(self) -> None:
        nothing = t("command.no-project")
        for name in ("close-project", *(f"step-{key}" for key in STEPS)):
            self.context.commands.allow(name, False, nothing)
        if self._step:
            self._pages[self._step].leave()
        self._step = ""
        self._show_target()
        self.stack.setCurrentWidget(self.start)
        self.start.cards["open-sheet"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._arrange()
        self._show_undo()

    def _opening(self, name: str) -> None:
        self.status.show_status("hourglass", t("status.opening", name=name), "")
        self.status.setVisible(True)

    def _opening_failed(self) -> None:
        self.status.setVisible(bool(self._step))
        self._show_status()

    # steps ------------------------------------------------------------------------------------

    def go_to(self, key: str) -> None:
        """Show the page of a step."""
        if self.context.session.project is None or key not in self._pages:
            return
        if self._step and self._step != key:
            self._pages[self._step].leave()
        self._step = key
        page = self._pages[key]
        self.stack.setCurrentWidget(page)
        self._arrange()
        page.enter()
        place = STEPS.index(key)
        self.top.show_step(place, set(range(place)))
        self._show_main()
        self._show_status()
        self._show_target()
        self._show_undo()

    def _step_chosen(self, number: int) -> None:
        self.go_to(STEPS[number])

    def _go_files(self) -> None:
        self.go_to("files")

    def _go_describe(self) -> None:
        self.go_to("describe")

    def _go_check(self) -> None:
        self.go_to("check")

    def _go_upload(self) -> None:
        self.go_to("upload")

    def _go_report(self) -> None:
        self.go_to("report")

    def _main_pressed(self) -> None:
        if self._step:
            self._pages[self._step].main_pressed()

    def _show_main(self) -> None:
        if not self._step:
            return
        page = self._pages[self._step]
        words, why_not = page.main_words()
        if self.level and words == t(f"main.{page.following()}"):
            words = t(f"step.{page.following()}")
        self.top.main.show_words(words, icon=page.main_icon(), why_not=why_not)

    def _show_status(self) -> None:
        page = self._pages.get(self._step)
        told = page.status() if page else Status()
        self.status.show_status(told.icon, told.start, told.end)

    def _show_target(self) -> None:
        target = self.context.session.target
        self.top.badge.show_target(short(target), practice=target.practice, public=target.public)
        self.band.setVisible(not (target.public and not target.practice) and bool(self._step))

    def _show_undo(self) -> None:
        project = self.context.session.project
        commands = self.context.commands
        for name in ("undo", "redo"):
            words = getattr(project, f"{name}_label") if project else None
            action = commands.action(name)
            commands.allow(name, words is not None, t(f"{name}.nothing"))
            said = t(f"{name}.this", what=words) if words else t(f"command.{name}")
            action.setText(said)
        if project is not None:
            self.setWindowTitle(t("window.title", name=project.name))
            writing = self.context.session.writing
            self.top.show_project(project.name, t("project.saving" if writing else "project.saved"))
        else:
            self.setWindowTitle(t("app.name"))

    # commands ---------------------------------------------------------------------------------

    def _open_sheet(self) -> None:
        self._open(self.context.ask.sheet(self))

    def _open_project(self) -> None:
        self._open(self.context.ask.project(self))

    def _choose_folder(self) -> None:
        self._open(self.context.ask.folder(self, t("ask.folder")))

    def _open(self, path: Path | None) -> None:
        if path is not None:
            self.context.session.open(path)

    def _text_larger(self) -> None:
        now = self.context.settings.get("text-size")
        self.text_size_wanted.emit(next((s for s in TEXT_SIZES if s > now), TEXT_SIZES[-1]))

    def _text_smaller(self) -> None:
        now = self.context.settings.get("text-size")
        self.text_size_wanted.emit(next((s for s in TEXT_SIZES[::-1] if s < now), TEXT_SIZES[0]))

    def _text_normal(self) -> None:
        self.text_size_wanted.emit(100)

    def _look_system(self) -> None:
        self.look_wanted.emit("system")

    def _look_light(self) -> None:
        self.look_wanted.emit("light")

    def _look_dark(self) -> None:
        self.look_wanted.emit("dark")

    def _menu_of_focus(self) -> None:
        """The menu of what has the keys: not every system opens it by this key, nor has each
        keyboard a key for menus.
        """
        focus = self.focusWidget()
        if focus is not None:
            spot = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
            why = QContextMenuEvent.Reason.Keyboard
            QApplication.sendEvent(focus, QContextMenuEvent(why, spot, focus.mapToGlobal(spot)))

    # room -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time tells when all is painted: that is when this turn is over."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less is shown where there is less room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not hasattr(self, "top"):
            return
        scale = self.context.theme.scale
        room = self.width() / scale
        self.level = 2 if scale >= 1.8 or room < 720 else 1 if scale > 1.4 or room < 1080 else 0
        self.top.set_level(self.level)
        self.top.setVisible(bool(self._step))
        self.status.setVisible(bool(self._step) and self.level < 2)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(min(SMALLEST[0], screen.width()), min(SMALLEST[1], screen.height()))
        for page in self._pages.values():
            page.set_level(self.level)
        self._show_main()

    def restore_place(self) -> None:
        """Open where the window was last time."""
        saved = self.context.settings.get("window")
        if not saved or not self.restoreGeometry(QByteArray(base64.b64decode(saved))):
            available = QGuiApplication.primaryScreen().availableSize()
            self.resize(min(1440, available.width()), min(900, available.height()))

    def keep_place(self) -> None:
        """Remember where the window is."""
        place = base64.b64encode(bytes(self.saveGeometry().data())).decode()
        self.context.settings.set("window", place)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask who must be asked, keep the place, close the project."""
        event.accept()
        self.leaving.emit(event)
        if event.isAccepted():
            self.keep_place()
            self.context.session.close()

    # dropping ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One sheet or one project can be dropped anywhere; on the start page one folder as well. Who
        is in a project drops folders and pictures on its pages, to be added.
        """
        if self._dropped(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Still the same thing."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        path = self._dropped(event)
        if path is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.context.session.open(path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        paths = dropped(event)
        fits = is_sheet(paths) if self._step else len(paths) == 1
        return paths[0] if fits else None


def rows_sentence(shown: int, total: int) -> str:
    """How many rows are shown, for status bars."""
    return (
        n("status.rows", total) if shown == total else t("status.shown", shown=shown, total=total)
    )

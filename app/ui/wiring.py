"""Which page serves which step, who finds problems; what is made after the window is painted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractScrollArea

from app.core import paths
from app.core.later import later, load
from app.ui import wikis
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.pages.page import Page
from app.ui.thumbnails import sample_folder

if TYPE_CHECKING:
    from app.core import media
    from app.core.checks import Checker
    from app.core.project import Project
    from app.ui import help as helping
    from app.ui.pages import between, check, files, finder, report, sender, upload
    from app.ui.sheet import page as sheet
else:
    media, helping = later("app.core.media"), later("app.ui.help")
    between, check = later("app.ui.pages.between"), later("app.ui.pages.check")
    files, finder = later("app.ui.pages.files"), later("app.ui.pages.finder")
    report, sender = later("app.ui.pages.report"), later("app.ui.pages.sender")
    upload, sheet = later("app.ui.pages.upload"), later("app.ui.sheet.page")

ENGINE = (
    "app.core.fields", "app.core.names", "app.core.media", "app.core.files", "app.core.values",
    "app.core.licences", "app.core.statements", "app.core.wikitext", "app.core.draft",
    "app.core.project", "app.core.progress", "app.core.checks", "app.core.sheet",
    "app.core.opening", "app.core.upload", "app.core.report", "app.core.commons",
    "app.core.practice", "app.core.sending", "app.core.wording", "app.core.converting",
    "app.core.cells.series", "app.core.cells.edges", "app.core.cells.search", "app.core.cells.matcher",
    "app.core.cells.clean", "app.core.cells.facets", "app.core.cells.numbering",
    "app.core.values.dates.sorting", "app.core.cells.html_table", "app.core.cells.tabbed", "app.core.commons.search",
    "app.core.commons.line", "app.core.readable", "app.core.offers", "app.core.for_all",
    "app.core.held", "app.core.found_again", "app.core.arriving",
)  # fmt: skip
"""Loaded in a thread beside the painted window: all that opening a project and the pages use, from the
floors upward, so that each waits for little.
"""
WINDOW = (
    "app.ui.pages.forms", "app.ui.rows.arrival", "app.ui.dialogs.asking", "app.ui.editors.known",
    "app.ui.editors.desk", "app.ui.editors.drop", "app.ui.editors.base", "app.ui.editors.categories",
    "app.ui.editors.date", "app.ui.editors.languages", "app.ui.editors.factory",
    "app.ui.sheet.model", "app.ui.panel.over", "app.ui.panel.adding", "app.ui.sheet.selecting",
    "app.ui.sheet.delegate", "app.ui.sheet.halves", "app.ui.sheet.filling", "app.ui.sheet.view",
    "app.ui.rows.row_tools", "app.ui.rows.landing", "app.ui.pages.sender_work",
    "app.ui.pages.steering", "app.ui.pages.sender", "app.ui.pages.files_side", "app.ui.pages.files",
    "app.ui.panel.file_facts", "app.ui.panel.several", "app.ui.panel.panel", "app.ui.sheet.conditions",
    "app.ui.sheet.filters", "app.ui.sheet.search", "app.ui.tidy.cleaning", "app.ui.tidy.funnel",
    "app.ui.tidy.numbering", "app.ui.tidy.sorting", "app.ui.tidy.desk", "app.ui.pictures.canvas",
    "app.ui.pictures.pictures", "app.ui.sheet.edits", "app.ui.sheet.find_bar", "app.ui.sheet.tools",
    "app.ui.sheet.page", "app.ui.pages.groups_list", "app.ui.pages.problem_rows", "app.ui.pages.check",
    "app.ui.dialogs.line", "app.ui.pages.upload_gather", "app.ui.pages.upload_head",
    "app.ui.pages.upload_side", "app.ui.pages.upload", "app.ui.pages.report",
    "app.ui.dialogs.settings", "app.ui.dialogs.sign_in", "app.ui.pages.between", "app.ui.help",
)  # fmt: skip
"""Loaded in the window's thread, one a turn of the event loop, each a few modules more: PySide loses
its mind when a class of Qt's is made in one thread while Qt asks for another's in the window's.
"""
_ICONS = 20
"""Drawn in one turn."""


def furnishing(
    context: Context, window: MainWindow, keep: Callable[[object], None], *, workers: bool
) -> Iterator[None]:
    """Loads the window's modules, makes the pages in the order of the steps, then what belongs to no
    page. A turn of the event loop may lie at each yield. `keep` takes what must live as long as the window.
    """
    context.thumbnails.begin(media.Workers() if workers else None)
    _know_widgets()
    yield
    for name in WINDOW:
        load(name)
        yield
    while not context.commands.draw(_ICONS):
        yield
    sending = sender.Sender(context, context.session)
    choosing = files.FilesPage(context, window.stack)
    yield from _added(window, choosing)
    describing = sheet.DescribePage(context, window.stack)
    yield from _added(window, describing)
    choosing.share(describing.landing)
    for make in (check.CheckPage, upload.UploadPage, report.ReportPage):
        page = make(context, sending, window.stack)
        yield from _added(window, page)
        describing.landing.watch(page)
    window.join()
    keep(helping.Helper(context.theme, context.commands, window))
    keep(between.Between(context, window, sending))


def _added(window: MainWindow, page: Page) -> Iterator[None]:
    """Makes the rest of a page, then puts it in."""
    yield from page.steps()
    window.add(page)
    yield


def _know_widgets() -> None:
    """All widgets of Qt get their Python types when one that Qt made is asked for first: 25 ms, else
    in the turn that makes the sheet.
    """
    QAbstractScrollArea().viewport()


class Sample:
    """Opens the sample collection, copied to a place that can be written; and the practice wiki."""

    def __init__(self, context: Context) -> None:
        self._context = context
        context.commands.on("try-sample", self.open)
        context.commands.on("practise", self.practise)

    def open(self) -> None:
        """Copy what is not there yet, then open it."""
        place = paths.data() / "sample"
        shutil.copytree(sample_folder(), place, dirs_exist_ok=True)
        found = sample(place)
        if found is not None:
            self._context.session.open(found)

    def practise(self) -> None:
        """Send to the practice wiki from now on, then choose what."""
        self._context.session.set_target(wikis.PRACTICE)
        self._context.commands.action("open-sheet").trigger()


def checker(project: Project) -> Checker:
    """What finds the problems of a project."""
    return finder.Finder(project)


def sample(folder: Path) -> Path | None:
    """The sheet of the sample collection."""
    return next(iter(sorted(folder.glob("*.xlsx"))), None)

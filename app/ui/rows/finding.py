"""Find the files that rows miss in another folder: one search, one question, all rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core import files, found_again
from app.core.found_again import FoundAgain
from app.core.project import Project
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.rows.looking import Looking
from app.ui.session_work import Walk


def find_files(context: Context, parent: QWidget) -> FindDialog | None:
    """Ask for a folder and look for the missing files in it."""
    if context.session.project is None:
        return None
    folder = context.ask.folder(parent, t("ask.files"))
    if folder is None:
        return None
    dialog = FindDialog(context, parent.window(), folder)
    dialog.open()
    return dialog


class FindDialog(Looking):
    """Says how many of the missing files were found, and lets them be used."""

    def __init__(self, context: Context, parent: QWidget, folder: Path) -> None:
        self._folder = folder.name or str(folder)
        super().__init__(context, parent, "folder-search", t("found.look", folder=self._folder))
        project = context.session.project
        assert project is not None
        self._project: Project = project
        self._found: FoundAgain | None = None
        context.session.closing.connect(self.reject)
        self.look(_Search(project, folder), t("found.looking"))

    def answer(self, found: Any) -> None:
        """What the search found; where nothing was missing, the folder is one more to look in."""
        self._found = found
        if not found.missing:
            self.agree()
            return
        count = len(found.found)
        key = "found.title" if count else "found.none"
        title = n(key, found.missing, found=number(count), folder=self._folder)
        self._tell(found)
        yes = n("arrival.use-them", count) if count else ""
        self.ask(title, yes, t("rows.not-now" if count else "looking.close"))

    def _tell(self, found: FoundAgain) -> None:
        for rows, icon, token, key in (
            (found.renamed, "link", "accent", "found.renamed"),
            (found.twice, "copy", "ink2", "found.twice"),
            (found.other, "triangle-alert", "warn", "found.other"),
            (found.unsure, "triangle-alert", "warn", "found.unsure"),
        ):
            if rows:
                self.line(icon, token, _of_rows(key, rows))
        if found.lost:
            self.line("octagon-x", "error", n("found.lost", found.lost))
        if found.index.truncated:
            self.line("info", "wait", t("found.truncated", limit=number(files.MAX_ENTRIES)))

    def agree(self) -> None:
        """Look in the folder from now on, and write what cells have to say otherwise."""
        session, found = self.context.session, self._found
        self.accept()
        if found is None or session.project is not self._project:
            return
        session.take_folders(Walk(self._project, found.folders, found.index))
        if found.cells:
            session.change(n("arrival.undo-found", len(found.cells)), found.cells)


def _of_rows(key: str, rows: Sequence[int]) -> str:
    return n(key, len(rows), rows=found_again.rows_in_words(rows))


class _Search:
    """The work."""

    def __init__(self, project: Project, folder: Path) -> None:
        self._project, self._folder = project, folder

    def __call__(self, emit: Any, cancel: Any) -> FoundAgain:
        """Raises CancelledError."""
        return found_again.search(self._project, self._folder, cancel, emit)

"""The one question about files that were dropped: how many, from where, what they become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core import arriving, files, found_again
from app.core.arriving import Arrival, Item, Kind
from app.core.model import Row
from app.core.project import Project
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.pages import forms
from app.ui.parts import Choice, WrappedTick
from app.ui.rows.looking import Looking
from app.ui.session_work import Walk

MORE, OWN, USE = "more", "own", "use"
"""What they become: more pictures of a row's object, rows of their own, the file of a row."""
SHOWN = 36
"""Letters of a title in a choice."""


@dataclass(frozen=True)
class Goal:
    """The row on which files were dropped; `missing` = its own file is not found."""

    row: Row
    title: str
    missing: bool


@dataclass(frozen=True)
class Made:
    """What to do, worked out beside the window. `walk` None: no other folder is needed."""

    how: str
    rows: Sequence[Mapping[int, str]]
    cells: Mapping[tuple[int, int], str]
    walk: Walk | None


class ArrivalDialog(Looking):
    """Looks at what was dropped, asks, makes the rows; `take` hears the `Made`."""

    def __init__(
        self, context: Context, parent: QWidget, dropped: Sequence[Path], goal: Goal | None,
        take: Callable[[Made, Goal | None], object], *, own: bool = False,
    ) -> None:  # fmt: skip
        title = n("arrival.look", len(dropped), name=dropped[0].name)
        super().__init__(context, parent, "images", title)
        self._goal, self._take, self._own = goal, take, own
        self._arrival = Arrival(())
        self.below: WrappedTick | None = None
        self.twins: WrappedTick | None = None
        self.choice: Choice | None = None
        project = context.session.project
        assert project is not None
        self.project: Project = project
        self.look(_Look(project, dropped), t("arrival.looking"))

    def answer(self, found: Any) -> None:
        """What was found, or what is to be done."""
        if isinstance(found, Made):
            self.accept()
            self._take(found, self._goal)
            return
        self._arrival = found
        forms.clear(self.found)
        self._ask_what()
        self._ask_below()
        self._tell()
        self._again()

    # what is asked ----------------------------------------------------------------------------

    def _ask_what(self) -> None:
        goal, arrival = self._goal, self._arrival
        there = len(arrival.rows(below=True, twins=True))
        if goal is None or not there:
            return
        theme = self.context.theme
        self.choice = Choice(theme, t("arrival.what"))
        name = goal.title if len(goal.title) <= SHOWN else f"{goal.title[: SHOWN - 1]}…"
        told = {"title": name, "number": goal.row.number}
        if goal.missing and there == 1:
            self.choice.add(t("arrival.use", **told), USE, "link")
        if not goal.missing or there > 1:
            self.choice.add(t("arrival.more", **told), MORE, "layers")
        self.choice.add(n("arrival.own", there), OWN, "list-end")
        if self._own and not (goal.missing and there == 1):
            self.choice.choose(OWN)
        self.choice.activated.connect(self._again)
        self.found.addLayout(forms.field(theme, t("arrival.what"), self.choice))

    def _ask_below(self) -> None:
        deeper, twins = self._arrival.deeper, len(self._arrival.of(Kind.TWIN))
        if deeper:
            self.below = WrappedTick(self.context.theme, n("arrival.below", deeper))
            self.below.box.setChecked(True)
            self.below.toggled.connect(self._again)
            self.found.addWidget(self.below)
        if twins:
            self.twins = WrappedTick(self.context.theme, n("arrival.twins", twins))
            self.twins.toggled.connect(self._again)
            self.found.addWidget(self.twins)

    def _tell(self) -> None:
        arrival = self._arrival
        if twins := arrival.of(Kind.TWIN):
            self.line("copy", "ink2", _twins_in_words(twins))
        if present := arrival.of(Kind.PRESENT):
            rows = found_again.rows_in_words(i.row.number for i in present if i.row)
            self.line("circle-check", "accent", n("arrival.present", len(present), rows=rows))
        if missed := arrival.of(Kind.MISSED):
            rows = found_again.rows_in_words(i.row.number for i in missed if i.row)
            self.line("link", "accent", n("arrival.missed", len(missed), rows=rows))
        for group, count in arrival.refused(below=True):
            words = t(f"filetype.{group}") if group else t("arrival.unknown")
            advice = t(f"filetype.{group}.advice") if group else ""
            said = n("arrival.refused", count, label=words, advice=advice).strip()
            self.line("circle-minus", "warn", said)

    # what was answered ------------------------------------------------------------------------

    @property
    def _is_below(self) -> bool:
        return self.below is None or self.below.box.isChecked()

    def _wanted(self) -> list[Path]:
        twins = self.twins is not None and self.twins.box.isChecked()
        return self._arrival.rows(below=self._is_below, twins=twins)

    def _missed(self) -> tuple[Item, ...]:
        return self._arrival.of(Kind.MISSED, below=self._is_below)

    @property
    def _how(self) -> str:
        return str(self.choice.currentData()) if self.choice is not None else OWN

    def _again(self, *_ignored: object) -> None:
        count, missed = len(self._wanted()), len(self._missed())
        places = self._arrival.folders or tuple({p.parent for p in self._arrival.dropped})
        where = places[0].name or str(places[0])
        key = "arrival.title-one" if len(places) == 1 else "arrival.title"
        title = n(key, count, where=where) if count else t("arrival.nothing")
        yes = n("arrival.add", count) if count else ""
        if self._how == USE and self._goal is not None and count:
            yes = t("arrival.use-it", number=self._goal.row.number)
        elif not count and missed:
            title = n("arrival.only-missed", missed)
            yes = n("arrival.use-them", missed)
        self.ask(title, yes, t("rows.not-now") if yes else t("looking.close"))

    def agree(self) -> None:
        """Make the rows beside the window, then let them be taken over."""
        work = _Make(
            self.project, self._arrival, self._wanted(), self._missed(), self._how, self._goal
        )
        for part in (self.choice, self.below, self.twins):
            if part is not None:
                part.setEnabled(False)
        self.look(work, t("arrival.making"))


def _twins_in_words(twins: Iterable[Item]) -> str:
    first, *rest = twins
    told = {"name": first.path.name, "other": first.other}
    if first.row is not None:
        words = t("arrival.twin-of-row", number=first.row.number, **told)
    else:
        words = t("arrival.twin", **told)
    return (
        f"{words} {n('arrival.twins-more', len(rest), more=number(len(rest)))}" if rest else words
    )


class _Look:
    """The work: what became of what was dropped."""

    def __init__(self, project: Project, dropped: Sequence[Path]) -> None:
        self._project, self._dropped = project, dropped

    def __call__(self, emit: Any, cancel: Any) -> Arrival:
        """Raises FileError, SheetError, CancelledError."""
        return arriving.look(self._project, self._dropped, cancel, emit)


class _Make:
    """The work: rows, cells and folders."""

    def __init__(
        self, project: Project, arrival: Arrival, paths: Sequence[Path], missed: Sequence[Item],
        how: str, goal: Goal | None,
    ) -> None:  # fmt: skip
        self._project, self._arrival, self._paths = project, arrival, paths
        self._missed, self._how, self._goal = missed, how, goal

    def __call__(self, emit: Any, cancel: Any) -> Made:
        """Raises CancelledError."""
        project, paths = self._project, list(self._paths)
        every = [*paths, *(item.path for item in self._missed)]
        folders = arriving.homes(project, self._arrival, every)
        known = {f.absolute() for f in project.folders}
        walk = None
        if set(folders) != known or self._missed:
            walk = Walk(project, folders, files.FolderIndex(folders, cancel=cancel))
        index = walk.index if walk is not None else None
        cells = dict(arriving.found_files(project, self._missed, folders, index))
        rows: Sequence[Mapping[int, str]] = ()
        if self._goal is not None and self._how == USE:
            used = Item(paths[0], Kind.MISSED, row=self._goal.row)
            cells |= arriving.found_files(project, [used], folders)
        elif self._goal is not None and self._how == MORE:
            rows = arriving.more_pictures(project, self._goal.row, paths, folders)
        else:
            rows = arriving.new_rows(project, paths, folders, cancel, emit)
        return Made(self._how, rows, cells, walk)

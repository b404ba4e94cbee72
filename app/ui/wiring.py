"""Which page serves which step, who finds problems, what a target's name means."""

from __future__ import annotations

import logging
from pathlib import Path

from app.core.checks import Checker
from app.core.model import Target
from app.core.project import Project
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.pages.page import Page

_log = logging.getLogger(__name__)
PRACTICE = Target("practice", "", label="", public=False, practice=True)


def pages(context: Context) -> list[Page]:
    """The pages, in the order of the steps."""
    from app.ui.sheet.page import DescribePage  # noqa: PLC0415

    return [DescribePage(context)]


def connect(context: Context, window: MainWindow) -> None:
    """Commands that belong to no page."""


def target(name: str) -> Target:
    """The target of a name in the settings; the practice wiki when it is not known."""
    from app.core.commons import targets  # noqa: PLC0415

    try:
        return targets.resolve(name)
    except Exception:  # noqa: BLE001 - a name from an older version must not stop the start
        _log.exception("target %s", name)
        return PRACTICE


def checker(project: Project) -> Checker:
    """What finds the problems of a project."""
    return Checker(project)


def sample(folder: Path) -> Path | None:
    """The sheet of the sample collection."""
    return next(iter(sorted(folder.glob("*.xlsx"))), None)

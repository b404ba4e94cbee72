"""Which page serves which step, who finds problems, what a target's name means."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from app.core import paths
from app.core.checks import Checker
from app.core.model import Target
from app.core.project import Project
from app.ui.context import Context
from app.ui.help import Helper
from app.ui.main_window import MainWindow
from app.ui.pages.page import Page
from app.ui.thumbnails import sample_folder

_log = logging.getLogger(__name__)
PRACTICE = Target("practice", "", label="", public=False, practice=True)


def pages(context: Context) -> list[Page]:
    """The pages, in the order of the steps."""
    from app.ui.pages.check import CheckPage  # noqa: PLC0415
    from app.ui.pages.files import FilesPage  # noqa: PLC0415
    from app.ui.pages.report import ReportPage  # noqa: PLC0415
    from app.ui.pages.sender import Sender  # noqa: PLC0415
    from app.ui.pages.upload import UploadPage  # noqa: PLC0415
    from app.ui.sheet.page import DescribePage  # noqa: PLC0415

    sender = Sender(context, context.session)
    return [
        FilesPage(context),
        DescribePage(context),
        CheckPage(context, sender),
        UploadPage(context, sender),
        ReportPage(context, sender),
    ]


def connect(context: Context, window: MainWindow) -> list[object]:
    """Commands that belong to no page. Returns what must live as long as the window."""
    from app.ui.pages.between import Between  # noqa: PLC0415
    from app.ui.pages.files import FilesPage  # noqa: PLC0415
    from app.ui.pages.upload import UploadPage  # noqa: PLC0415
    from app.ui.sheet.page import DescribePage  # noqa: PLC0415

    upload = window.page("upload")
    assert isinstance(upload, UploadPage)
    files, describe = window.page("files"), window.page("describe")
    assert isinstance(files, FilesPage)
    assert isinstance(describe, DescribePage)
    files.share(describe.landing)
    helper = Helper(context.theme, context.commands, window)
    return [helper, Sample(context), Between(context, window, upload.sender_)]


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
        sheet = sample(place)
        if sheet is not None:
            self._context.session.open(sheet)

    def practise(self) -> None:
        """Send to the practice wiki from now on, then choose what."""
        self._context.session.set_target(target("practice"))
        self._context.commands.action("open-sheet").trigger()


def target(name: str) -> Target:
    """The target of a name in the settings; the practice wiki when it is not known."""
    from app.core import targets  # noqa: PLC0415

    try:
        return targets.resolve(name)
    except Exception:  # noqa: BLE001 - a name from an older version must not stop the start
        _log.exception("target %s", name)
        return PRACTICE


def checker(project: Project) -> Checker:
    """What finds the problems of a project."""
    from app.ui.pages.finder import Finder  # noqa: PLC0415

    return Finder(project)


def sample(folder: Path) -> Path | None:
    """The sheet of the sample collection."""
    return next(iter(sorted(folder.glob("*.xlsx"))), None)

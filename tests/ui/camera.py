"""Takes pictures of the program, for `tests.ui.screens` and its parts."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@dataclass(frozen=True)
class Variant:
    name: str
    look: str = "light"
    language: str = "en"
    text: int = 100
    size: tuple[int, int] = (1440, 900)


VARIANTS = (
    Variant("light"),
    Variant("dark", look="dark"),
    Variant("rtl", language="qps-rtl"),
    Variant("long", language="qps-long"),
    Variant("text-160", text=160, size=(1280, 800)),
    Variant("text-200", text=200, size=(1280, 800)),
    Variant("small", size=(960, 600)),
)


class Camera:
    """Takes pictures of one program."""

    def __init__(self, application, folder: Path, variant: Variant) -> None:
        from PySide6.QtGui import QFont
        from PySide6.QtTest import QTest

        from app.core.settings import Settings
        from app.ui.application import Program

        os.environ["KABOCHA_LANG"] = variant.language
        font = QFont(application.font())
        font.setPixelSize(13)
        application.setFont(font)
        settings = Settings()
        settings.set("text-size", variant.text)
        settings.set("appearance", variant.look)
        settings.set("problems-folded", False)
        settings.set("panel-open", True)
        self._wait = QTest.qWait
        self._folder, self._variant = folder, variant
        self.program = Program(application, settings=settings)
        self.window = self.program.window
        self.window.resize(*variant.size)
        self.window.show()
        self.taken: list[Path] = []

    def open(self, sheet: Path) -> None:
        """Open a project and wait until it is there."""
        self.program.session.open(sheet)
        for _ in range(40):
            self.settle(500)
            if self.program.session.project is not None:
                break
        assert self.program.session.project is not None, "the sample was not opened"
        self.settle(1000)

    def settle(self, least: int = 350) -> None:
        """Wait until nothing is under way."""
        self._wait(least)
        for _ in range(200):
            if not self.program.jobs.busy:
                break
            self._wait(100)
        self._wait(200)

    def take(self, name: str, widget=None) -> None:
        """Write one picture."""
        self.settle()
        path = self._folder / f"{self._variant.name}-{name}.png"
        (widget or self.window).grab().save(str(path))
        self.taken.append(path)

    def asked(self, name: str, ask: Callable[[], object]) -> None:
        """The picture of the dialog that something opens and waits for; it is left again."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            self.take(name, dialog)
            dialog.reject()

        QTimer.singleShot(0, look)
        ask()

    def grab(self, name: str) -> None:
        """Write one picture now, while something is under way."""
        path = self._folder / f"{self._variant.name}-{name}.png"
        self.window.grab().save(str(path))
        self.taken.append(path)

    def close(self) -> None:
        """End the program."""
        self.program.close()
        self.window.close()
        self.window.deleteLater()
        self._wait(50)


def photograph(folder: Path, wanted: list[str], shoot: Callable[[Camera, Path], None]) -> None:
    """Pictures of all variants, or of those that are wanted: `shoot` gets the camera and a sample
    collection of its own.
    """
    from PySide6.QtWidgets import QApplication

    from app.core import resources

    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        for variant in VARIANTS:
            if wanted and variant.name not in wanted:
                continue
            own = Path(home) / variant.name
            os.environ["KABOCHA_HOME"] = str(own)
            place = own / "Museum"
            shutil.copytree(resources.folder() / "sample", place)
            camera = Camera(application, folder, variant)
            shoot(camera, next(iter(sorted(place.glob("*.xlsx")))))
            camera.close()
            print(f"{variant.name}: {len(camera.taken)} screens")


def photograph_part(arguments: list[str], shoot: Callable[[Camera], None]) -> None:
    """Only the pictures of one part, of an open project: `arguments` are FOLDER [VARIANT ...]."""

    def of_project(camera: Camera, sheet: Path) -> None:
        camera.open(sheet)
        shoot(camera)

    photograph(Path(arguments[0]), arguments[1:], of_project)

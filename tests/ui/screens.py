"""`make screens`: a PNG of every screen, light, dark, right to left, 160 % and 200 % text.

    python -m tests.ui.screens [FOLDER] [VARIANT ...]

Uses the sample collection in a folder of its own; also writes the contrast of the colours.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.ui.screens_editors import shoot_editors
from tests.ui.screens_pages import shoot_sending
from tests.ui.screens_pictures import shoot_pictures
from tests.ui.screens_rows import shoot_rows
from tests.ui.screens_sheet import shoot_sheet
from tests.ui.screens_tidy import shoot_tidy


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


def shoot(camera: Camera, sheet: Path) -> None:
    """All screens of one variant."""
    program, window = camera.program, camera.window
    camera.take("start")
    program.session.open(sheet)
    camera.settle(1500)
    page = window.page("describe")
    camera.take("describe")
    page.view.go_to(0, 1)
    page.view.go_to(3, 4, extend=True)
    camera.take("several-rows")
    shoot_sheet(camera)
    page.view.go_to(1, 3)
    page.show_pictures()
    camera.take("pictures")
    page.show_table()
    shoot_pictures(camera)
    shoot_tidy(camera)
    shoot_editors(camera)
    page.say("done", "Licence set in 10 rows.", undo=True)
    camera.take("notice")
    for step in ("files", "check", "upload", "report"):
        if step in window._pages:
            window.go_to(step)
            camera.take(step)
    shoot_sending(camera)
    window.go_to("describe")
    shoot_rows(camera)
    program.session.close()
    camera.take("start-again")
    dialogs(camera)


def dialogs(camera: Camera) -> None:
    """Windows of their own."""
    from app.ui.crash import CrashDialog
    from app.ui.help import AboutDialog, KeysDialog

    program = camera.program
    made: dict[str, Callable] = {
        "crash": lambda: CrashDialog(program.theme, "Traceback …\nValueError: x", program.window),
        "keys": lambda: KeysDialog(program.theme, program.context.commands, program.window),
        "about": lambda: AboutDialog(program.theme, program.window),
    }
    for name, make in made.items():
        dialog = make()
        dialog.show()
        camera.take(f"dialog-{name}", dialog)
        dialog.close()
        dialog.deleteLater()


def ratios(folder: Path) -> int:
    """Write the contrast of all pairs; returns how many are too low."""
    from app.ui import theme
    from tests.ui.test_theme import EDGES, TEXT

    lines, low = [], 0
    for name in ("light", "dark"):
        tokens = theme.tokens(name)
        for pairs, least in ((TEXT, 4.5), (EDGES, 3.0)):
            for first, second in pairs:
                found = theme.ratio(tokens[first], tokens[second])
                low += found < least
                mark = "" if found >= least else "  TOO LOW"
                lines.append(f"{name:6} {first:10} on {second:14} {found:5.2f}{mark}")
    (folder / "contrast.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return low


def main(arguments: list[str]) -> int:
    """Make all screens; returns 1 when a colour is too weak."""
    folder = Path(arguments[0] if arguments else "build/screens")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or [v.name for v in VARIANTS]
    with tempfile.TemporaryDirectory() as home:
        os.environ["KABOCHA_HOME"] = home
        from PySide6.QtWidgets import QApplication

        from app.core import resources

        application = QApplication([])
        for variant in VARIANTS:
            if variant.name in wanted:
                os.environ["KABOCHA_HOME"] = str(Path(home) / variant.name)
                place = Path(home) / variant.name / "Museum"
                shutil.copytree(resources.folder() / "sample", place)
                sheet = next(iter(sorted(place.glob("*.xlsx"))))
                camera = Camera(application, folder, variant)
                shoot(camera, sheet)
                camera.close()
                print(f"{variant.name}: {len(camera.taken)} screens")
        low = ratios(folder)
    print(f"contrast: {low} pairs too low" if low else "contrast: all pairs well")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

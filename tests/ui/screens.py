"""`make screens`: a PNG of every screen, light, dark, right to left, 160 % and 200 % text.

    python -m tests.ui.screens [FOLDER] [VARIANT ...]

Uses the sample collection in a folder of its own; also writes the contrast of the colours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.ui.camera import Camera, photograph
from tests.ui.screens_editors import shoot_editors
from tests.ui.screens_pages import shoot_sending
from tests.ui.screens_pictures import shoot_pictures
from tests.ui.screens_rows import shoot_rows
from tests.ui.screens_sheet import shoot_sheet
from tests.ui.screens_tidy import shoot_tidy


def shoot(camera: Camera, sheet: Path) -> None:
    """All screens of one variant."""
    program, window = camera.program, camera.window
    camera.take("start")
    camera.open(sheet)
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
    program.context.commands.action("double-rows").trigger()
    camera.take("notice")
    program.session.undo()
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
    photograph(folder, arguments[1:], shoot)
    low = ratios(folder)
    print(f"contrast: {low} pairs too low" if low else "contrast: all pairs well")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

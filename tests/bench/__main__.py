"""`make bench`: one JSON object a figure on standard output, what is measured on standard error.
Exit code 1 when a target is missed, or a ratio got worse by a quarter than the one that was kept.

    python -m tests.bench [part …]      parts: sheets, checking, editor, pictures, window, sending, lines, lost

The figures are ratios of two things in one run, counts and megabytes, so that they mean the same
on any machine; only how long the window is held up is time, of its thread's processor. Needs Linux (memory is read from /proc).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from app.core import text
from app.core.manners import collect_seldom
from tests.bench import checking, collection, editor, lines, lost, pictures, sending, sheets, window
from tests.bench.figure import Figure
from tests.bench.kept import Kept


def _sheets(folder: Path) -> Iterator[Figure]:
    return sheets.figures(collection.table(), folder)


def _checking(folder: Path) -> Iterator[Figure]:
    table = collection.table()
    sheets.write(table, folder / "collection.xlsx")
    collection.write_scans(folder / "scans")
    return checking.figures(table, folder)


PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "sheets": _sheets,
    "checking": _checking,
    "editor": editor.figures,
    "pictures": pictures.figures,
    "window": window.figures,
    "sending": sending.figures,
    "lines": lines.figures,
    "lost": lost.figures,
}


def main(wanted: list[str]) -> int:
    """Print the figures of the wanted parts, all without any."""
    collect_seldom()
    missed, kept = 0, Kept()
    with tempfile.TemporaryDirectory(prefix="kabocha-bench-") as home:
        os.environ["KABOCHA_HOME"] = home
        text.use("en")
        for part in wanted or PARTS:
            print(f"{part} …", file=sys.stderr, flush=True)
            folder = Path(home) / part
            folder.mkdir()
            for figure in map(kept.beside, PARTS[part](folder)):
                if os.environ.get("KEEP"):
                    kept.keep(figure)
                print(figure.line(), flush=True)
                missed += not figure.ok
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

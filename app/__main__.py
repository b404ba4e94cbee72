"""`kabocha` and `python -m app`: a verb runs the command line, anything else opens the window."""

from __future__ import annotations

import gc
import sys

VERBS = (
    "new", "check", "preview", "upload", "status", "report", "line", "convert", "practice", "demo",
)  # fmt: skip
"""First words that are for the command line; a test compares them with what it knows."""

_OBJECTS = 100_000
"""New objects after which the collector looks for circles; a big sheet makes a million at once."""


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code (3 = stopped with Ctrl+C while it still loads)."""
    collect_seldom()
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 3


def collect_seldom() -> None:
    """Let the collector run after many objects only; what it is for is rare here."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


def _run(arguments: list[str]) -> int:
    if arguments and (arguments[0] in VERBS or arguments[0] in ("-h", "--help", "--version")):
        from app import cli  # noqa: PLC0415  neither front end loads the other

        return cli.main(arguments)
    from app.ui import application  # noqa: PLC0415

    return application.run(arguments)


if __name__ == "__main__":
    import multiprocessing

    multiprocessing.freeze_support()
    raise SystemExit(main())

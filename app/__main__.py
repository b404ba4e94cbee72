"""`kabocha` and `python -m app`: a verb runs the command line, anything else opens the window."""

from __future__ import annotations

import sys

from app.core.manners import collect_seldom

VERBS = (
    "new", "check", "preview", "upload", "status", "report", "line", "convert", "practice", "demo",
)  # fmt: skip
"""First words that are for the command line; a test compares them with what it knows."""


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code (3 = stopped with Ctrl+C while it still loads)."""
    collect_seldom()
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 3


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

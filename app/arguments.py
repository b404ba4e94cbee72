"""What the command line understands: verbs and options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app import __version__
from app.core import fields, text
from app.core.model import LAST_ROW

_LAST_PORT = 65_535


def parser() -> argparse.ArgumentParser:
    """The verbs and their options, with their help in the program's language."""
    made = argparse.ArgumentParser(prog="kabocha", description=text.t("cli.about"))
    made.add_argument("--version", action="version", version=f"kabocha {__version__}")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="verb")

    def verb(name: str, *, path: bool = True, wiki: bool = False) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text.t(f"cli.{name}"), description=text.t(f"cli.{name}"))
        if path:
            sub.add_argument("path", type=Path, help=text.t("cli.arg.path"))
            sub.add_argument("--sheet", default="", help=text.t("cli.arg.sheet"))
        if wiki:
            sub.add_argument("--wiki", help=text.t("cli.arg.wiki"))
        sub.add_argument("--json", action="store_true", help=text.t("cli.arg.json"))
        return sub

    new = verb("new", path=False)
    new.add_argument("project", type=Path, help=text.t("cli.arg.project"))
    new.add_argument("--from", dest="source", type=Path, required=True, help=text.t("cli.arg.from"))
    new.add_argument("--sheet", default="", help=text.t("cli.arg.sheet"))
    new.add_argument("--files", type=Path, help=text.t("cli.arg.files"))
    names = [template.id for template in fields.templates()]
    new.add_argument(
        "--template", choices=names, help=text.t("cli.arg.template", names=", ".join(names))
    )

    check = verb("check", wiki=True)
    check.add_argument("--user", help=text.t("cli.arg.user"))

    preview = verb("preview")
    preview.add_argument("--row", type=int, required=True, help=text.t("cli.arg.row"))

    upload = verb("upload", wiki=True)
    upload.add_argument("--user", help=text.t("cli.arg.user"))
    upload.add_argument("--limit", type=_count(LAST_ROW), help=text.t("cli.arg.limit"))
    upload.add_argument("--rows", help=text.t("cli.arg.rows"))
    upload.add_argument("--accept", default="", help=text.t("cli.arg.accept"))
    upload.add_argument("--wait", type=float, default=60, help=text.t("cli.arg.wait"))
    upload.add_argument("--speed", type=_count(10**7), default=0, help=text.t("cli.arg.speed"))
    upload.add_argument("--only-at", help=text.t("cli.arg.only-at"))
    upload.add_argument("--yes", action="store_true", help=text.t("cli.arg.yes"))

    verb("status", wiki=True)

    rep = verb("report", wiki=True)
    for form in ("html", "csv", "xlsx", "left"):
        rep.add_argument(f"--{form}", type=Path, help=text.t(f"cli.arg.{form}"))

    line = verb("line", path=False, wiki=True)
    line.add_argument("path", type=Path, nargs="?", help=text.t("cli.arg.line-path"))
    line.add_argument("--sheet", default="", help=text.t("cli.arg.sheet"))

    convert = verb("convert")
    convert.add_argument("out", type=Path, help=text.t("cli.arg.converted"))
    convert.add_argument("--force", action="store_true", help=text.t("cli.arg.force"))

    wiki = verb("practice", path=False)
    wiki.add_argument("--port", type=_count(_LAST_PORT), default=0, help=text.t("cli.arg.port"))
    wiki.add_argument("--dir", type=Path, help=text.t("cli.arg.dir"))
    wiki.add_argument("--reset", action="store_true", help=text.t("cli.arg.reset"))

    for sub in (check, upload):
        sub.add_argument("--private-data", choices=("keep", "remove"), default="",
                         help=text.t("cli.arg.private-data"))  # fmt: skip
    for sub in (new, check, preview, upload):
        sub.add_argument("--language", help=text.t("cli.arg.language"))

    demo = verb("demo", path=False)
    demo.add_argument("--out", type=Path, help=text.t("cli.arg.out"))
    return made


def _count(most: int) -> Callable[[str], int]:
    """A reader of whole numbers from 0 to `most`, for the parser."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) <= most):
            raise ValueError(text)
        return int(text)

    return number

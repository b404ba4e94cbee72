"""One log of 2 x 1 MB, without secrets and without the name of the user's home folder."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.core import paths

NAME = "kabocha.log"
SIZE = 1_000_000
"""Bytes of each of the two files."""

_SECRET = re.compile(
    r"""(?ix)
    (["']?\b(?:lg)?(?:password|passwort|token|csrftoken|secret|cookie|authorization|session\w*)\b["']?
    \s*[:=]\s*)                       # name and sign
    (?:(?:Bearer|Basic|OAuth)\s+)?    # kind of authorization
    (?:"[^"]*"|'[^']*'|[^\s,;&}]+)    # the value
    """
)
_TOKEN = re.compile(r"\b[0-9a-f]{32,}\+?\\*")
_BOT = re.compile(r"\b[a-z0-9]{32}\b")
_USER_IN_ADDRESS = re.compile(r"://[^/\s:@]*:[^/\s]*@")


def redacted(text: str) -> str:
    """The text without passwords, tokens, cookies and the path of the home folder."""
    text = _SECRET.sub(r"\1[…]", text)
    text = _USER_IN_ADDRESS.sub("://[…]@", text)
    text = _TOKEN.sub("[…]", _BOT.sub("[…]", text))
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


class RedactingFormatter(logging.Formatter):
    """Formats a record, trace included, and takes out what nobody else may read."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it goes into the file."""
        return redacted(super().format(record))


def path() -> Path:
    """Where the log lies."""
    return paths.log() / NAME


def start(level: int = logging.INFO) -> logging.Handler:
    """Begin to write the log. Returns the handler, for `stop`."""
    handler = RotatingFileHandler(
        path(),
        maxBytes=SIZE,
        backupCount=1,
        encoding="utf-8",
        delay=True,
        errors="backslashreplace",
    )
    form = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
    handler.setFormatter(RedactingFormatter(form))
    root = logging.getLogger()
    root.addHandler(handler)
    if root.level > level or root.level == logging.NOTSET:
        root.setLevel(level)
    return handler


def stop(handler: logging.Handler) -> None:
    """End the log and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def tail(lines: int = 60) -> str:
    """The last lines of the log, for a person to copy; "" when there is none."""
    try:
        return "\n".join(path().read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""

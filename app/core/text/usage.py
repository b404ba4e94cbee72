"""What the standard library's parser of arguments says by itself, in the language in use."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping

from app.core.text import t

_KEYS: Mapping[str, str] = {
    "usage: ": "usage.usage",
    "positional arguments": "usage.positional",
    "options": "usage.options",
    "show this help message and exit": "usage.help",
    "the following arguments are required: %s": "usage.required",
    "unrecognized arguments: %s": "usage.unknown",
    "argument %(argument_name)s: %(message)s": "usage.argument",
    "invalid %(type)s value: %(value)r": "usage.value",
    "invalid choice: %(value)r (choose from %(choices)s)": "usage.choice",
    "expected one argument": "usage.one-value",
    "ignored explicit argument %r": "usage.no-value",
    "ambiguous option: %(option)s could match %(matches)s": "usage.ambiguous",
    "%(prog)s: error: %(message)s\n": "usage.error",
}
_PLACE = re.compile(r"%(?:\((\w+)\))?[sr]")
"""Where argparse fills something in: our sentences call it {what}, or by its name."""


def in_our_words() -> None:
    """Let argparse take its words from our catalogue: it asks `_` of its own module, which is
    gettext's, whose catalogues are not ours.
    """
    vars(argparse)["_"] = _words


def _words(english: str) -> str:
    key = _KEYS.get(english)
    if key is None:
        return english
    places = {found[1] or "what": found[0] for found in _PLACE.finditer(english)}
    return t(key, **places) + english[len(english.rstrip()) :]

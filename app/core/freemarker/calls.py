"""How a layout calls the columns of its sheet."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.freemarker.template import parse


@lru_cache(maxsize=256)
def names(header: str) -> frozenset[str]:
    """The names a layout has for a column: no variable has a blank in it."""
    name = header.strip()
    return frozenset({name, name.replace(" ", "_")} - {""})


def calls(source: str, header: str) -> bool:
    """Whether a layout reads a column. Where not all of it is known, its name as a word is enough."""
    template, called = parse(source), names(header)
    if not called.isdisjoint(template.variables):
        return True
    return bool(template.problems) and any(
        re.search(rf"(?<![\w$@]){re.escape(name)}(?![\w$@])", source) for name in called
    )

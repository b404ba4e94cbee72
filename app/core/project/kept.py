"""Problems of reading a sheet as JSON, kept with the project."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.core.model import Problem, Severity


def dump(problems: Iterable[Problem]) -> str:
    """Problems as JSON; fixes are not kept (the sheet itself is not ours to mend)."""
    return json.dumps([[p.code, p.severity, p.row, p.field, dict(p.params)] for p in problems])


def load(text: str) -> list[Problem]:
    """The inverse of `dump`."""
    return [
        Problem(code, Severity(severity), row, field, params)
        for code, severity, row, field, params in json.loads(text or "[]")
    ]

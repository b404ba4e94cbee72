"""The check of a project beside the window, and what it found."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.findings import NOTHING, Findings
from app.core.later import later
from app.core.model import Severity
from app.ui.session_work import without

if TYPE_CHECKING:
    from app.core import checks
    from app.core.cancel import Cancel
    from app.core.draft import Draft
else:
    checks = later("app.core.checks")

TELL_S = 0.3
"""Seconds between two words of how far a check is."""


@dataclass(frozen=True)
class Checked:
    """What a check found, as it was when it ended. `files` = rows whose file is there, and rows
    that name one; `ready` = rows that can be sent; `groups` = problems by kind.
    """

    findings: Findings = NOTHING
    drafts: tuple[Draft, ...] = ()
    files: tuple[int, int] = (0, 0)
    ready: int = 0
    groups: tuple[checks.Group, ...] = ()

    @classmethod
    def of(
        cls,
        checker: checks.Checker,
        out: Collection[int] = (),
        before: Collection[checks.Group] = (),
    ) -> Checked:
        """What a checker that has run knows; of rows left out only that they are. `before` = the
        groups of the last time.
        """
        drafts = checker.drafts
        findings = _findings(checker, drafts, out)
        named = [d for d in drafts if d.path.strip()]
        there = sum(d.has_file for d in named)
        whole = any(p.severity is Severity.BLOCKER for p in findings.by_row.get(None, ()))
        wrong = findings.wrong_rows
        away = wrong | frozenset(out)
        ready = 0 if whole else sum(d.row.id not in away for d in drafts)
        _ = (
            findings.by_field,
            findings.counts,
            findings.blocker,
        )  # worked out here, not in the window
        kinds = checks.groups(findings.problems, before)
        return cls(findings, drafts, (there, len(named)), ready, kinds)


def _findings(checker: checks.Checker, drafts: Iterable[Draft], out: Collection[int]) -> Findings:
    if out:
        return Findings.of(without(checker.problems, drafts, out))
    of_sheet = Findings.of(checker.of_sheet).by_row
    return Findings({**of_sheet, **checker.by_row}, checker.problems)


class Checking:
    """Checks in a thread what changed."""

    def __init__(
        self,
        checker: checks.Checker,
        row_ids: frozenset[int] | None,
        out: Collection[int] = (),
        before: Collection[checks.Group] = (),
    ) -> None:
        self._checker, self._row_ids, self._out, self._before = checker, row_ids, out, before

    def __call__(self, emit: Callable[[tuple[int, int]], None], cancel: Cancel) -> Checked:
        """Raises CancelledError."""
        told = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= TELL_S:
                told = time.monotonic()
                emit((done, total))

        self._checker.run(self._row_ids, cancel, tell, self._out)
        return Checked.of(self._checker, self._out, self._before)

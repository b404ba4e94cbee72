"""What came of one line of the table: how often a fault was to be, was, and was survived."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.faults.auditor import Finding

_SHOWN = 6


@dataclass
class Tally:
    """`positions` = faults that were to be, `fired` = that were, `passed` = that were survived.
    `resent` = the most chunks that went again for one fault.
    """

    name: str
    positions: int = 0
    fired: int = 0
    passed: int = 0
    resent: int = 0
    findings: list[Finding] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def add(self, where: str, finding: Finding, folder: str, fired: int = 1) -> bool:
        """Count one run with so many faults (0 = nothing happened there: it does not count).
        Whether its folder is one to keep for a look.
        """
        if not fired:
            return False
        self.fired += fired
        self.findings.append(finding)
        self.resent = max(self.resent, -(-finding.resent_chunks // max(finding.faults, fired)))
        only_chunks = not finding.notes and finding.resent_chunks <= fired
        if finding.is_clean or only_chunks:
            self.passed += fired
            return False
        self.troubles.append(f"{where}: {_shown(finding)} ({folder})")
        return True

    def miss(self, where: str, finding: Finding, folder: str) -> bool:
        """A fault that should have happened there did not: to be looked at."""
        self.troubles.append(f"{where}: did not fire {_shown(finding)} ({folder})")
        return True


def _shown(finding: Finding) -> str:
    again = [f"chunks again {finding.resent_chunks}"] if finding.resent_chunks > 1 else []
    return "; ".join([*finding.notes[:_SHOWN], *again])

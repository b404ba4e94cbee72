"""The faults that are not of the line: each in scenes of its own, with several variants."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults import computer, files, network, refusals, rivals
from tests.faults.trial import Scenario


def every() -> Iterator[Scenario]:
    """All scenarios, by number."""
    found = (
        *network.SCENARIOS, *computer.scenarios(), *files.SCENARIOS, *refusals.SCENARIOS,
        *rivals.SCENARIOS,
    )  # fmt: skip
    return iter(sorted(found, key=lambda scenario: scenario.number))

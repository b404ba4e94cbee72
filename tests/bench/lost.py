"""What a lost connection costs in the middle of a large file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.wiki import ROOT

FAULTS = "1,2,3,4,5"
"""Of the table in README.md: resets, and answers to chunks that were lost."""


def figures(folder: Path) -> Iterator[Figure]:
    """The fault bench counts it: by the log of its proxy, not by what the program says."""
    command = [
        sys.executable, "-m", "tests.faults", "--part", "wire", "--only", FAULTS, "--every", "4",
        "--folder", str(folder / "runs"),
    ]  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    sums = json.loads(run.stdout.splitlines()[-1])
    assert sums["positions"] > 0
    yield Figure("chunks sent again for one fault", sums["resent_chunks_max"], "chunks", 1)
    yield Figure("faults of the line that were not survived", sums["not_passed"], "faults", 0)

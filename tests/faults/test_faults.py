"""The fast part of the fault bench, in a process of its own: it forks, and pytest has threads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.faults import sabotage
from tests.faults.fast import KINDS
from tests.faults.stage import ROOT

ZERO = (
    "lost", "doubled", "second_revisions", "doubled_statements", "overwritten", "not_passed",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults") / "bench"
    command = [sys.executable, "-m", "tests.faults", "--part", "fast", "--folder", str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    *table, last = ended.stdout.splitlines() or [""]
    assert ended.returncode == 0, "\n".join([*table, last, ended.stderr])
    return json.loads(last)


def test_nothing_is_lost_doubled_or_overwritten(told):
    assert {name: told[name] for name in ZERO} == dict.fromkeys(ZERO, 0)
    assert told["resent_chunks_max"] <= 1
    assert told["resent_chunks_by_kill"] <= 1  # one file goes in chunks


def test_every_fault_really_happened(told):
    assert told["faults"] == len(KINDS) + 1  # and kills
    assert told["positions"] == sum(map(len, KINDS.values()))
    assert told["kill_points"] == 3
    assert told["random_kills"] >= 1
    assert told["database_calls"] == 2


def test_the_bench_notices_a_broken_program(told):
    assert told["sabotage_caught"] == 1


@pytest.mark.parametrize("broken", sabotage.SABOTAGES, ids=lambda broken: broken.name)
def test_every_sabotage_still_fits_the_program(broken):
    for name, text in sabotage.changed(broken).items():
        compile(text, name, "exec")

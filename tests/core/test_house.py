"""Rules of the house that no import contract can say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = sorted((ROOT / "app").rglob("*.py"))
CORE = [p for p in PROGRAM if "core" in p.parts]


def calls(path, *names):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in names:
                yield node.lineno


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", PROGRAM, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_process_events_is_nowhere(path):
    assert not list(calls(path, "processEvents"))


@pytest.mark.parametrize("path", CORE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_engine_does_not_print_or_prompt(path):
    assert not list(calls(path, "print", "input"))


def test_qt_meets_threads_only_in_jobs():
    both = {
        p.relative_to(ROOT).as_posix()
        for p in PROGRAM
        if {"PySide6", "threading"} <= set(imports(p))
    }
    assert both <= {"app/ui/jobs.py"}


def test_the_top_level_is_as_agreed():
    allowed = {"pyproject.toml", "app", "resources", "installers", "tests", "README.md", "Makefile",
               "LICENSE", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "build", "dist"}  # fmt: skip
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}
    assert {n for n in found - allowed if not n.endswith(".egg-info")} == set()


def test_no_room_is_larger_than_a_screenful_of_screens():
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in PROGRAM
        if (n := len(p.read_text("utf-8").splitlines())) > 500
    }
    assert not long


def test_no_path_of_one_machine():
    pattern = re.compile(r"(?<![A-Za-z])(/work/|/home/[a-z]|/root/)")
    files = [*PROGRAM, *(ROOT / "installers").rglob("*"), ROOT / "Makefile"]
    assert not [p.name for p in files if p.is_file() and pattern.search(p.read_text("utf-8"))]

"""Every sentence is used: a key that no code and no catalogue asks for is dead."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import app
from app.core import resources
from app.core.text import po

ROOT = Path(app.__file__).parent
KEY = re.compile(r"[\w:.-]+")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Every literal of the code and every text of the catalogues that could be (part of) a key."""
    found: set[str] = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    for path in (resources.folder() / "catalogues").glob("*.json"):
        found |= set(_texts(json.loads(path.read_text("utf-8"))))
    for page in (*resources.folder().rglob("*.html"), *resources.folder().rglob("*.js")):
        found |= set(KEY.findall(page.read_text("utf-8")))
    return frozenset(found)


def _trees() -> Iterator[ast.AST]:
    for path in ROOT.rglob("*.py"):
        yield ast.parse(path.read_text("utf-8"))


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


@lru_cache(maxsize=1)
def _shapes() -> tuple[re.Pattern[str], ...]:
    """Keys that are put together: f"severity.{mark}" is severity.(one part that is known)."""
    shapes: set[str] = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(v.value) if isinstance(v, ast.Constant) else "(.+)"
                    for v in node.values
                ]
                if any(re.search(r"\w\\\.|\\\.\w", part) for part in parts):
                    shapes.add("".join(parts))
    return tuple(re.compile(shape) for shape in shapes)


def _is_used(key: str) -> bool:
    if key in _words():
        return True
    for shape in _shapes():
        match = shape.fullmatch(key)
        if match and all(_is_part(part) for part in match.groups()):
            return True
    return False


def _is_part(part: str) -> bool:
    """A number, or made of pieces that the code or the catalogues have."""
    return all(
        piece.isdigit() or piece in _pieces() for piece in re.split(r"[._:-]", part) if piece
    )


@lru_cache(maxsize=1)
def _pieces() -> frozenset[str]:
    found = (re.findall(r"[^\W_]+", word) for word in _words() if len(word) < 80)
    return frozenset(piece for word in found for each in word for piece in (each, each.lower()))


def test_no_sentence_is_dead():
    dead = []
    for path in sorted((resources.folder() / "languages" / "en").glob("*.po")):
        keys = po.parse(path.read_text("utf-8")).entries
        dead += [f"{path.name}: {key}" for key in keys if not _is_used(key)]
    assert dead == []


def test_a_dead_one_is_found():
    assert _is_used("fix.nothing")
    assert _is_used("severity.error")
    assert not _is_used("severity.xyzzy")
    assert not _is_used("window.never-said")

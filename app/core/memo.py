"""Remembering what was read from a cell: the same text stands in many rows, and several rooms look
at it in one row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from app.core import text

Given = TypeVarTuple("Given")
T = TypeVar("T")

KEPT = 8192
"""Texts that are remembered a function."""


def in_words(function: Callable[[*Given], T]) -> Callable[[*Given], T]:
    """Remember what a pure function gives, apart for each language of the program: for results
    that hold words. What is given is hashable; nobody changes what comes back.
    """

    @lru_cache(maxsize=KEPT)
    def known(_language: str, given: tuple[*Given]) -> T:
        return function(*given)

    @wraps(function)
    def remembered(*given: *Given) -> T:
        return known(text.language(), given)

    return remembered

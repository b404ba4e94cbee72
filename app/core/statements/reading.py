"""Cells read once: the same licence, maker or institution stands in most rows of a sheet."""

from __future__ import annotations

from functools import lru_cache

from app.core import licences, memo, values
from app.core.licences import LicenceReading
from app.core.values import Result, Sizes


def cell(text: str, datatype: str, language: str | None = None) -> Result:
    """See `values.read`."""
    return values.read(text, datatype, language=language)


def person(text: str) -> Result:
    """See `values.read_person`."""
    return values.read_person(text)


@lru_cache(maxsize=memo.KEPT)
def urls(text: str) -> Result:
    """See `values.read_urls`."""
    return values.read_urls(text)


def sizes(text: str) -> Sizes:
    """See `values.read_sizes`."""
    return values.read_sizes(text)


@lru_cache(maxsize=memo.KEPT)
def texts(text: str) -> tuple[tuple[str | None, str], ...]:
    """See `values.language_texts`."""
    return tuple(values.language_texts(text))


def licence(text: str) -> LicenceReading:
    """See `licences.read`."""
    return licences.read(text)

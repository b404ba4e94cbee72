"""What the name of a target means in the window."""

from __future__ import annotations

import logging

from app.core import targets
from app.core.errors import KabochaError
from app.core.model import Target
from app.core.text import t

_log = logging.getLogger(__name__)
PRACTICE = Target("practice", "", label="", public=False, practice=True)


def named(name: str) -> Target:
    """The target of a name in settings or a project; the practice wiki when it is not known."""
    try:
        return targets.resolve(name)
    except KabochaError:
        _log.warning("target %s is not known", name)
        return PRACTICE


def in_words(target: Target) -> str:
    """A target within a sentence."""
    return t("upload.the-practice-wiki") if target.practice else target.label or target.name


def short(target: Target) -> str:
    """A target where there is little room."""
    return t("badge.practice-name") if target.practice else target.label or target.name

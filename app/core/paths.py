"""Folders of this user: settings, data, cache, log. KABOCHA_HOME moves them all."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "kabocha"


def _home() -> Path | None:
    home = os.environ.get("KABOCHA_HOME")
    return Path(home).absolute() if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def config() -> Path:
    """Folder of the settings file; made when missing."""
    home = _home()
    return _made(home / "config" if home else platformdirs.user_config_path(_NAME, appauthor=False))


def data() -> Path:
    """Folder of data (practice wiki, projects of sheets in unwritable places); made when missing."""
    home = _home()
    return _made(home / "data" if home else platformdirs.user_data_path(_NAME, appauthor=False))


def cache() -> Path:
    """Folder of what can be made again (thumbnails); made when missing."""
    home = _home()
    return _made(home / "cache" if home else platformdirs.user_cache_path(_NAME, appauthor=False))


def log() -> Path:
    """Folder of the log; made when missing."""
    home = _home()
    return _made(home / "log" if home else platformdirs.user_log_path(_NAME, appauthor=False))


def practice() -> Path:
    """Folder of the practice wiki that is served when no other is named; made when missing."""
    return _made(data() / "practice")

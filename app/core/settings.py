"""The settings of this user: one small JSON file, written atomically; every default stands here once."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.core import paths

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "appearance": "system",  # system, light, dark
        "text-size": 100,  # per cent of the system's text size, 80 to 200
        "language": "",  # a code such as nb, "" = the system's
        "target": "practice",  # commons, test, beta, practice or an api.php address
        "account": "",  # user name of the last sign-in, never a password
        "remember-password": True,
        "send-at-hours": False,  # only between the two times of the day that follow
        "send-from": "22:00",
        "send-until": "06:00",
        "send-speed": 0,  # bytes a second, 0 = all that the line carries
        "proxy": "system",  # system, none, own (see app.core.commons.proxies)
        "proxy-host": "",
        "proxy-port": 8080,
        "proxy-user": "",  # its password lies in the key store
        "search-while-typing": False,  # names of items and categories are looked up on the wiki
        "picture-size": "medium",  # small, medium, large
        "card-width": 196,  # of the pictures on the light table, in px of the drawings
        "panel-open": True,
        "panel-width": 372,
        "problems-folded": False,
        "folded": ["file"],  # keys of panel parts that are folded
        "window": "",  # place of the window, as Qt saves it, base64
        "recent": [],  # see app.core.recent
    }
)
"""All settings there are. A value of another type than its default is not taken."""

_log = logging.getLogger(__name__)


class Settings:
    """Settings by name. A file that cannot be read is kept beside and defaults are used."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.config() / "settings.json"
        self._values: dict[str, Any] = self._read()

    def get(self, name: str) -> Any:
        """The value of a setting. Raises KeyError for a name that is not declared."""
        default = DEFAULTS[name]
        value = self._values.get(name, default)
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Change a setting and save at once. Raises KeyError for a name that is not declared,
        TypeError for another type. A disk that cannot be written is logged, not raised.
        """
        if not isinstance(value, type(DEFAULTS[name])):
            raise TypeError(name)
        if self.get(name) == value and name in self._values:
            return
        self._values[name] = value
        try:
            write_atomically(self.path, json.dumps(self._values, ensure_ascii=False, indent=1))
        except OSError as error:
            _log.warning("settings not saved: %s", error)

    def _read(self) -> dict[str, Any]:
        try:
            loaded = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("settings not read: %s", error)
            self._keep_aside()
            return {}
        return loaded if isinstance(loaded, dict) else {}

    def _keep_aside(self) -> None:
        try:
            self.path.replace(self.path.with_suffix(".broken"))
        except OSError as error:
            _log.warning("settings not kept aside: %s", error)


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that either the old or the new one is there. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

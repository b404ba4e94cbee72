"""Modules that are loaded when one of their names is asked for first: a start waits only for what it
uses.

    if TYPE_CHECKING:
        from app.core import sending
    else:
        sending = later("app.core.sending")

Names are asked for inside functions, never while a module loads itself. One thread loads at a time:
two that came to the same rooms from opposite ends would each hold what the other waits for.
"""

from __future__ import annotations

import importlib
import threading
from types import ModuleType
from typing import Any

_turn = threading.RLock()


def load(name: str) -> ModuleType:
    """The module, loaded now if it was not; waits for what another thread loads."""
    with _turn:
        return importlib.import_module(name)


def later(name: str) -> Any:
    """What stands for a module; nothing is loaded yet."""
    return _Later(name)


class _Later(ModuleType):
    """Has the names of a module that is loaded for the first of them."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked of every module by those who look at modules
            raise AttributeError(name)
        own = vars(self)
        if "loaded" not in own:
            own["loaded"] = load(self.__name__)
        return getattr(own["loaded"], name)

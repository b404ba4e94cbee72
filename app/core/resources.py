"""Where the files under resources/ lie: beside `app` in a checkout or a bundle, in it when installed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import app


@lru_cache(maxsize=1)
def folder() -> Path:
    """The resources folder. Raises FileNotFoundError when the installation is broken."""
    package = Path(app.__file__).resolve().parent
    for place in (package.parent / "resources", package / "resources"):
        if (place / "languages").is_dir():
            return place
    raise FileNotFoundError("resources")


@lru_cache(maxsize=32)
def catalogue(name: str) -> Any:
    """The parsed catalogue resources/catalogues/<name>.json, read once. Treat it as read only."""
    return json.loads((folder() / "catalogues" / f"{name}.json").read_text("utf-8"))

"""The scans of both Pattypan workbooks, named as the workbooks name them."""

from __future__ import annotations

import shutil
from pathlib import Path

SCANS = Path(__file__).parent / "data" / "scans"
TRUE_NAMES = {"Zazolc gesla.jpg": "Zażółć gęślą.jpg"}
"""Names that git quotes and an archive may spoil."""


def copy_scans(folder: Path) -> None:
    """Copy the scans into the folder "scans" inside a folder, as an institution has them."""
    place = folder / "scans"
    shutil.copytree(SCANS, place)
    for plain, true in TRUE_NAMES.items():
        (place / plain).rename(place / true)

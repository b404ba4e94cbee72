"""What is dragged from the file manager over a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent

from app.ui.context import SHEETS


def dropped(event: QDropEvent) -> list[Path]:
    """The files and folders of this computer that are dragged; [] when anything else is."""
    addresses = event.mimeData().urls()
    if not all(address.isLocalFile() for address in addresses):
        return []
    return [Path(address.toLocalFile()) for address in addresses]


def is_sheet(paths: list[Path]) -> bool:
    """Whether it is one sheet or project, to be opened."""
    return len(paths) == 1 and paths[0].suffix.lower().removeprefix(".") in SHEETS

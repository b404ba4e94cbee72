"""LibreOffice without its window, converting sheets as its own dialogs would."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_TEXT = "Text - txt - csv (StarCalc)"
_WRITTEN = ",34,76,1,,0,false,true,false"
"""Quotation marks, UTF-8, from row 1, cells as they are shown."""
TARGETS = {
    "xlsx": "xlsx",
    "ods": "ods",
    "xls": "xls",
    "csv": f"csv:{_TEXT}:44{_WRITTEN}",
    "tsv": f"tsv:{_TEXT}:9{_WRITTEN}",
}
_SECONDS = 240


class LibreOffice:
    """One profile, so that only the first start makes it."""

    def __init__(self, folder: Path) -> None:
        self._home = folder
        self._program = shutil.which("soffice")

    @staticmethod
    def is_there() -> bool:
        return shutil.which("soffice") is not None

    def convert(self, sheets: list[Path], target: str, folder: Path, columns: int = 0) -> None:
        """Save each sheet in another format. `columns`: of texts with separators, each of which is
        taken for text, as a person says in the dialog of such a file.
        """
        kinds = "/".join(f"{n}/2" for n in range(1, columns + 1))
        reading = [f"--infilter={_TEXT}:44/9,34,76,1,{kinds}"] if columns else []
        command = [
            self._program, f"-env:UserInstallation={(self._home / 'profile').as_uri()}", "--headless",
            *reading, "--convert-to", TARGETS[target], "--outdir", str(folder), *map(str, sheets),
        ]  # fmt: skip
        surroundings = {**os.environ, "HOME": str(self._home), "SAL_USE_VCLPLUGIN": "svp"}
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, env=surroundings)

"""What the sheet puts on the clipboard, read by LibreOffice Calc."""

from __future__ import annotations

import os
import subprocess

import pytest

from app.core.cells import html_table, tabbed
from tests.e2e.libreoffice import TARGETS, LibreOffice

ROWS = [
    ["0012", "1901-01", "two\nlines", '"quoted"'],
    ["1/2", "12.50", "=1+1", ""],
    ["1,5", "é漢😀", "5.6.1890", "x & <b>"],
]


@pytest.mark.skipif(
    os.environ.get("KABOCHA_LIBREOFFICE") != "1" or not LibreOffice.is_there(),
    reason="LibreOffice takes part only when KABOCHA_LIBREOFFICE=1",
)
def test_a_copied_block_stays_text_in_calc(tmp_path):
    copied = tmp_path / "copied.html"
    copied.write_text(html_table.write(ROWS), "utf-8")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--infilter=HTML (StarCalc)", "--convert-to", TARGETS["tsv"],
         "--outdir", str(tmp_path), str(copied)],
        check=True, capture_output=True, timeout=240,
        env={**os.environ, "HOME": str(tmp_path), "SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    assert tabbed.parse((tmp_path / "copied.tsv").read_text("utf-8")) == ROWS

"""pywikibot reads no foreign configuration and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import logging, sys, warnings
warnings.simplefilter("error")
from app.core import targets
from app.core.commons import library
assert "pywikibot" not in sys.modules and "requests" in sys.modules
site = library.make_site(targets.resolve("https://w.example/w/api.php"), "Rosa")
import pywikibot
assert pywikibot.config.base_dir == sys.argv[1], pywikibot.config.base_dir
assert sys.argv[2:] == ["-dir:/nowhere", "-v"]
assert not hasattr(pywikibot.config, "foreign")
session = library.make_session()
assert type(session.cookies).__name__ == "PywikibotCookieJar"
assert session is not pywikibot.comms.http.session
print("fine")
"""


def test_a_foreign_user_config_is_not_executed_and_nothing_is_written_beside(tmp_path):
    folder, home = tmp_path / "photos", tmp_path / "home"
    folder.mkdir()
    marker = tmp_path / "executed"
    (folder / "user-config.py").write_text(f"foreign = open({str(marker)!r}, 'w')\n")
    own = home / "data" / "pywikibot"
    own.mkdir(parents=True)
    (own / "user-config.py").write_text(f"foreign = open({str(marker)!r}, 'w')\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(own), "-dir:/nowhere", "-v"],
        cwd=folder,
        env={**os.environ, "KABOCHA_HOME": str(home), "PYTHONPATH": str(ROOT), "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "fine\n", done.stderr
    assert not done.stderr
    assert not marker.exists()
    assert [p.name for p in folder.iterdir()] == ["user-config.py"]
    assert not (home / ".pywikibot").exists()
    assert (own / "user-config.py").read_bytes() == b""
    assert (own / "user-config.py").stat().st_mode & 0o777 == 0o600

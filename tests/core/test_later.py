"""Modules that wait until they are needed, and what a start loads without them."""

import json
import subprocess
import sys
import threading

import pytest

from app import __main__, cli
from app.core.later import later, load
from app.core.model import Table, TableRow
from app.core.project import Project

FOREIGN = (
    "pandas", "numpy", "pywikibot", "requests", "urllib3", "xlsxwriter", "jinja2",
    "mwparserfromhell", "PIL", "keyring", "PySide6",
)  # fmt: skip
STATUS_USES = {"mwparserfromhell"}  # licence cells are read to say what is ready
PROBE = f"""
import json, sys
from app.__main__ import main
code = main(sys.argv[1:])
print()
print(json.dumps([code, [m for m in {FOREIGN!r} if m in sys.modules]]))
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module that notes each time it is loaded, and by which thread."""
    (tmp_path / "kabocha_probe.py").write_text(
        "import threading, builtins\n"
        "builtins.kabocha_loads.append(threading.current_thread().name)\n"
        "word = 'there'\n"
    )
    loads = []
    monkeypatch.setattr("builtins.kabocha_loads", loads, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "kabocha_probe", raising=False)
    yield loads
    sys.modules.pop("kabocha_probe", None)


def test_a_module_is_loaded_by_its_first_name(module):
    stand_in = later("kabocha_probe")
    assert module == []
    assert stand_in.word == "there"
    assert stand_in.word == "there"
    assert len(module) == 1


def test_what_looks_at_modules_loads_nothing(module):
    stand_in = later("kabocha_probe")
    assert not hasattr(stand_in, "__path__")
    assert stand_in.__name__ == "kabocha_probe"
    assert module == []


def test_a_name_that_is_not_there_is_told_as_by_the_module_itself(module):
    with pytest.raises(AttributeError, match="kabocha_probe"):
        _ = later("kabocha_probe").nothing


def test_who_tests_replace_a_name_is_seen(module, monkeypatch):
    stand_in = later("kabocha_probe")
    monkeypatch.setattr(load("kabocha_probe"), "word", "another")
    assert stand_in.word == "another"


class Turn:
    """The lock of `load` that tells when a second thread comes to it."""

    def __init__(self):
        self._lock, self._count, self.second = threading.RLock(), 0, threading.Event()

    def __enter__(self):
        self._count += 1
        if self._count == 2:
            self.second.set()
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


def test_one_thread_loads_at_a_time(tmp_path, monkeypatch):
    inside, go_on, turn = threading.Event(), threading.Event(), Turn()
    monkeypatch.setattr("app.core.later._turn", turn)
    monkeypatch.setattr("builtins.kabocha_gate", (inside, go_on), raising=False)
    (tmp_path / "kabocha_slow.py").write_text(
        "import builtins, sys\ninside, go_on = builtins.kabocha_gate\ninside.set()\n"
        "go_on.wait(20)\nalone = 'kabocha_quick' not in sys.modules\n"
    )
    (tmp_path / "kabocha_quick.py").write_text("word = 'there'\n")
    monkeypatch.syspath_prepend(tmp_path)
    slow, quick = (
        threading.Thread(target=load, args=(name,)) for name in ("kabocha_slow", "kabocha_quick")
    )
    try:
        slow.start()
        assert inside.wait(20)
        quick.start()
        assert turn.second.wait(20)
        go_on.set()
        slow.join(20)
        quick.join(20)
        assert sys.modules["kabocha_slow"].alone
        assert sys.modules["kabocha_quick"].word == "there"
    finally:
        go_on.set()
        for name in ("kabocha_slow", "kabocha_quick"):
            sys.modules.pop(name, None)


def test_every_verb_goes_to_the_command_line():
    assert set(__main__.VERBS) == set(cli._RUN)


def loaded_by(*arguments):
    """The exit code of a call of the command line, and the foreign modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *map(str, arguments)], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    code, found = json.loads(done.stdout.splitlines()[-1])
    return code, set(found)


def test_help_loads_nothing_foreign():
    assert loaded_by("--help") == (0, set())


def test_status_loads_neither_network_nor_window(tmp_path):
    path = tmp_path / "album.kabocha"
    table = Table(("path", "name"), (TableRow(2, ("a.png", "Harbour seen from the hill")),))
    Project.create(path, table, template="artwork").close()
    code, found = loaded_by("status", path)
    assert code == 0
    assert found <= STATUS_USES | {"PIL"}

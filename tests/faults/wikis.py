"""Serves practice wikis, any number in one process: `{"wiki", "folder"}` a line on standard input,
`{"wiki", "port"}` on standard output; `{"wiki", "turn": {…}}` turns its conduct, with `"cue"` once
there is a file of this name, then for `"seconds"`; `{"wiki", "stop": true}` ends it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from app.core.practice import Practice


def _turn(wiki: Practice, conduct: dict[str, Any]) -> None:
    for key, value in conduct.items():
        setattr(wiki.conduct, key, value)


def _turn_on_cue(wiki: Practice, conduct: dict[str, Any], cue: Path, seconds: float) -> None:
    before = {key: getattr(wiki.conduct, key) for key in conduct}
    while cue.parent.exists() and not cue.exists():
        time.sleep(0.02)
    _turn(wiki, conduct)
    time.sleep(seconds)
    _turn(wiki, before)


def _order(served: dict[str, Practice], line: dict[str, Any]) -> dict[str, Any]:
    name = line["wiki"]
    if line.get("stop"):
        served.pop(name).stop()
    elif "cue" in line:
        turning = (served[name], line["turn"], Path(line["cue"]), line["seconds"])
        Thread(target=_turn_on_cue, args=turning, daemon=True).start()
    elif "turn" in line:
        _turn(served[name], line["turn"])
    else:
        served[name] = wiki = Practice(Path(line["folder"]))
        wiki.start()
        return {"wiki": name, "port": urlsplit(wiki.api).port}
    return {"wiki": name}


if __name__ == "__main__":
    running: dict[str, Practice] = {}
    for order in sys.stdin:
        print(json.dumps(_order(running, json.loads(order))), flush=True)
    for practice in running.values():
        practice.stop()

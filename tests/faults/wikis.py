"""Serves practice wikis, any number in one process: `{"wiki", "folder"}` a line on standard input,
`{"wiki", "port"}` on standard output; `{"wiki", "turn": {…}}` turns its conduct, `{"wiki",
"stop": true}` ends it, `{"wiki", "put": [title, path, user]}` is somebody else's upload.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.core.practice import Practice


def _order(served: dict[str, Practice], line: dict[str, Any]) -> dict[str, Any]:
    name = line["wiki"]
    if line.get("stop"):
        served.pop(name).stop()
    elif "turn" in line:
        for key, value in line["turn"].items():
            setattr(served[name].conduct, key, value)
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

"""Serves MediaWikis from Debian's packages, as `wikis` serves practice wikis: `{"wiki", "folder"}` a
line on standard input, `{"wiki", "port"}` on standard output; `{"wiki", "stop": true}` ends it once
it has done what it was asked for. The argument is the folder where PHP keeps what it compiled; a
second one, "jobs", lets large files be put together and published in the wiki's own time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.e2e.mediawiki import MediaWiki


def _order(served: dict[str, MediaWiki], line: dict[str, Any]) -> dict[str, Any]:
    name = line["wiki"]
    if line.get("stop"):
        if name in served:
            served.pop(name).stop(calmly=True)
        return {"wiki": name}
    served[name] = wiki = MediaWiki(
        Path(line["folder"]), compiled=Path(sys.argv[1]), jobs="jobs" in sys.argv[2:]
    )
    wiki.start()
    return {"wiki": name, "port": wiki.port}


if __name__ == "__main__":
    running: dict[str, MediaWiki] = {}
    try:
        for order in sys.stdin:
            print(json.dumps(_order(running, json.loads(order))), flush=True)
    finally:
        for mediawiki in running.values():
            mediawiki.stop()
